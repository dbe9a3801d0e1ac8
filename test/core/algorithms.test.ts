import * as crypto from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALGORITHM_NAMES, ALGORITHMS, algorithmOfSpki, spkiOfSecret } from "../../src/core/algorithms.ts";
import { concat, fromHex, hex, utf8 } from "../../src/core/bytes.ts";
import { pemOfSpki } from "../../src/core/der.ts";
import vectors from "../vectors/core-dfns.json";
import { digestOf, nodeKey, nodeVerifies, orRefusal, refused, runs } from "./support.ts";

const RSA_SPKI = crypto.generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey;
const P384_SPKI = crypto.generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey;

describe.each(ALGORITHM_NAMES)("%s", (name) => {
  const row = ALGORITHMS[name];

  it("makes key pairs whose two DER forms are the bytes Node makes", () => {
    for (let i = 0; i < runs(20).numRuns; i++) {
      const secret = row.generateSecret();
      const pkcs8 = row.pkcs8(secret);
      const key = nodeKey(pkcs8);
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
        const key = nodeKey(row.pkcs8(secret));
        expect(row.verify(row.publicKey(secret), message, crypto.sign(digestOf(key), message, key))).toBe(
          true,
        );
      }),
      runs(60),
    );
  });

  it("answers false, never an error, for what is no signature or no public key", () => {
    const publicKey = row.publicKey(row.generateSecret());
    fc.assert(fc.property(fc.uint8Array(), (junk) => !row.verify(publicKey, utf8("m"), junk)));
    fc.assert(fc.property(fc.uint8Array(), (junk) => !row.verify(junk, utf8("m"), Uint8Array.of(0x30))));
  });

  it("refuses every single-bit flip of a PKCS#8, or reads another key where the key itself was hit", () => {
    const secret = row.generateSecret();
    const pkcs8 = row.pkcs8(secret);
    for (let bit = 0; bit < pkcs8.length * 8; bit++) {
      const flipped = pkcs8.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const read = orRefusal(() => row.fromPkcs8(flipped), ["malformed"]);
      if (name === "EdDSA" && bit >= 16 * 8) expect(hex(read ?? secret)).not.toBe(hex(secret));
      else expect(read).toBeNull();
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

describe.each([
  ["ES256", p256],
  ["ES256K", secp256k1],
] as const)("%s", (name, curve) => {
  it("is low-S and never the same twice", () => {
    const secret = ALGORITHMS[name].generateSecret();
    const seen = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const signature = ALGORITHMS[name].sign(secret, utf8("the same message"));
      expect(curve.Signature.fromBytes(signature, "der").hasHighS()).toBe(false);
      seen.add(hex(signature));
    }
    expect(seen.size).toBe(40);
  });

  it.each(["0".repeat(64), "f".repeat(64)])("refuses the scalar %s", (scalar) => {
    const der = hex(ALGORITHMS[name].pkcs8(Uint8Array.of(...new Uint8Array(31), 1)));
    const at = der.indexOf(`${"0".repeat(62)}01`);
    const changed = der.slice(0, at) + scalar + der.slice(at + 64);
    return refused("malformed", () => ALGORITHMS[name].fromPkcs8(fromHex(changed)));
  });

  it("refuses a point that is not on the curve", () => {
    const spki = ALGORITHMS[name].spki(new Uint8Array(65).fill(4));
    return refused("malformed", () => algorithmOfSpki(spki));
  });
});

describe("EdDSA", () => {
  const seed = fromHex(vectors.ed25519.seedHex);

  it("has the PKCS#8 and public key of the RFC 8032 test key", () => {
    const pkcs8 = ALGORITHMS.EdDSA.pkcs8(seed);
    expect(pkcs8).toHaveLength(48);
    expect(hex(pkcs8)).toBe(vectors.ed25519.pkcs8Hex);
    expect(pemOfSpki(spkiOfSecret(pkcs8))).toBe(vectors.ed25519.create.publicKeyPem);
  });

  it("makes the signature of RFC 8032 §7.1 test 1: 64 plain bytes, every time", () => {
    const expected =
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
    for (let i = 0; i < 2; i++) expect(hex(ALGORITHMS.EdDSA.sign(seed, new Uint8Array(0)))).toBe(expected);
  });

  it("refuses a public key that is no point", () => {
    const spki = ALGORITHMS.EdDSA.spki(new Uint8Array(32).fill(2));
    return refused("malformed", () => algorithmOfSpki(spki));
  });
});

describe("the RFC 6979 test key", () => {
  it("has the PKCS#8 and public key that Node gives it", () => {
    const pkcs8 = fromHex(vectors.p256.pkcs8Hex);
    expect(pkcs8).toHaveLength(138);
    expect(
      hex(
        ALGORITHMS.ES256.pkcs8(fromHex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")),
      ),
    ).toBe(vectors.p256.pkcs8Hex);
    expect(pemOfSpki(spkiOfSecret(pkcs8))).toBe(vectors.p256.create.publicKeyPem);
  });
});

it.each([
  ["RSA", RSA_SPKI],
  ["P-384", P384_SPKI],
  ["Ed448", crypto.generateKeyPairSync("ed448").publicKey],
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
