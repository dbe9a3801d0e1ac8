import { describe, expect, it } from "vitest";
import { newPasswordFault, strengthOf } from "../../popup/strength.ts";
import { text } from "../../popup/text.ts";
import { strengthText } from "../../popup/textStrength.ts";
import { suggestedPassword } from "../../src/core/recovery/phrase.ts";

const NAMES = ["jane.doe@example.com"];
const { advice } = strengthText;

describe("how strong a new password is", () => {
  it.each([
    ["too short", 0, strengthText.short(15)],
    ["passwordpassword", 0, advice.repeats],
    ["aaaaaaaaaaaaaaa", 0, advice.repeats],
    ["qwertyuiopasdfghjkl", 0, advice.common],
    ["123456789012345", 0, advice.common],
    ["my countersign key", 0, strengthText.names],
    ["copper jane.doe walnut", 0, strengthText.names],
    ["orbit velvet tunnel maple shrimp canyon", 3, strengthText.enough],
  ] as const)("%s", async (password, level, sentence) => {
    expect(await strengthOf(password, NAMES)).toEqual({ level, advice: sentence });
  });

  it("is strong for every suggestion", async () => {
    for (let i = 0; i < 50; i++) expect((await strengthOf(suggestedPassword(), NAMES)).level).toBe(3);
  });

  it("grows with the words", async () => {
    const words = ["canyon", "mistake", "velvet", "orbit", "shrimp"];
    const levels = await Promise.all(
      [3, 4, 5].map(async (count) => (await strengthOf(words.slice(0, count).join(" "), [])).level),
    );
    expect(levels).toEqual([...levels].sort());
    expect(levels.at(-1)).toBe(3);
  });
});

describe("a new password", () => {
  it.each([
    ["", text.onboarding.empty],
    ["short", text.onboarding.tooShort(5)],
    ["a".repeat(257), text.onboarding.tooLong],
    ["ﬁ".repeat(8), text.onboarding.weak],
    ["passwordpassword", text.onboarding.weak],
    ["Countersign 2026 forever", strengthText.names],
    ["jane.doe@example.com", strengthText.names],
    ["JANE.DOE 123456789012", strengthText.names],
    ["correct horse battery staple", null],
    ["Janette doesn't like lemons", null],
  ])("%s", async (password, fault) => {
    expect(await newPasswordFault(password, NAMES)).toBe(fault);
  });
});
