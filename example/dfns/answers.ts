import { bareCredId, type Credential } from "./credential.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { verifyFido2Assertion } from "./fido2.ts";
import { type Pending, type PendingFor, takePending } from "./pending.ts";
import type { Assertion, Assertions } from "./schemas.ts";
import type { User } from "./user.ts";
import { verifyAssertion } from "./verify.ts";

type AssertionPurpose = "login" | "action";

/** The credential as it is after its answer: a Fido2 credential has counted on. */
async function checkFactor(
  deps: Deps,
  user: User,
  pending: PendingFor<AssertionPurpose>,
  factor: Assertion,
): Promise<Credential> {
  const credId = bareCredId(factor.credentialAssertion.credId);
  if (!pending.allowed.some((id) => bareCredId(id) === credId)) return refuse("noCredential");
  const credential = user.credentials.find((row) => bareCredId(row.credId) === credId && row.isActive);
  if (!credential) return refuse("noCredential");
  const { challenge } = pending;
  if (factor.kind === "Fido2" && credential.kind === "Fido2") {
    const expected = { challenge, isOrigin: deps.isOrigin, userId: user.id };
    const counter = await verifyFido2Assertion(factor.credentialAssertion, credential, expected);
    return { ...credential, counter };
  }
  if (factor.kind === "Fido2" || credential.kind === "Fido2") return refuse("noCredential");
  // A password-protected key may also answer as `Key` (protocol.md 2.5), never the other way round.
  if (factor.kind !== "Key" && factor.kind !== credential.kind) return refuse("noCredential");
  verifyAssertion(factor.credentialAssertion, credential.publicKey, challenge);
  return credential;
}

async function checkFactors(
  deps: Deps,
  user: User,
  pending: PendingFor<AssertionPurpose>,
  { firstFactor, secondFactor }: Assertions,
): Promise<readonly Credential[]> {
  const first = await checkFactor(deps, user, pending, firstFactor);
  const isRequired = user.policy.requiresSecondFactor.some((kind) => kind === first.kind);
  if (!secondFactor) return isRequired ? refuse("secondFactorRequired") : [first];
  const second = await checkFactor(deps, user, pending, secondFactor);
  return second.uuid === first.uuid
    ? refuse("noCredential", "both factors are one credential")
    : [first, second];
}

function checkSession(pending: Pending, session: string | undefined): void {
  if (pending.purpose !== "action" || pending.session === session) return;
  refuse("challengeInvalid", "it was issued for another token");
}

/**
 * The challenge that `answer` answers, spent by this attempt whether it succeeds or not. An action is answered within
 * the `session` that began it.
 * @throws Refusal challengeInvalid, noCredential, signatureInvalid, secondFactorRequired
 */
export async function answerChallenge<P extends AssertionPurpose>(
  deps: Deps,
  purpose: P,
  answer: Assertions,
  session?: string,
): Promise<{ readonly user: User; readonly pending: PendingFor<P> }> {
  const pending = await takePending(deps, purpose, answer.challengeIdentifier);
  checkSession(pending, session);
  const user = deps.state.users.get(pending.userId) ?? refuse("challengeInvalid");
  const used = await checkFactors(deps, user, pending, answer);
  deps.state.updateUser(user.id, (now) => ({
    ...now,
    signatures: now.signatures + used.length,
    credentials: now.credentials.map((row) => count(row, used)),
  }));
  return { user, pending };
}

function count(row: Credential, used: readonly Credential[]): Credential {
  const after = used.find(({ uuid }) => uuid === row.uuid);
  return row.kind === "Fido2" && after?.kind === "Fido2" ? { ...row, counter: after.counter } : row;
}
