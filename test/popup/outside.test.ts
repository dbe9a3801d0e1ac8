import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostOf, outside, shortened } from "../../popup/components/outside.ts";

/** Each of these prints nothing, reorders its neighbours or passes for another character. */
const HIDDEN = [
  ["null", "\u0000"],
  ["escape", "\u001b"],
  ["delete", "\u007f"],
  ["next line", "\u0085"],
  ["soft hyphen", "\u00ad"],
  ["combining grapheme joiner", "\u034f"],
  ["Arabic letter mark", "\u061c"],
  ["Hangul filler", "\u115f"],
  ["Mongolian vowel separator", "\u180e"],
  ["zero width space", "\u200b"],
  ["zero width non-joiner", "\u200c"],
  ["zero width joiner", "\u200d"],
  ["left-to-right mark", "\u200e"],
  ["right-to-left mark", "\u200f"],
  ["line separator", "\u2028"],
  ["paragraph separator", "\u2029"],
  ["left-to-right embedding", "\u202a"],
  ["right-to-left override", "\u202e"],
  ["word joiner", "\u2060"],
  ["right-to-left isolate", "\u2067"],
  ["pop isolate", "\u2069"],
  ["empty braille cell", "\u2800"],
  ["Hangul filler, wide", "\u3164"],
  ["variation selector", "\ufe0f"],
  ["byte order mark", "\ufeff"],
  ["half-width filler", "\uffa0"],
  ["lone surrogate", "\ud800"],
  ["private use", "\ue000"],
  ["tag letter", "\u{e0041}"],
  ["variation selector 17", "\u{e0100}"],
] as const;

describe("text from outside", () => {
  it.each(HIDDEN)("shows %s by its number", (_, character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    expect(outside(`a${character}b`)).toBe(`a⟨U+${code}⟩b`);
  });

  it("turns line breaks, tabs and wide spaces into plain spaces", () => {
    expect(outside("a\r\n\tb\u2003c\u00a0d")).toBe("a   b c d");
  });

  it("keeps letters, marks and emoji of every script", () => {
    for (const plain of [
      "jane@example.com",
      "Zoë Ångström",
      "名前",
      "e\u0301",
      "ที่นี่",
      "हिन्दी",
      "Nguyễn",
      "🦊",
    ])
      expect(outside(plain)).toBe(plain);
  });

  it("lets nobody draw over what stands around it: no heap of marks, none that encloses, none without a letter", () => {
    const tall = "\u0301".repeat(3);
    expect(outside(`a${tall}\u0301\u0336b`)).toBe(`a${tall}⟨U+0301⟩⟨U+0336⟩b`);
    expect(outside("a\u20dd")).toBe("a⟨U+20DD⟩");
    expect(outside("\u0338a")).toBe("⟨U+0338⟩a");
    expect(outside("a\u0301".repeat(20))).toBe("a\u0301".repeat(20));
  });

  it("isolates right-to-left text from the sentence around it", () => {
    expect(outside("שלום")).toBe("\u2068שלום\u2069");
  });

  it("never shows a hidden character, nor more than the cap allows", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 400 }),
        fc.integer({ min: 1, max: 300 }),
        (written, max) => {
          const shown = outside(written, max).replace(/^\u2068(.*)\u2069$/su, "$1");
          expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u);
          expect(Array.from(shown.replaceAll(/⟨U\+[0-9A-F]{4,6}⟩/g, "x")).length).toBeLessThanOrEqual(max);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("addresses", () => {
  it("shows a host in ASCII, with its port", () => {
    expect(hostOf("https://аcme.finance:8443")).toBe("xn--cme-5cd.finance:8443");
    expect(hostOf("not an address\u202e")).toBe("not an address⟨U+202E⟩");
    expect(hostOf("data:text/html,x")).toBe("data:text/html,x");
  });

  it("shortens only what is long", () => {
    expect(shortened("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")).toBe("0x5aAeb6053F…E7Ef1BeAed");
    expect(shortened("short")).toBe("short");
  });
});
