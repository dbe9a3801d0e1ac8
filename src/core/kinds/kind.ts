/** The interface that every credential kind stands behind, and what the kinds that hold a key here have in common. */
import { ALGORITHMS, type AlgorithmName } from "../algorithms.ts";
import { base64url } from "../bytes.ts";
import { attest, credIdOf } from "../dfns/attestation.ts";
import type { CredentialAttestation, CredentialKind } from "../dfns/types.ts";

/** `publicKey` is the SPKI (DER) in base64url, `secret` the PKCS#8 (DER). */
export interface CreatedCredential {
  readonly kind: CredentialKind;
  readonly credId: string;
  readonly algorithm: AlgorithmName;
  readonly publicKey: string;
  readonly secret: Uint8Array;
  readonly encryptedPrivateKey?: string;
}

/** `Options` is what making one takes, beside the algorithm. */
export interface Kind<Options> {
  create(options: Options & { readonly algorithm: AlgorithmName }): Promise<CreatedCredential>;
  /** @throws malformed for a challenge that is not one */
  attestationOf(created: CreatedCredential, challenge: string, credentialName: string): CredentialAttestation;
}

/** A fresh key pair with its credId. */
export function newKeyPair(algorithm: AlgorithmName): Omit<CreatedCredential, "kind"> {
  const { generateSecret, publicKey, spki, pkcs8 } = ALGORITHMS[algorithm];
  const rawSecret = generateSecret();
  const der = spki(publicKey(rawSecret));
  return { credId: credIdOf(der), algorithm, publicKey: base64url(der), secret: pkcs8(rawSecret) };
}

/**
 * The entry of a registration. The credId sent is the one kept, even if it is not of our making. Members are in the order
 * of Dfns' own clients: a recovery signs the text, and a server may read it back in that order.
 */
export function attestationOf(
  { kind, credId, algorithm, secret, encryptedPrivateKey }: CreatedCredential,
  challenge: string,
  credentialName: string,
): CredentialAttestation {
  return {
    credentialKind: kind,
    credentialInfo: { ...attest({ algorithm, secret, challenge }), credId },
    ...(encryptedPrivateKey !== undefined && { encryptedPrivateKey }),
    credentialName,
  };
}
