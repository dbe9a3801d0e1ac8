/** The Dfns wire format as far as Countersign uses it (source: docs.dfns.co, API reference, "Authentication"). */

export type FactorKind = "Key" | "PasswordProtectedKey" | "Fido2";
export type CredentialKind = FactorKind | "RecoveryKey";

/** `challenge` is signed verbatim; unknown members of a challenge are ignored by every reader. */
export interface RegistrationChallenge {
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly temporaryAuthenticationToken: string;
  readonly challenge: string;
  readonly supportedCredentialKinds: {
    readonly firstFactor: readonly string[];
    readonly secondFactor: readonly string[];
  };
  readonly authenticatorSelection?: object | undefined;
  readonly attestation?: string | undefined;
  readonly pubKeyCredParams?: readonly object[] | undefined;
  readonly excludeCredentials?: readonly object[] | undefined;
}

export interface WalletRequest {
  readonly network: string;
  readonly name?: string | undefined;
}

/** `credId` and both data members are base64url without padding. */
export interface CredentialInfo {
  readonly credId: string;
  readonly clientData: string;
  readonly attestationData: string;
}

/** One credential of a registration. `encryptedPrivateKey` only for PasswordProtectedKey and RecoveryKey. */
export interface CredentialAttestation {
  readonly credentialKind: CredentialKind;
  readonly credentialInfo: CredentialInfo;
  readonly credentialName?: string;
  readonly encryptedPrivateKey?: string;
}

/** The body of `/auth/credentials` and `/auth/credentials/code/verify`. */
export interface NewCredential extends CredentialAttestation {
  readonly credentialName: string;
  readonly challengeIdentifier: string;
}

/** Members in the order first, second, recovery: the order of the text that recovery signs. */
export interface RegistrationCredentials {
  readonly firstFactorCredential: CredentialAttestation;
  readonly secondFactorCredential?: CredentialAttestation;
  readonly recoveryCredential: CredentialAttestation;
}

/** Ids may be padded. */
export interface AllowedCredential {
  readonly id: string;
}

export interface AllowedContainer extends AllowedCredential {
  readonly encryptedPrivateKey: string;
}

/** What a kind may do here; `factor` is `first`, `second` or `either`. */
export interface SupportedKind {
  readonly kind: string;
  readonly factor: string;
  readonly requiresSecondFactor: boolean;
}

/** The challenge of a login and of a user action, which look alike. `passwordProtectedKey` comes only with a login code. */
export interface AssertionChallenge {
  readonly challenge: string;
  readonly challengeIdentifier: string;
  readonly supportedCredentialKinds: readonly SupportedKind[];
  readonly allowCredentials: {
    readonly key: readonly AllowedCredential[];
    readonly webauthn: readonly AllowedCredential[];
    readonly passwordProtectedKey?: readonly AllowedContainer[] | undefined;
  };
  readonly userVerification?: string | undefined;
}

/** `signature` is base64url; the bytes signed are those of `clientData`. */
export interface KeyAssertion {
  readonly kind: "Key" | "PasswordProtectedKey";
  readonly credentialAssertion: {
    readonly credId: string;
    readonly clientData: string;
    readonly signature: string;
  };
}

/** `clientData`, `authenticatorData` and `signature` are base64url, as the browser's authenticator made them. */
export interface Fido2Assertion {
  readonly kind: "Fido2";
  readonly credentialAssertion: {
    readonly credId: string;
    readonly clientData: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string;
  };
}

export type Assertion = KeyAssertion | Fido2Assertion;

/** The old recovery key's word for the new credentials. */
export interface RecoveryAssertion {
  readonly kind: "RecoveryKey";
  readonly credentialAssertion: KeyAssertion["credentialAssertion"];
}

/** What `/auth/recover/user` takes: `recovery` signs the JSON text of `newCredentials`. */
export interface RecoveryCredentials {
  readonly recovery: RecoveryAssertion;
  readonly newCredentials: RegistrationCredentials;
}

/** A registration challenge with the recovery credentials that may answer it, each as Dfns keeps it. */
export interface RecoveryChallenge extends RegistrationChallenge {
  readonly allowedRecoveryCredentials: readonly {
    readonly id: string;
    readonly encryptedRecoveryKey: string;
  }[];
}

export interface Wallet {
  readonly id: string;
  readonly network: string;
  readonly address?: string | undefined;
  readonly name?: string | undefined;
}

/** Where an account lives: the exact origin of an API host of this build, and the organisation there. */
export interface Api {
  readonly url: string;
  readonly orgId: string;
}
