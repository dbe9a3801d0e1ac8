// Every request body, closed as Dfns closes them (protocol.md section 1: `additionalProperties: false`).
import * as v from "valibot";
import { networks } from "./networks.ts";
import { algorithm } from "./verify.ts";

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
const recoveryKeyAttestation = v.strictObject({
  credentialKind: v.literal("RecoveryKey"),
  credentialInfo,
  encryptedPrivateKey: optionalText,
  credentialName: optionalText,
});

const factor = v.variant("credentialKind", [keyAttestation, passwordProtectedKeyAttestation]);

export const registrationCredentials = v.strictObject({
  firstFactorCredential: factor,
  secondFactorCredential: v.exactOptional(factor),
  recoveryCredential: v.exactOptional(v.variant("credentialKind", [recoveryKeyAttestation])),
});

export const walletRequest = v.strictObject({
  network: v.picklist(networks),
  name: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
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
export const socialRegistration = v.strictObject({
  socialLoginProviderKind: v.literal("Oidc"),
  idToken: text,
  orgId: optionalText,
});
export const codeRegistration = v.strictObject({ username: text, registrationCode: text, orgId: text });
export const codeRequest = v.strictObject({ username: text, orgId: text });

export const loginInit = v.strictObject({ orgId: text, username: optionalText, loginCode: optionalText });
export const delegatedLogin = v.strictObject({ username: text });

const assertion = v.strictObject({
  kind: v.picklist(["Key", "PasswordProtectedKey"]),
  credentialAssertion: v.strictObject({
    credId: text,
    clientData: text,
    signature: text,
    algorithm: v.exactOptional(algorithm),
  }),
});

export const assertions = v.strictObject({
  challengeIdentifier: text,
  firstFactor: assertion,
  secondFactor: v.exactOptional(assertion),
});

export const actionInit = v.strictObject({
  userActionHttpMethod: v.picklist(["POST", "PUT", "DELETE", "GET"]),
  userActionHttpPath: v.pipe(text, v.startsWith("/")),
  userActionPayload: v.string(),
  userActionServerKind: v.exactOptional(v.picklist(["Api", "Staff"])),
});

export type RegistrationCredentials = v.InferOutput<typeof registrationCredentials>;
export type Attestation = NonNullable<RegistrationCredentials[keyof RegistrationCredentials]>;
export type WalletRequest = v.InferOutput<typeof walletRequest>;
export type Assertions = v.InferOutput<typeof assertions>;
export type Assertion = v.InferOutput<typeof assertion>;
export type ActionInit = v.InferOutput<typeof actionInit>;
