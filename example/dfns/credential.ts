import { createHash } from "node:crypto";
import { parsePublicKey } from "./verify.ts";

interface CredentialBase {
  readonly uuid: string;
  readonly credId: string;
  readonly name: string;
  readonly dateCreated: string;
  readonly isActive: boolean;
}

export interface KeyCredential extends CredentialBase {
  readonly kind: "Key" | "PasswordProtectedKey" | "RecoveryKey";
  /** SPKI PEM, as received. */
  readonly publicKey: string;
  readonly encryptedPrivateKey?: string;
}

export interface Fido2Credential extends CredentialBase {
  readonly kind: "Fido2";
  /** A COSE key. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** The authenticator's count of its signatures, as last seen. */
  readonly counter: number;
  readonly rpId: string;
  readonly origin: string;
}

export type Credential = KeyCredential | Fido2Credential;
export type CredentialKind = Credential["kind"];

/** A credId as Dfns compares it: without base64 padding (protocol.md 2.3). */
export const bareCredId = (credId: string): string => credId.replace(/=+$/, "");

function fingerprint(credential: Credential): string {
  const bytes =
    credential.kind === "Fido2"
      ? credential.publicKey
      : parsePublicKey(credential.publicKey).export({ format: "der", type: "spki" });
  return `SHA256:${createHash("sha256").update(bytes).digest("base64").replace(/=+$/, "")}`;
}

/** A Credential as protocol.md 1.4 lists it; relying party and origin belong to Fido2 and are empty otherwise. */
export const publicCredential = (credential: Credential) => ({
  kind: credential.kind,
  credentialId: credential.credId,
  credentialUuid: credential.uuid,
  dateCreated: credential.dateCreated,
  isActive: credential.isActive,
  name: credential.name,
  publicKey: fingerprint(credential),
  relyingPartyId: credential.kind === "Fido2" ? credential.rpId : "",
  origin: credential.kind === "Fido2" ? credential.origin : "",
});
