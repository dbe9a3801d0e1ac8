/** What becomes of a signed registration or recovery at Dfns: posting it, and asking whether it was accepted. */
import { sameId } from "../src/core/bytes.ts";
import type { PendingRegistration, StoredCredential } from "../src/core/vault/pending.ts";
import type { ApiRefusal, DfnsApi } from "./api.ts";

interface Parts {
  readonly api: DfnsApi;
}

/** Posts the kept text of a registration or a recovery. */
export const complete = (
  { api }: Parts,
  { api: at, token, body, old, wallets, user, ...pending }: PendingRegistration,
) =>
  api.completeRegistration({
    url: at.url,
    token,
    body: body ?? "",
    completes: old ? "recovery" : wallets ? "endUser" : "user",
    userId: user.id,
    expiresAt: pending.tokenExpiresAt,
  });

/** Whether Dfns has accepted what was sent; `unknown` when it gives no answer, or none that tells. */
export type Standing = "accepted" | "no" | "unknown";

/** By what Dfns lists for signing in. */
export async function standingOf({ api }: Parts, pending: PendingRegistration): Promise<Standing> {
  const outcome = await api.listForSignIn(pending.api, pending.user.name);
  if (outcome.type === "accepted") return standingBy(outcome.value, pending);
  if (outcome.type === "lost" || !isClearNo(outcome.refusal)) return "unknown";
  if (!isUnlisted(pending)) return "no";
  // Dfns may say so of a user who has nothing else to sign in with; a recovery is of a user whom it knows.
  return pending.old === undefined && NOT_FOUND.test(outcome.refusal.message) ? "no" : "unknown";
}

/** A stranger in the list is a no too: an accepted registration is the first of its user, and a recovery ends all others. */
function standingBy(listed: readonly string[], pending: PendingRegistration): Standing {
  const isListed = factorsOf(pending).some(({ credId }) => listed.some((id) => sameId(id, credId)));
  if (isListed) return "accepted";
  return isUnlisted(pending) && listed.length === 0 ? "unknown" : "no";
}

const factorsOf = ({ firstFactor, secondFactor }: PendingRegistration): readonly StoredCredential[] =>
  secondFactor ? [firstFactor, secondFactor] : [firstFactor];

/** Whether Dfns would not list what was made, accepted or not. */
export const isUnlisted = (pending: PendingRegistration): boolean =>
  factorsOf(pending).every(({ kind }) => kind === "PasswordProtectedKey");

const NOT_FOUND = /not found/i;

/** A no of Dfns' own; anything else may come from what stands before it. */
export const isClearNo = ({ status }: ApiRefusal): boolean => status >= 400 && status < 500 && status !== 429;

/** Nothing came back. */
export const NO_ANSWER: ApiRefusal = { status: 0, message: "" };
