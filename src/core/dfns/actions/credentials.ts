import { group, members, variants } from "./body.ts";
import { isObject } from "./json.ts";
import { code, count, either, hidden, id, kind, type Members, optional, text } from "./members.ts";
import { type Actions, dangerous, type Judged, newWayIn } from "./row.ts";
import { type Reading, what } from "./seen.ts";

const elsewhere = dangerous("Whoever holds this credential can sign in and sign as you.");

const credential = (noun: string, credentialInfo: Members, own: Members = {}): Members => ({
  credentialName: text("Name"),
  credentialKind: kind("Kind", noun),
  credentialInfo: group(credentialInfo),
  ...own,
  challengeIdentifier: code("Challenge"),
});

const attested: Members = {
  credId: id("Credential"),
  clientData: code("Client data"),
  attestationData: code("Attestation"),
};
const encryptedPrivateKey = code("Sealed key");

const KINDS: Readonly<Record<string, Members>> = {
  Fido2: credential("a passkey", attested),
  Key: credential("a key", attested),
  PasswordProtectedKey: credential("a password-protected key", attested, { encryptedPrivateKey }),
  RecoveryKey: credential("a recovery key", attested, { encryptedPrivateKey: optional(encryptedPrivateKey) }),
  Password: credential("a password", { password: hidden("Password") }),
  Totp: credential("a one-time code", { otpCode: hidden("Code") }),
};

/** Ours only by the whole attestation: the page chooses the id, the name and the kind. */
function judged({ body, known }: Reading): Judged {
  const info = isObject(body.credentialInfo) ? body.credentialInfo : {};
  const ours = known.attestations?.some((one) => one === info.attestationData) ?? false;
  return ours ? newWayIn : elsewhere;
}

export const credentials: Actions = {
  "auth.createCredential": {
    at: "POST /auth/credentials",
    title: "Add a credential",
    say: (reading) => `Add ${what(reading)}to this account`,
    risk: judged,
    body: variants("credentialKind", KINDS),
  },
  "auth.createCredentialCode": {
    at: "POST /auth/credentials/code",
    title: "Make a code that adds a credential",
    risk: dangerous("Whoever has the code can add a way to sign in to this account."),
    body: members({ expiration: either(count("Valid until"), code("Valid until")) }),
  },
  "auth.activateCredential": {
    at: "PUT /auth/credentials/activate",
    title: "Switch on a credential",
    risk: elsewhere,
    body: members({ credentialUuid: id("Credential") }),
  },
  "auth.deactivateCredential": {
    at: "PUT /auth/credentials/deactivate",
    title: "Switch off a credential",
    risk: dangerous("It can no longer sign in or recover this account."),
    body: members({ credentialUuid: id("Credential") }),
  },
};
