import { ALGORITHMS, type AlgorithmName } from "../algorithms.ts";
import { base64url, hex, jsonBytes, sha256 } from "../bytes.ts";
import { pemOfSpki } from "../der.ts";
import { createClientData } from "./clientData.ts";
import type { CredentialInfo } from "./types.ts";

/** The credId of a credential made here: base64url of SHA-256 of the public key's SPKI (DER). */
export const credIdOf = (spki: Uint8Array): string => base64url(sha256(spki));

/**
 * Proof of possession of a new Key, PasswordProtectedKey or RecoveryKey (docs.dfns.co, "Credentials data"): the signature
 * over `{"clientDataHash":"<hex>","publicKey":"<PEM>"}` goes out as hex inside base64url JSON. `secret` is PKCS#8 (DER).
 * @throws malformed for a challenge or a key that is not one
 */
export function attest({
  algorithm,
  secret,
  challenge,
}: {
  readonly algorithm: AlgorithmName;
  readonly secret: Uint8Array;
  readonly challenge: string;
}): CredentialInfo {
  const row = ALGORITHMS[algorithm];
  const rawSecret = row.fromPkcs8(secret);
  const spki = row.spki(row.publicKey(rawSecret));
  const publicKey = pemOfSpki(spki);
  const clientData = createClientData(challenge);
  const fingerprint = jsonBytes({ clientDataHash: hex(sha256(clientData)), publicKey });
  const signature = hex(row.sign(rawSecret, fingerprint));
  return {
    credId: credIdOf(spki),
    clientData: base64url(clientData),
    attestationData: base64url(jsonBytes({ publicKey, signature })),
  };
}
