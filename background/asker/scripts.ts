import { skeleton } from "./confusables.ts";

const SCRIPTS = [
  "Latin",
  "Cyrillic",
  "Greek",
  "Armenian",
  "Hebrew",
  "Arabic",
  "Devanagari",
  "Thai",
  "Georgian",
  "Cherokee",
  "Hangul",
  "Han",
  "Hiragana",
  "Katakana",
  "Bopomofo",
] as const;

const LETTER_OF = SCRIPTS.map((script) => [script, new RegExp(`\\p{scx=${script}}`, "u")] as const);

/** Scripts that are written together, each with Latin ("highly restrictive", UTS #39 section 5.2). */
const TOGETHER: readonly (readonly string[])[] = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
];

/**
 * Whether one label of a host mixes alphabets, uses one that no rule here knows, or is written wholly in letters that pass
 * for Latin ones.
 */
export function isMixed(label: string): boolean {
  const letters = Array.from(label.normalize("NFC")).filter((letter) => /\p{L}/u.test(letter));
  const scripts = new Set(letters.map(scriptOf));
  if (scripts.size > 1) return !TOGETHER.some((family) => [...scripts].every((one) => family.includes(one)));
  const [only] = scripts;
  if (only === undefined || only === "Latin") return false;
  return only === "unknown" || /^[a-z0-9-]+$/.test(skeleton(label));
}

const scriptOf = (letter: string): string =>
  LETTER_OF.find(([, pattern]) => pattern.test(letter))?.[0] ?? "unknown";
