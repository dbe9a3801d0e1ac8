import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import type { Assertion, Assertions } from "./schemas.ts";
import { bareCredId, type Credential, type Pending, type User } from "./state.ts";
import { type ChallengeInfo, QUARTER_HOUR } from "./tokens.ts";
import { verifyAssertion } from "./verify.ts";

const FACTORS = ["Key", "PasswordProtectedKey"] as const;

/** A RegistrationChallenge (protocol.md 1.1); it voids every earlier one of the user. */
export async function registrationChallenge(deps: Deps, user: User) {
  const challenge = deps.newChallenge();
  const order = { kind: "Temp", subject: user, seconds: QUARTER_HOUR, challenge } as const;
  const { jti, token } = await deps.tokens.issue(order);
  deps.state.voidRegistrations(user.id);
  deps.state.pending.set(jti, { purpose: "registration", userId: user.id, challenge });
  return {
    user: { id: user.id, name: user.username, displayName: user.username },
    temporaryAuthenticationToken: token,
    challenge,
    supportedCredentialKinds: { firstFactor: FACTORS, secondFactor: FACTORS },
    authenticatorSelection: {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
    attestation: "direct",
    pubKeyCredParams: [
      { type: "public-key", alg: -7 },
      { type: "public-key", alg: -257 },
    ],
    excludeCredentials: [],
    otpUrl: "",
  };
}

const active = (user: User, kind: Credential["kind"]): readonly Credential[] =>
  user.credentials.filter((credential) => credential.kind === kind && credential.isActive);

export type AssertionPurpose =
  | { readonly purpose: "login" }
  | (Omit<Extract<Pending, { purpose: "action" }>, "userId" | "challenge" | "allowed"> & {
      readonly challengeInfo: ChallengeInfo;
    });

/**
 * An AssertionChallenge (protocol.md 1.2). Password-protected keys are offered to actions only: a login needs an
 * e-mailed code for them.
 * @throws Refusal noCredential when nothing of the user could answer it
 */
export async function assertionChallenge(deps: Deps, user: User, order: AssertionPurpose) {
  const keys = active(user, "Key");
  const protectedKeys = order.purpose === "action" ? active(user, "PasswordProtectedKey") : [];
  const usable = [...keys, ...protectedKeys];
  if (usable.length === 0) refuse("noCredential");
  const challenge = deps.newChallenge();
  const { challengeInfo, ...purpose } =
    order.purpose === "action" ? order : { ...order, challengeInfo: undefined };
  const temp = { kind: "Temp", subject: user, seconds: QUARTER_HOUR, challenge } as const;
  const { jti, token } = await deps.tokens.issue(challengeInfo ? { ...temp, challengeInfo } : temp);
  const allowed = usable.map((credential) => credential.credId);
  deps.state.pending.set(jti, { ...purpose, userId: user.id, challenge, allowed });
  return {
    supportedCredentialKinds: [...new Set(usable.map(({ kind }) => kind))].map((kind) => ({
      kind,
      factor: "either",
      requiresSecondFactor: false,
    })),
    challenge,
    challengeIdentifier: token,
    userVerification: "required",
    attestation: "direct",
    allowCredentials: {
      key: keys.map(({ credId }) => ({ type: "public-key", id: credId })),
      webauthn: [],
      ...(protectedKeys.length > 0 && {
        passwordProtectedKey: protectedKeys.map(({ credId, encryptedPrivateKey }) => ({
          type: "public-key",
          id: credId,
          encryptedPrivateKey,
        })),
      }),
    },
    externalAuthenticationUrl: "",
  };
}

type PendingAssertion = Exclude<Pending, { purpose: "registration" }>;

function checkFactor(user: User, pending: PendingAssertion, factor: Assertion): string {
  const credId = bareCredId(factor.credentialAssertion.credId);
  if (!pending.allowed.some((id) => bareCredId(id) === credId)) return refuse("noCredential");
  const credential = user.credentials.find((row) => bareCredId(row.credId) === credId && row.isActive);
  // A password-protected key may also answer as `Key` (protocol.md 2.5), never the other way round.
  if (!credential || (factor.kind !== "Key" && factor.kind !== credential.kind))
    return refuse("noCredential");
  verifyAssertion(factor.credentialAssertion, credential.publicKey, pending.challenge);
  return credId;
}

/**
 * The challenge that `answer` answers, spent by this attempt whether it succeeds or not.
 * @throws Refusal challengeInvalid, noCredential, signatureInvalid
 */
export async function answerChallenge<P extends PendingAssertion["purpose"]>(
  { tokens, state }: Deps,
  purpose: P,
  answer: Assertions,
): Promise<{ readonly user: User; readonly pending: Extract<PendingAssertion, { purpose: P }> }> {
  const claims = await tokens.read(answer.challengeIdentifier);
  const pending = claims && state.pending.get(claims.jti);
  if (!claims || !isFor(purpose, pending)) return refuse("challengeInvalid");
  state.pending.delete(claims.jti);
  const user = state.users.get(pending.userId) ?? refuse("challengeInvalid");
  const first = checkFactor(user, pending, answer.firstFactor);
  if (answer.secondFactor && checkFactor(user, pending, answer.secondFactor) === first) {
    refuse("noCredential", "both factors are one credential");
  }
  return { user, pending };
}

const isFor = <P extends PendingAssertion["purpose"]>(
  purpose: P,
  pending: Pending | undefined,
): pending is Extract<PendingAssertion, { purpose: P }> => pending?.purpose === purpose;
