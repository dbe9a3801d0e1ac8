// Signatures of Key, PasswordProtectedKey and RecoveryKey credentials, from protocol.md section 2 and nothing else.
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import * as v from "valibot";
import { refuse } from "./errors.ts";

const PEM = /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=\n]+)\n-----END PUBLIC KEY-----\n?$/;
const BASE64URL = /^[A-Za-z0-9_-]+={0,2}$/;
const HEX = /^(?:[0-9a-fA-F]{2})+$/;
const CURVES: readonly (string | undefined)[] = ["prime256v1", "secp256k1"];

const digests = { "RSA-SHA256": "sha256", SHA256: "sha256", SHA512: "sha512" } as const;

/** The optional `algorithm` member (protocol.md 2.3). */
export const algorithm = v.picklist(["RSA-SHA256", "SHA256", "SHA512"]);

const attestationSchema = v.strictObject({
  publicKey: v.string(),
  signature: v.string(),
  algorithm: v.exactOptional(algorithm),
});
const clientDataSchema = v.object({
  type: v.string(),
  challenge: v.string(),
  origin: v.exactOptional(v.string()),
  crossOrigin: v.exactOptional(v.boolean()),
});

type Algorithm = v.InferOutput<typeof algorithm>;

function fail(reason: string): never {
  return refuse("signatureInvalid", reason);
}

/** @throws Refusal signatureInvalid unless `value` is base64url, with or without padding */
export function decodeBase64url(name: string, value: string): Buffer {
  return BASE64URL.test(value) ? Buffer.from(value, "base64url") : fail(`${name} is not base64url`);
}

function parseJson<T extends v.GenericSchema>(name: string, bytes: Uint8Array, schema: T): v.InferOutput<T> {
  try {
    return v.parse(schema, JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return fail(`${name} does not hold the expected JSON`);
  }
}

/** The key in a SPKI PEM, whatever its line lengths. @throws Refusal unless it is P-256, secp256k1 or Ed25519. */
export function parsePublicKey(pem: string): KeyObject {
  const body = PEM.exec(pem)?.[1] ?? fail("publicKey is not a PUBLIC KEY PEM");
  const der = Buffer.from(body, "base64");
  const key = readSpki(der);
  const curve = key.asymmetricKeyDetails?.namedCurve;
  const known = key.asymmetricKeyType === "ed25519" || CURVES.includes(curve);
  if (!known) fail("publicKey is not P-256, secp256k1 or Ed25519");
  if (!key.export({ format: "der", type: "spki" }).equals(der)) fail("publicKey is not canonical SPKI DER");
  return key;
}

function readSpki(der: Buffer): KeyObject {
  try {
    return createPublicKey({ key: der, format: "der", type: "spki" });
  } catch {
    return fail("publicKey is not SPKI");
  }
}

function verifies(key: KeyObject, data: Uint8Array, signature: Uint8Array, digest?: Algorithm): boolean {
  if (key.asymmetricKeyType === "ed25519") return digest === undefined && verify(null, data, key, signature);
  return verify(digests[digest ?? "SHA256"], data, { key, dsaEncoding: "der" }, signature);
}

/** @throws Refusal signatureInvalid unless it is JSON with a type and a challenge */
export const parseClientData = (bytes: Uint8Array): v.InferOutput<typeof clientDataSchema> =>
  parseJson("clientData", bytes, clientDataSchema);

function checkClientData(bytes: Uint8Array, type: string, challenge: string): void {
  const clientData = parseClientData(bytes);
  if (clientData.type !== type) fail(`clientData.type is not ${type}`);
  if (clientData.challenge !== challenge) fail("clientData.challenge is another challenge");
}

/**
 * The PEM of a credential that was made for `challenge` (protocol.md 2.1): a hex signature over the fingerprint of the
 * client data as received and the public key text as received.
 * @throws Refusal signatureInvalid, with the reason in `details`
 */
export function verifyAttestation(
  info: { readonly clientData: string; readonly attestationData: string },
  challenge: string,
): string {
  const clientData = decodeBase64url("clientData", info.clientData);
  checkClientData(clientData, "key.create", challenge);
  const data = decodeBase64url("attestationData", info.attestationData);
  const attestation = parseJson("attestationData", data, attestationSchema);
  if (!HEX.test(attestation.signature)) fail("the signature in attestationData is not hex");
  const { publicKey } = attestation;
  const clientDataHash = createHash("sha256").update(clientData).digest("hex");
  const fingerprint = Buffer.from(JSON.stringify({ clientDataHash, publicKey }));
  const signature = Buffer.from(attestation.signature, "hex");
  const key = parsePublicKey(publicKey);
  if (!verifies(key, fingerprint, signature, attestation.algorithm))
    fail("the attestation signature is wrong");
  return publicKey;
}

/**
 * Accepts an answer to `challenge` (protocol.md 2.2): a base64url signature over the client data as received.
 * @throws Refusal signatureInvalid, with the reason in `details`
 */
export function verifyAssertion(
  assertion: {
    readonly clientData: string;
    readonly signature: string;
    readonly algorithm?: Algorithm;
  },
  publicKeyPem: string,
  challenge: string,
): void {
  const clientData = decodeBase64url("clientData", assertion.clientData);
  checkClientData(clientData, "key.get", challenge);
  const signature = decodeBase64url("signature", assertion.signature);
  const key = parsePublicKey(publicKeyPem);
  if (!verifies(key, clientData, signature, assertion.algorithm)) fail("the assertion signature is wrong");
}

/** The challenge that client data of an answer carry, unverified. @throws Refusal signatureInvalid */
export const challengeOf = (clientData: string): string =>
  parseClientData(decodeBase64url("clientData", clientData)).challenge;
