import type { CredentialKind } from "./credential.ts";
import type { Deps } from "./deps.ts";
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
export async function registrationChallenge(deps: Deps, user: User) {
  const challenge = deps.newChallenge();
  const order = { kind: "Temp", subject: user, seconds: QUARTER_HOUR, challenge } as const;
  const { jti, token } = await deps.tokens.issue(order);
  deps.state.voidRegistrations(user.id);
  deps.state.pending.set(jti, { purpose: "registration", userId: user.id, challenge });
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
