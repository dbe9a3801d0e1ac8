import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText } from "../../src/protocol/text.ts";

describe("text from outside", () => {
  it("has at most so many characters, and none that cannot be seen", () => {
    const text = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 60 }), (outside, max) => {
        const clean = cleanText(outside, max);
        expect(Array.from(clean).length).toBeLessThanOrEqual(max);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it("says that it was cut, and stays as it is when it was not", () => {
    expect(cleanText("x".repeat(301), 300)).toBe(`${"x".repeat(299)}…`);
    expect(cleanText("x".repeat(300), 300)).toBe("x".repeat(300));
    expect(cleanText("Müller’s 鍵 🔑", 300)).toBe("Müller’s 鍵 🔑");
  });
});
