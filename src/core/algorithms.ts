/** One row per signature algorithm. No other file names a curve, and no other file calls a curve's `sign`. */
import type { ECDSA } from "@noble/curves/abstract/weierstrass.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { equalBytes, fromHex, randomBytes } from "./bytes.ts";
import { ecPkcs8, ecSecretIn, edPkcs8, edSecretIn, publicKeyIn, spkiOf } from "./der.ts";
import { rpcError } from "./errors.ts";

/** The first is the default. */
export type AlgorithmName = "ES256" | "EdDSA" | "ES256K";

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
  /** PKCS#8 in DER, the bytes that WebCrypto and Node export: with the public key for ECDSA, without it for Ed25519. */
  pkcs8(secret: Uint8Array): Uint8Array;
  /** Exactly the bytes that `pkcs8` makes. @throws malformed */
  fromPkcs8(der: Uint8Array): Uint8Array;
  /** Verified before it is returned. @throws internal when the signature made does not verify */
  sign(secret: Uint8Array, message: Uint8Array): Uint8Array;
  /** Total: anything that is no valid signature is `false`. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

const ES256 = ecdsa("ES256", p256, "301306072a8648ce3d020106082a8648ce3d030107");

const ES256K = ecdsa("ES256K", secp256k1, "301006072a8648ce3d020106052b8104000a");

const ED25519 = fromHex("300506032b6570");

/** Ed25519 (RFC 8032, RFC 8410): deterministic signatures of 64 plain bytes, never wrapped in DER. */
const EdDSA: Algorithm = {
  name: "EdDSA",
  generateSecret: () => ed25519.utils.randomSecretKey(randomBytes(32)),
  publicKey: (secret) => ed25519.getPublicKey(secret),
  spki: (publicKey) => spkiOf(ED25519, publicKey),
  fromSpki(der) {
    const publicKey = publicKeyIn(der, ED25519, 32);
    return publicKey !== null && ed25519.utils.isValidPublicKey(publicKey, false) ? publicKey : null;
  },
  pkcs8: (secret) => edPkcs8(ED25519, secret),
  fromPkcs8: (der) => edSecretIn(der, ED25519, 32),
  sign(secret, message) {
    const signature = ed25519.sign(message, secret);
    if (!EdDSA.verify(EdDSA.publicKey(secret), message, signature)) throw rpcError("internal");
    return signature;
  },
  verify: (publicKey, message, signature) =>
    orFalse(() => ed25519.verify(signature, message, publicKey, { zip215: false })),
};

export const ALGORITHMS: Readonly<Record<AlgorithmName, Algorithm>> = { ES256, EdDSA, ES256K };

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

/**
 * ECDSA with SHA-256 over a curve of 256 bits, whose AlgorithmIdentifier (DER) is given in hex: DER signatures, low-S,
 * nonces by RFC 6979 with 32 added random bytes.
 */
function ecdsa(name: AlgorithmName, curve: ECDSA, identifierHex: string): Algorithm {
  const identifier = fromHex(identifierHex);
  const row: Algorithm = {
    name,
    generateSecret: () => curve.utils.randomSecretKey(randomBytes(48)),
    publicKey: (secret) => curve.getPublicKey(secret, false),
    spki: (publicKey) => spkiOf(identifier, publicKey),
    fromSpki(der) {
      const publicKey = publicKeyIn(der, identifier, 65);
      return publicKey !== null && curve.utils.isValidPublicKey(publicKey, false) ? publicKey : null;
    },
    pkcs8: (secret) => ecPkcs8(identifier, secret, row.publicKey(secret)),
    fromPkcs8(der) {
      const secret = ecSecretIn(der, identifier, 32);
      if (!curve.utils.isValidSecretKey(secret) || !equalBytes(row.pkcs8(secret), der))
        throw rpcError("malformed");
      return secret;
    },
    sign(secret, message) {
      const extraEntropy = randomBytes(32);
      const signature = curve.sign(message, secret, {
        prehash: true,
        lowS: true,
        format: "der",
        extraEntropy,
      });
      if (!row.verify(row.publicKey(secret), message, signature)) throw rpcError("internal");
      return signature;
    },
    verify: (publicKey, message, signature) =>
      orFalse(() =>
        curve.verify(signature, message, publicKey, { prehash: true, lowS: false, format: "der" }),
      ),
  };
  return row;
}

function orFalse(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
