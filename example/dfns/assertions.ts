import type { Credential, CredentialKind, KeyCredential } from "./credential.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import type { PendingFor } from "./pending.ts";
import { type ChallengeInfo, QUARTER_HOUR } from "./tokens.ts";
import type { User } from "./user.ts";

/** What the answer will be for; with `blobs`, password-protected keys are offered together with their containers. */
export type AssertionPurpose = { readonly blobs: boolean } & (
  | { readonly purpose: "login" }
  | (Pick<PendingFor<"action">, "purpose" | "session" | "action"> & {
      readonly challengeInfo?: ChallengeInfo;
    })
);

const publicKey = ({ credId }: Credential) => ({ type: "public-key", id: credId });

const withBlob = (credential: KeyCredential) => ({
  ...publicKey(credential),
  encryptedPrivateKey: credential.encryptedPrivateKey,
});

function offer({ credentials }: User, blobs: boolean) {
  const active = credentials.filter(({ isActive }) => isActive);
  return {
    key: active.filter(({ kind }) => kind === "Key"),
    webauthn: active.filter(({ kind }) => kind === "Fido2"),
    passwordProtectedKey: active.filter(
      (row): row is KeyCredential => blobs && row.kind === "PasswordProtectedKey",
    ),
  };
}

/**
 * An AssertionChallenge (protocol.md 1.2). Without password-protected keys to offer, their member is missing.
 * @throws Refusal noCredential when nothing of the user could answer it
 */
export async function assertionChallenge(deps: Deps, user: User, order: AssertionPurpose) {
  const { blobs, ...purpose } = order;
  const { key, passwordProtectedKey, webauthn } = offer(user, blobs);
  const usable = [...key, ...passwordProtectedKey, ...webauthn];
  if (usable.length === 0) refuse("noCredential");
  const challenge = deps.newChallenge();
  const { challengeInfo, ...rest } = { challengeInfo: undefined, ...purpose };
  const temp = { kind: "Temp", subject: user, seconds: QUARTER_HOUR, challenge } as const;
  const { jti, token } = await deps.tokens.issue({ ...temp, ...(challengeInfo && { challengeInfo }) });
  const allowed = usable.map(({ credId }) => credId);
  deps.state.pending.set(jti, { ...rest, userId: user.id, challenge, allowed });
  const required: readonly CredentialKind[] = user.policy.requiresSecondFactor;
  return {
    supportedCredentialKinds: [...new Set(usable.map(({ kind }) => kind))].map((kind) => ({
      kind,
      factor: "either",
      requiresSecondFactor: required.includes(kind),
    })),
    challenge,
    challengeIdentifier: token,
    userVerification: "required",
    attestation: "direct",
    allowCredentials: {
      key: key.map(publicKey),
      webauthn: webauthn.map(publicKey),
      ...(passwordProtectedKey.length > 0 && { passwordProtectedKey: passwordProtectedKey.map(withBlob) }),
    },
    externalAuthenticationUrl: "",
  };
}
