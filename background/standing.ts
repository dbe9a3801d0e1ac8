/** What becomes of a signed registration or recovery at Dfns: posting it, and asking whether it was accepted. */
import type { PendingRegistration } from "../src/core/vault/pending.ts";
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

/** Whether Dfns has accepted what was sent; `unknown` when it gives no answer. */
export type Standing = "accepted" | "no" | "unknown";

export async function standingOf(
  { api }: Parts,
  { api: at, user, firstFactor }: PendingRegistration,
): Promise<Standing> {
  const outcome = await api.isRegistered(at, user.name, firstFactor.credId);
  if (outcome.type === "accepted") return outcome.value ? "accepted" : "no";
  return outcome.type === "refused" && isClearNo(outcome.refusal) ? "no" : "unknown";
}

/** A no of Dfns' own; anything else may come from what stands before it. */
export const isClearNo = ({ status }: ApiRefusal): boolean => status >= 400 && status < 500 && status !== 429;

/** Nothing came back. */
export const NO_ANSWER: ApiRefusal = { status: 0, message: "" };
