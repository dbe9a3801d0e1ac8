import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64url, fromBase64url } from "../../src/core/bytes.ts";
import { bytesText } from "../../src/core/shape.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function decodes(text: string, min: number, max: number): boolean {
  try {
    const { length } = fromBase64url(text);
    return length >= min && length <= max;
  } catch {
    return false;
  }
}

describe("The shape of bytes as text", () => {
  it("takes what decodes and nothing else, for every end of four lengths", () => {
    const starts = ["", "A", "AA", "AAA", "AAAA"];
    const ends = [...ALPHABET, "", "=", "+", "/", "\n", " ", "é"];
    for (const text of starts.flatMap((start) => ends.map((end) => start + end)))
      expect([text, bytesText(0, 8)(text)]).toEqual([text, decodes(text, 0, 8)]);
  });

  it("takes what decodes and nothing else, for any text and any bounds", () => {
    const unit = fc.constantFrom(...ALPHABET, "=", "+", "\n");
    const texts = fc.oneof(
      fc.string({ unit, maxLength: 40 }),
      fc.uint8Array({ maxLength: 30 }).map(base64url),
    );
    fc.assert(
      fc.property(texts, fc.nat(10), fc.nat(20), (text, min, more) => {
        expect(bytesText(min, min + more)(text)).toBe(decodes(text, min, min + more));
      }),
      { numRuns: 2_000 },
    );
  });
});
