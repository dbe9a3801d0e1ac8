/** DER framing of keys (RFC 5280 §4.1.2.7, RFC 5958, RFC 5915, RFC 8410) and PEM. Canonical in both directions. */
import { base64, concat, equalBytes } from "./bytes.ts";
import { rpcError } from "./errors.ts";

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const CONTEXT_1 = 0xa1;

/** SubjectPublicKeyInfo; `identifier` is a whole AlgorithmIdentifier in DER. */
export const spkiOf = (identifier: Uint8Array, publicKey: Uint8Array): Uint8Array =>
  element(SEQUENCE, identifier, bitString(publicKey));

/** The `length` bytes of the public key in an SPKI under exactly this identifier, else `null`. */
export function publicKeyIn(spki: Uint8Array, identifier: Uint8Array, length: number): Uint8Array | null {
  const publicKey = Uint8Array.from(spki.subarray(-length));
  return equalBytes(spkiOf(identifier, publicKey), spki) ? publicKey : null;
}

/** PrivateKeyInfo holding an ECPrivateKey with its public key, as WebCrypto and Node export it. */
export function ecPkcs8(identifier: Uint8Array, secret: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const ecPrivateKey = element(
    SEQUENCE,
    element(INTEGER, Uint8Array.of(1)),
    element(OCTET_STRING, secret),
    element(CONTEXT_1, bitString(publicKey)),
  );
  return element(
    SEQUENCE,
    element(INTEGER, Uint8Array.of(0)),
    identifier,
    element(OCTET_STRING, ecPrivateKey),
  );
}

/**
 * Where an elliptic-curve PKCS#8 of this framing keeps its `length` bytes of private key. The caller must compare
 * `ecPkcs8` of the result with the input: this looks at the length alone.
 * @throws malformed
 */
export function ecSecretIn(pkcs8: Uint8Array, identifier: Uint8Array, length: number): Uint8Array {
  const publicKeyLength = 2 * length + 1;
  const whole = ecPkcs8(identifier, new Uint8Array(length), new Uint8Array(publicKeyLength)).length;
  if (pkcs8.length !== whole) throw rpcError("malformed");
  const tail = element(CONTEXT_1, bitString(new Uint8Array(publicKeyLength))).length;
  return Uint8Array.from(pkcs8.subarray(whole - tail - length, whole - tail));
}

/** PrivateKeyInfo of an Edwards curve, without the public key (RFC 8410 §7), as WebCrypto and Node export it. */
export const edPkcs8 = (identifier: Uint8Array, secret: Uint8Array): Uint8Array =>
  element(
    SEQUENCE,
    element(INTEGER, Uint8Array.of(0)),
    identifier,
    element(OCTET_STRING, element(OCTET_STRING, secret)),
  );

/** The `length` bytes of private key in a PKCS#8 of exactly this framing. @throws malformed */
export function edSecretIn(pkcs8: Uint8Array, identifier: Uint8Array, length: number): Uint8Array {
  const secret = Uint8Array.from(pkcs8.subarray(-length));
  if (!equalBytes(edPkcs8(identifier, secret), pkcs8)) throw rpcError("malformed");
  return secret;
}

/** Label PUBLIC KEY, 64 columns, LF, no newline at the end: byte for byte what the Dfns SDK sends. */
export function pemOfSpki(spki: Uint8Array): string {
  const lines = base64(spki).match(/.{1,64}/g) ?? [];
  return ["-----BEGIN PUBLIC KEY-----", ...lines, "-----END PUBLIC KEY-----"].join("\n");
}

const bitString = (bits: Uint8Array): Uint8Array => element(BIT_STRING, Uint8Array.of(0), bits);

function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const body = concat(...contents);
  const length = body.length < 0x80 ? [body.length] : [0x81, body.length];
  if (body.length > 0xff) throw rpcError("malformed");
  return concat(Uint8Array.of(tag, ...length), body);
}
