import { describe, expect, it } from "vitest";
import { cellsOf } from "../../popup/components/phraseCells.ts";
import { phraseFault, phraseText } from "../../popup/textPhrase.ts";

const filled = (length: number, ...cells: readonly string[]) => [
  ...cells,
  ...Array.from({ length: length - cells.length }, () => "empty"),
];

describe("the cells under a phrase", () => {
  it.each([
    ["", "typing", filled(12)],
    ["fade", "typing", filled(12, "known")],
    ["fade rel", "typing", filled(12, "known", "current")],
    ["fade rel ", "typing", filled(12, "known", "unknown")],
    ["fade rel", "left", filled(12, "known", "unknown")],
    [" FADE  relax\n", "typing", filled(12, "known", "known")],
    ["fade ".repeat(13), "left", filled(24, ...Array.from({ length: 13 }, () => "known"))],
    ["D1-ABCDEF", "typing", []],
  ] as const)("for %j while %s", (typed, moment, cells) => {
    expect(cellsOf(typed, moment)).toEqual(cells);
  });

  it("say the same to a screen reader", () => {
    expect(phraseText.status(cellsOf("", "left"))).toBe("");
    expect(phraseText.status(cellsOf("fade relax", "left"))).toBe("2 of 12 words are on the word list.");
    expect(phraseText.status(cellsOf("fade rela zzz", "left"))).toContain("Words 2 and 3 are not");
  });
});

describe("what is wrong with a phrase", () => {
  it.each([
    [{ outcome: "right" }, null],
    [{ outcome: "word", places: [9] }, "Word 9 is not on the word list. Check its spelling on your paper."],
    [{ outcome: "code", places: [3] }, "Group 3 has a typing error."],
    [{ outcome: "checksum" }, "These 12 words do not belong together: one is wrong or in the wrong place."],
    [{ outcome: "otherKit" }, "A valid phrase, but not of this kit."],
  ] as const)("%j", (outcome, sentence) => expect(phraseFault(outcome)).toBe(sentence));
});
