import { argon2id } from "@noble/hashes/argon2.js";
import fc from "fast-check";
import { argon2id as wasmArgon2id } from "hash-wasm";
import { describe, expect, it } from "vitest";
import { hex, randomBytes, utf8 } from "../../src/core/bytes.ts";
import { acceptKdf, KDF_ROWS, NEWEST_KDF, stretch } from "../../src/core/vault/kdf.ts";
import { anything, bytes, mutant, orRefusal, quickest, refused, runs } from "./support.ts";

const PASSWORD = "p\u00e4ssword with \ufb01gures";
const OUTSIDE = [
  { ...NEWEST_KDF, m: 4_000_000 },
  { ...NEWEST_KDF, m: 8 },
  { ...NEWEST_KDF, t: 1 },
  { ...NEWEST_KDF, t: 4_000_000_000 },
  { ...NEWEST_KDF, p: 4 },
];

describe("the KDF", () => {
  it("gives the tag that @noble/hashes gives, with the real parameters", async () => {
    const salt = randomBytes(32);
    const { m, t, p } = NEWEST_KDF;
    const expected = argon2id(utf8(PASSWORD.normalize("NFKC")), salt, { m, t, p, dkLen: 32, version: 0x13 });
    expect(hex(await stretch(PASSWORD, salt, NEWEST_KDF))).toBe(hex(expected));
  });

  it("is an Argon2id on which the two libraries agree", async () => {
    const params = fc.record({ t: fc.integer({ min: 1, max: 3 }), p: fc.integer({ min: 1, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1 }),
        bytes(32),
        params,
        async (password, salt, { t, p }) => {
          const small = { memorySize: 64, iterations: t, parallelism: p, hashLength: 32 };
          const tag = await wasmArgon2id({ password, salt, ...small, outputType: "binary" });
          expect(hex(tag)).toBe(hex(argon2id(password, salt, { m: 64, t, p, dkLen: 32 })));
        },
      ),
      runs(20),
    );
  });

  it("takes one password typed on two systems for one password", async () => {
    const salt = randomBytes(32);
    const decomposed = "pa\u0308ssword with figures";
    expect(hex(await stretch(decomposed, salt, NEWEST_KDF))).toBe(
      hex(await stretch(PASSWORD, salt, NEWEST_KDF)),
    );
  });

  it("runs for the rows of the table alone", () => {
    for (const row of KDF_ROWS) expect(acceptKdf({ ...row })).toEqual(row);
    fc.assert(
      fc.property(fc.oneof(anything, mutant(NEWEST_KDF)), (params) => {
        const row = orRefusal(() => acceptKdf(params), ["notOpened"]);
        if (row !== null) expect(params).toEqual(NEWEST_KDF);
      }),
      runs(500),
    );
  });

  it.each(OUTSIDE)("does not run for m $m, t $t, p $p: refused in under 5 ms", async (params) => {
    const salt = randomBytes(32);
    const refuse = () => refused("notOpened", () => stretch(PASSWORD, salt, params));
    expect(await quickest(refuse)).toBeLessThan(5);
  });
});
