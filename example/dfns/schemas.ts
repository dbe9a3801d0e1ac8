// Every request body, closed as Dfns closes them (protocol.md section 1: `additionalProperties: false`).
import * as v from "valibot";
import { algorithm } from "./verify.ts";
import { walletRequest } from "./walletSchemas.ts";

const text = v.pipe(v.string(), v.minLength(1));
const optionalText = v.exactOptional(text);
const credentialInfo = v.strictObject({ credId: text, clientData: text, attestationData: text });

const keyAttestation = v.strictObject({
  credentialKind: v.literal("Key"),
  credentialInfo,
  credentialName: optionalText,
});
const passwordProtectedKeyAttestation = v.strictObject({
  credentialKind: v.literal("PasswordProtectedKey"),
  credentialInfo,
  encryptedPrivateKey: text,
  credentialName: optionalText,
});
const fido2Attestation = v.strictObject({
  credentialKind: v.literal("Fido2"),
  credentialInfo,
  credentialName: optionalText,
});
const recoveryKeyAttestation = v.strictObject({
  credentialKind: v.literal("RecoveryKey"),
  credentialInfo,
  encryptedPrivateKey: optionalText,
  credentialName: optionalText,
});

const factor = v.variant("credentialKind", [
  keyAttestation,
  passwordProtectedKeyAttestation,
  fido2Attestation,
]);

export const registrationCredentials = v.strictObject({
  firstFactorCredential: factor,
  secondFactorCredential: v.exactOptional(factor),
  recoveryCredential: v.exactOptional(v.variant("credentialKind", [recoveryKeyAttestation])),
});

export const endUserRegistration = v.strictObject({
  ...registrationCredentials.entries,
  wallets: v.pipe(v.array(walletRequest), v.minLength(1)),
});

export const delegatedRegistration = v.strictObject({
  email: text,
  kind: v.literal("EndUser"),
  externalId: optionalText,
});
export const socialToken = v.strictObject({
  socialLoginProviderKind: v.literal("Oidc"),
  idToken: text,
  orgId: optionalText,
});
export const codeRegistration = v.strictObject({ username: text, registrationCode: text, orgId: text });
export const codeRequest = v.strictObject({ username: text, orgId: text });

export const loginInit = v.strictObject({ orgId: text, username: optionalText, loginCode: optionalText });
export const logout = v.strictObject({ allSessions: v.exactOptional(v.boolean()) });
export const delegatedLogin = v.strictObject({ username: text });

const keyAssertion = v.strictObject({
  kind: v.picklist(["Key", "PasswordProtectedKey"]),
  credentialAssertion: v.strictObject({
    credId: text,
    clientData: text,
    signature: text,
    algorithm: v.exactOptional(algorithm),
  }),
});
const fido2Assertion = v.strictObject({
  kind: v.literal("Fido2"),
  credentialAssertion: v.strictObject({
    credId: text,
    clientData: text,
    authenticatorData: text,
    signature: text,
    userHandle: optionalText,
    algorithm: v.exactOptional(algorithm),
  }),
});
const assertion = v.variant("kind", [keyAssertion, fido2Assertion]);

export const assertions = v.strictObject({
  challengeIdentifier: text,
  firstFactor: assertion,
  secondFactor: v.exactOptional(assertion),
});

export const actionInit = v.strictObject({
  userActionHttpMethod: v.picklist(["POST", "PUT", "DELETE", "GET"]),
  userActionHttpPath: v.pipe(text, v.startsWith("/")),
  userActionPayload: v.pipe(
    v.string(),
    v.check((payload) => !/\p{Surrogate}/u.test(payload), "half a character has no bytes"),
  ),
  userActionServerKind: v.exactOptional(v.picklist(["Api", "Staff"])),
});

const kind = v.picklist(["Key", "PasswordProtectedKey", "RecoveryKey", "Fido2"]);
const named = { credentialName: text, challengeIdentifier: text };

export const credentialInit = v.strictObject({ kind });
export const credentialInitWithCode = v.strictObject({ credentialKind: kind, code: text });
export const newCredential = v.variant("credentialKind", [
  v.strictObject({ ...keyAttestation.entries, ...named }),
  v.strictObject({ ...passwordProtectedKeyAttestation.entries, ...named }),
  v.strictObject({ ...fido2Attestation.entries, ...named }),
  v.strictObject({ ...recoveryKeyAttestation.entries, ...named }),
]);
export const credentialUuid = v.strictObject({ credentialUuid: text });
export const credentialCode = v.strictObject({
  expiration: v.union([v.pipe(v.string(), v.isoTimestamp()), v.pipe(v.number(), v.safeInteger())]),
});

export const codeRecovery = v.strictObject({
  username: text,
  verificationCode: text,
  orgId: text,
  credentialId: text,
});
export const delegatedRecovery = v.strictObject({ username: text, credentialId: text });
export const recovery = v.strictObject({
  recovery: v.strictObject({
    kind: v.literal("RecoveryKey"),
    credentialAssertion: keyAssertion.entries.credentialAssertion,
  }),
  newCredentials: registrationCredentials,
});

export type Recovery = v.InferOutput<typeof recovery>;
export type RegistrationCredentials = v.InferOutput<typeof registrationCredentials>;
export type Attestation = NonNullable<RegistrationCredentials[keyof RegistrationCredentials]>;
export type NewCredential = v.InferOutput<typeof newCredential>;
export type Assertions = v.InferOutput<typeof assertions>;
export type Assertion = v.InferOutput<typeof assertion>;
export type Fido2Assertion = v.InferOutput<typeof fido2Assertion>;
export type ActionInit = v.InferOutput<typeof actionInit>;
