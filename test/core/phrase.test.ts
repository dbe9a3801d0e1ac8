import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hex } from "../../src/core/bytes.ts";
import * as phrase from "../../src/core/recovery/phrase.ts";
import { WORDS } from "../../src/core/recovery/words.ts";
import { bytes, orRefusal, refused, runs } from "./support.ts";

/** Source: github.com/trezor/python-mnemonic vectors.json; the seed is PBKDF2 without a passphrase, made with Node. */
const LEGAL = "legal winner thank year wave sausage worth useful legal winner thank yellow";

describe("the recovery phrase", () => {
  it("is that of the BIP-39 vectors", () => {
    expect(phrase.phraseOf(new Uint8Array(16).fill(0x7f)).join(" ")).toBe(LEGAL);
    expect(hex(phrase.entropyOf(LEGAL))).toBe("7f".repeat(16));
  });

  it("gives Node's PBKDF2 of the words as its seed", async () => {
    const { pbkdf2Sync } = await import("node:crypto");
    const seed = pbkdf2Sync(LEGAL, "mnemonic", 2048, 64, "sha512").toString("hex");
    expect(hex(await phrase.seedOf(new Uint8Array(16).fill(0x7f)))).toBe(seed);
  });

  it("is read with 24 words too", () => {
    const art = `${"abandon ".repeat(23)}art`;
    expect(hex(phrase.entropyOf(art))).toBe("00".repeat(32));
    expect(phrase.phraseOf(new Uint8Array(32)).join(" ")).toBe(art);
  });

  it("gives back its entropy however it is typed", () => {
    fc.assert(
      fc.property(
        bytes(16),
        fc.stringMatching(/^[ \t\n\u3000]{1,3}$/),
        fc.boolean(),
        (entropy, space, shout) => {
          const words = phrase.phraseOf(entropy);
          expect(words).toHaveLength(12);
          const typed = space + words.join(space) + space;
          expect(phrase.entropyOf(shout ? typed.toUpperCase() : typed)).toEqual(entropy);
        },
      ),
      runs(500),
    );
  });

  it("is refused as malformed when it is anything else", async () => {
    const words = fc.array(fc.constantFrom(...WORDS), { maxLength: 26 }).map((list) => list.join(" "));
    fc.assert(
      fc.property(fc.oneof(fc.string(), words), (text) => {
        const entropy = orRefusal(() => phrase.entropyOf(text), ["malformed"]);
        if (entropy !== null) expect(phrase.phraseOf(entropy).join(" ")).toBe(text.trim());
      }),
      runs(1000),
    );
    const abandon = "abandon ".repeat(23);
    for (const text of ["", LEGAL.replace("yellow", "zoo"), LEGAL.replace("legal", "lega"), `${abandon}zoo`])
      await refused("malformed", () => phrase.entropyOf(text));
  });

  it.each([0, 15, 17, 24, 33])("is not made of %i bytes", async (length) => {
    await refused("malformed", () => phrase.phraseOf(new Uint8Array(length)));
    await refused("malformed", () => phrase.seedOf(new Uint8Array(length)));
  });

  it("is new each time", () => {
    const drawn = Array.from({ length: 200 }, () => hex(phrase.newEntropy()));
    expect(new Set(drawn).size).toBe(200);
    expect(drawn.every((text) => text.length === 32)).toBe(true);
  });
});

it("knows a word by its normal form alone", () => {
  expect(phrase.normalizeWord("  ZOO\n")).toBe("zoo");
  expect(["zoo", " Abandon ", "zo", "", "toString"].map(phrase.isWord)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

it("suggests six words of the list, every word as likely as the next", () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 4000; i++) {
    const words = phrase.suggestedPassword().split(" ");
    expect(words).toHaveLength(6);
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const expected = (4000 * 6) / WORDS.length;
  const chi2 = WORDS.reduce((sum, word) => sum + ((counts.get(word) ?? 0) - expected) ** 2 / expected, 0);
  const freedom = WORDS.length - 1;
  expect(Math.abs(chi2 - freedom) / Math.sqrt(2 * freedom)).toBeLessThan(6);
});
