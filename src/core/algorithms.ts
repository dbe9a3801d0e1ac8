/** One row per signature algorithm. No other file names a curve, and no other file calls a curve's `sign`. */
import { p256 } from "@noble/curves/nist.js";
import { equalBytes, fromHex, randomBytes } from "./bytes.ts";
import { ecPkcs8, ecSecretIn, publicKeyIn, spkiOf } from "./der.ts";
import { rpcError } from "./errors.ts";

export type AlgorithmName = "ES256";

/** In this interface `secret` is the raw private key; everywhere else in the code it is the PKCS#8 made of it. */
export interface Algorithm {
  readonly name: AlgorithmName;
  generateSecret(): Uint8Array;
  /** The raw public key; for an elliptic curve the uncompressed point. */
  publicKey(secret: Uint8Array): Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  spki(publicKey: Uint8Array): Uint8Array;
  /** The public key, if the SPKI is a valid one of this algorithm. */
  fromSpki(der: Uint8Array): Uint8Array | null;
  /** PKCS#8 in DER, with the public key: the bytes that WebCrypto and Node export. */
  pkcs8(secret: Uint8Array): Uint8Array;
  /** Exactly the bytes that `pkcs8` makes. @throws malformed */
  fromPkcs8(der: Uint8Array): Uint8Array;
  /** Verified before it is returned. @throws internal when the signature made does not verify */
  sign(secret: Uint8Array, message: Uint8Array): Uint8Array;
  /** Total: anything that is no valid signature is `false`. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

const P256 = fromHex("301306072a8648ce3d020106082a8648ce3d030107");

/** ECDSA over P-256 with SHA-256: DER signatures, low-S, nonces by RFC 6979 with 32 added random bytes. */
const ES256: Algorithm = {
  name: "ES256",
  generateSecret: () => p256.utils.randomSecretKey(randomBytes(48)),
  publicKey: (secret) => p256.getPublicKey(secret, false),
  spki: (publicKey) => spkiOf(P256, publicKey),
  fromSpki(der) {
    const publicKey = publicKeyIn(der, P256, 65);
    return publicKey !== null && p256.utils.isValidPublicKey(publicKey, false) ? publicKey : null;
  },
  pkcs8: (secret) => ecPkcs8(P256, secret, ES256.publicKey(secret)),
  fromPkcs8(der) {
    const secret = ecSecretIn(der, P256, 32);
    if (!p256.utils.isValidSecretKey(secret) || !equalBytes(ES256.pkcs8(secret), der))
      throw rpcError("malformed");
    return secret;
  },
  sign(secret, message) {
    const extraEntropy = randomBytes(32);
    const signature = p256.sign(message, secret, { prehash: true, lowS: true, format: "der", extraEntropy });
    if (!ES256.verify(ES256.publicKey(secret), message, signature)) throw rpcError("internal");
    return signature;
  },
  verify(publicKey, message, signature) {
    try {
      return p256.verify(signature, message, publicKey, { prehash: true, lowS: false, format: "der" });
    } catch {
      return false;
    }
  },
};

export const ALGORITHMS: Readonly<Record<AlgorithmName, Algorithm>> = { ES256 };

export const ALGORITHM_NAMES = Object.keys(ALGORITHMS) as readonly AlgorithmName[];

/** The algorithm and raw public key of an SPKI (DER). @throws malformed for any other, or a point off its curve */
export function algorithmOfSpki(der: Uint8Array): { algorithm: AlgorithmName; publicKey: Uint8Array } {
  for (const algorithm of ALGORITHM_NAMES) {
    const publicKey = ALGORITHMS[algorithm].fromSpki(der);
    if (publicKey !== null) return { algorithm, publicKey };
  }
  throw rpcError("malformed");
}

/** The SPKI (DER) that belongs to a PKCS#8 (DER) of any row. @throws malformed */
export function spkiOfSecret(secret: Uint8Array): Uint8Array {
  for (const { fromPkcs8, publicKey, spki } of Object.values(ALGORITHMS)) {
    try {
      return spki(publicKey(fromPkcs8(secret)));
    } catch {}
  }
  throw rpcError("malformed");
}
