import * as crypto from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALGORITHM_NAMES, ALGORITHMS, algorithmOfSpki, spkiOfSecret } from "../../src/core/algorithms.ts";
import { concat, fromHex, hex, utf8 } from "../../src/core/bytes.ts";
import { pemOfSpki } from "../../src/core/der.ts";
import vectors from "../vectors/core-dfns.json";
import { nodeVerifies, orRefusal, refused, runs } from "./support.ts";

const RSA_SPKI = crypto.generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey;
const P384_SPKI = crypto.generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey;

describe.each(ALGORITHM_NAMES)("%s", (name) => {
  const row = ALGORITHMS[name];

  it("makes key pairs whose two DER forms are the bytes Node makes", () => {
    for (let i = 0; i < runs(50).numRuns; i++) {
      const secret = row.generateSecret();
      const pkcs8 = row.pkcs8(secret);
      const key = crypto.createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
      expect(hex(pkcs8)).toBe(key.export({ format: "der", type: "pkcs8" }).toString("hex"));
      const spki = crypto.createPublicKey(key).export({ format: "der", type: "spki" });
      expect(hex(row.spki(row.publicKey(secret)))).toBe(spki.toString("hex"));
      expect(row.fromPkcs8(pkcs8)).toEqual(secret);
      expect(algorithmOfSpki(spki)).toEqual({ algorithm: name, publicKey: row.publicKey(secret) });
      expect(hex(spkiOfSecret(pkcs8))).toBe(spki.toString("hex"));
    }
  });

  it("signs what Node verifies, and reads what Node signed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (message) => {
        const secret = row.generateSecret();
        const pem = pemOfSpki(row.spki(row.publicKey(secret)));
        const signature = row.sign(secret, message);
        expect(nodeVerifies(pem, message, signature)).toBe(true);
        expect(row.verify(row.publicKey(secret), message, signature)).toBe(true);
        expect(row.verify(row.publicKey(secret), concat(message, utf8(".")), signature)).toBe(false);
        const key = crypto.createPrivateKey({
          key: Buffer.from(row.pkcs8(secret)),
          format: "der",
          type: "pkcs8",
        });
        expect(row.verify(row.publicKey(secret), message, crypto.sign("sha256", message, key))).toBe(true);
      }),
      runs(200),
    );
  });

  it("answers false, never an error, for what is no signature or no public key", () => {
    const publicKey = row.publicKey(row.generateSecret());
    fc.assert(fc.property(fc.uint8Array(), (junk) => !row.verify(publicKey, utf8("m"), junk)));
    fc.assert(fc.property(fc.uint8Array(), (junk) => !row.verify(junk, utf8("m"), Uint8Array.of(0x30))));
  });

  it("refuses every single-bit flip of a PKCS#8", async () => {
    const pkcs8 = row.pkcs8(row.generateSecret());
    for (let bit = 0; bit < pkcs8.length * 8; bit++) {
      const flipped = pkcs8.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(orRefusal(() => row.fromPkcs8(flipped), ["malformed"])).toBeNull();
    }
  });

  it("refuses DER that is anything else as malformed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => {
        expect(orRefusal(() => row.fromPkcs8(junk), ["malformed"])).toBeNull();
        expect(orRefusal(() => algorithmOfSpki(junk), ["malformed"])).toBeNull();
        expect(orRefusal(() => spkiOfSecret(junk), ["malformed"])).toBeNull();
      }),
      runs(500),
    );
  });
});

describe("ES256", () => {
  it("is low-S and never the same twice", () => {
    const secret = ALGORITHMS.ES256.generateSecret();
    const seen = new Set<string>();
    for (let i = 0; i < 100; i++) {
      const signature = ALGORITHMS.ES256.sign(secret, utf8("the same message"));
      expect(p256.Signature.fromBytes(signature, "der").hasHighS()).toBe(false);
      seen.add(hex(signature));
    }
    expect(seen.size).toBe(100);
  });

  it("has the PKCS#8 and public key of the RFC 6979 test key", () => {
    const pkcs8 = fromHex(vectors.p256.pkcs8Hex);
    expect(pkcs8).toHaveLength(138);
    expect(
      hex(
        ALGORITHMS.ES256.pkcs8(fromHex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")),
      ),
    ).toBe(vectors.p256.pkcs8Hex);
    expect(pemOfSpki(spkiOfSecret(pkcs8))).toBe(vectors.p256.create.publicKeyPem);
  });

  it.each(["0".repeat(64), "f".repeat(64)])("refuses the scalar %s", (scalar) => {
    const der = vectors.p256.pkcs8Hex.slice(0, 72) + scalar + vectors.p256.pkcs8Hex.slice(136);
    return refused("malformed", () => ALGORITHMS.ES256.fromPkcs8(fromHex(der)));
  });

  it("refuses a point that is not on the curve", () => {
    const spki = ALGORITHMS.ES256.spki(new Uint8Array(65).fill(4));
    return refused("malformed", () => algorithmOfSpki(spki));
  });
});

it.each([
  ["RSA", RSA_SPKI],
  ["P-384", P384_SPKI],
])("does not take an %s key for one of its own", (_, key) =>
  refused("malformed", () => algorithmOfSpki(key.export({ format: "der", type: "spki" }))),
);

it("writes PEM with 64 columns and no newline at the end", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (spki) => {
      const lines = pemOfSpki(spki).split("\n");
      expect(lines[0]).toBe("-----BEGIN PUBLIC KEY-----");
      expect(lines.at(-1)).toBe("-----END PUBLIC KEY-----");
      const body = lines.slice(1, -1);
      expect(body.slice(0, -1).every((line) => line.length === 64)).toBe(true);
      expect(Buffer.from(body.join(""), "base64")).toEqual(Buffer.from(spki));
    }),
  );
});
