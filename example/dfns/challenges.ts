import { bareCredId, type CredentialKind } from "./credential.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { ALGORITHMS } from "./fido2.ts";
import { QUARTER_HOUR } from "./tokens.ts";
import type { User } from "./user.ts";

const FACTORS = ["Key", "PasswordProtectedKey", "Fido2"] as const;

const SELECTION = {
  residentKey: "required",
  requireResidentKey: true,
  userVerification: "required",
} as const;

/** What every challenge to create a credential says. */
const creation = ({ id, username }: User, challenge: string) => ({
  user: { id, name: username, displayName: username },
  challenge,
  attestation: "direct",
  pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
});

const excluded = ({ credentials }: User) =>
  credentials
    .filter(({ kind }) => kind === "Fido2")
    .map(({ credId }) => ({ type: "public-key", id: credId }));

/** A RegistrationChallenge (protocol.md 1.1); it voids every earlier one of the user. */
export const registrationChallenge = (deps: Deps, user: User) =>
  bundleChallenge(deps, user, { purpose: "registration" });

/** A RecoveryChallenge (protocol.md 1.5) for one recovery credential; it voids every earlier one of the user. */
export async function recoveryChallenge(deps: Deps, user: User, credId: string) {
  const mine = user.credentials.find((row) => bareCredId(row.credId) === bareCredId(credId));
  if (mine?.kind !== "RecoveryKey" || !mine.isActive) return refuse("recoveryCredentialInvalid");
  const challenge = await bundleChallenge(deps, user, { purpose: "recovery", credId: mine.credId });
  const { encryptedPrivateKey: encryptedRecoveryKey = "" } = mine;
  return { ...challenge, allowedRecoveryCredentials: [{ id: mine.credId, encryptedRecoveryKey }] };
}

/** A challenge that first factor, second factor and recovery credential all sign. */
async function bundleChallenge(
  deps: Deps,
  user: User,
  order: { readonly purpose: "registration" } | { readonly purpose: "recovery"; readonly credId: string },
) {
  const challenge = deps.newChallenge();
  const temp = { kind: "Temp", subject: user, seconds: QUARTER_HOUR, challenge } as const;
  const { jti, token } = await deps.tokens.issue(temp);
  deps.state.voidPending(user.id, order.purpose);
  deps.state.pending.set(jti, { ...order, userId: user.id, challenge });
  return {
    ...creation(user, challenge),
    temporaryAuthenticationToken: token,
    supportedCredentialKinds: { firstFactor: FACTORS, secondFactor: FACTORS },
    authenticatorSelection: SELECTION,
    excludeCredentials: [],
    otpUrl: "",
  };
}

/** A CredentialChallenge (protocol.md 1.4): to be answered with `code` when it was asked for with one. */
export async function credentialChallenge(deps: Deps, user: User, kind: CredentialKind, code?: string) {
  const challenge = deps.newChallenge();
  const order = { kind: "Temp", subject: user, seconds: QUARTER_HOUR, challenge } as const;
  const { jti, token } = await deps.tokens.issue(order);
  deps.state.pending.set(jti, {
    purpose: "credential",
    userId: user.id,
    challenge,
    kind,
    ...(code !== undefined && { code }),
  });
  return {
    kind,
    ...creation(user, challenge),
    challengeIdentifier: token,
    temporaryAuthenticationToken: token,
    ...(kind === "Fido2" && { authenticatorSelection: SELECTION, excludeCredentials: excluded(user) }),
  };
}
