/** What a letter passes for. From the Unicode list of confusables (UTS #39), those that occur in names of hosts. */
const LETTERS: Readonly<Record<string, string>> = {
  // Cyrillic
  ...{
    а: "a",
    в: "b",
    с: "c",
    ԁ: "d",
    е: "e",
    ё: "e",
    һ: "h",
    і: "i",
    ї: "i",
    ј: "j",
    к: "k",
    ӏ: "l",
    м: "m",
  },
  ...{
    н: "h",
    о: "o",
    р: "p",
    ԛ: "q",
    г: "r",
    ѕ: "s",
    т: "t",
    у: "y",
    ѵ: "v",
    ԝ: "w",
    х: "x",
    ь: "b",
    ү: "y",
  },
  // Greek
  ...{
    α: "a",
    β: "b",
    γ: "y",
    ε: "e",
    η: "n",
    ι: "i",
    κ: "k",
    μ: "u",
    ν: "v",
    ο: "o",
    ρ: "p",
    σ: "o",
    τ: "t",
  },
  ...{ υ: "u", χ: "x", ω: "w" },
  // Armenian, Cherokee (lower case), Hebrew, Georgian
  ...{ ա: "w", գ: "q", զ: "q", հ: "h", մ: "u", յ: "j", ո: "n", ս: "u", ց: "g", օ: "o", ք: "p" },
  ...{ ꭺ: "a", ꮃ: "w", ꮓ: "z", ꮪ: "s", ו: "l", ס: "o", ჿ: "o" },
  // Latin with a stroke, a hook or a shape of its own
  ...{
    ı: "i",
    ɩ: "i",
    ɑ: "a",
    ɡ: "g",
    ł: "l",
    ø: "o",
    đ: "d",
    ħ: "h",
    ŧ: "t",
    ƅ: "b",
    ɵ: "o",
    ʋ: "u",
    ƙ: "k",
  },
  ...{ ɓ: "b", ɗ: "d", ƒ: "f", ɱ: "m", ŋ: "n", ƿ: "p", ƨ: "s", ʏ: "y", ß: "b", æ: "ae", œ: "oe", ĸ: "k" },
  // Digits
  ...{ "0": "o", "1": "l", "5": "s" },
};

/** Pairs that pass for one letter. */
const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/rn/g, "m"],
  [/vv/g, "w"],
  [/cl/g, "d"],
];

/** The letters people read, the same for everything that looks alike: accents gone, foreign letters and pairs replaced. */
export function skeleton(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const latin = Array.from(plain, (letter) => LETTERS[letter] ?? letter).join("");
  const folded = latin.replaceAll("i", "l");
  return PAIRS.reduce((shown, [pair, letter]) => shown.replace(pair, letter), folded);
}
