/** How a signed registration or recovery ends, in the vault and for the page that waits for it. */
import { rpcError, toPublicJson } from "../src/core/errors.ts";
import { accountIdOf } from "../src/core/vault/index.ts";
import type { PendingRegistration } from "../src/core/vault/pending.ts";
import type { RegistrationResponse } from "../src/protocol/results.ts";
import type { Answer } from "../src/protocol/wire.ts";
import type { ApiRefusal } from "./api.ts";
import type { Approval } from "./approvalRecord.ts";
import type { Approvals } from "./approvals.ts";
import type { Pendings } from "./pendings.ts";

export interface Completing {
  readonly pendings: Pendings;
  readonly approvals: Approvals;
  readonly now: () => number;
  /** An account is there: whatever depends on accounts is brought up to date. */
  readonly registered: (origin: string) => Promise<void>;
  /** Dfns has given out a session token. */
  readonly signedIn: (accountId: string, token: string) => Promise<void>;
}

/** What the page hears whose request Dfns had accepted unheard. */
export const ANSWER_LOST: Answer = { error: toPublicJson(rpcError("answerLost")) };

/** The request that waits for what this record becomes. */
export async function approvalOf(approvals: Approvals, recordId: string): Promise<Approval | undefined> {
  return (await approvals.open()).find((approval) => approval.recordId === recordId);
}

/** The account and its credentials take the place of what was pending. */
export async function promote(
  { pendings, registered }: Completing,
  recordId: string,
  { origin }: PendingRegistration,
  answer?: RegistrationResponse,
): Promise<void> {
  await pendings.promote(recordId, answer?.wallets ?? [], answer?.user.orgId);
  await registered(origin);
}

/** The answer is kept before the account, and given out after it: a kill in between loses neither. */
export async function accept(
  parts: Completing,
  recordId: string,
  pending: PendingRegistration,
  result: RegistrationResponse,
): Promise<void> {
  const { approvals } = parts;
  const approval = await approvalOf(approvals, recordId);
  if (approval) await approvals.setAnswer(approval.id, { result });
  await promote(parts, recordId, pending, result);
  if (approval) await approvals.settle(approval.id, "delivered", { result });
  const token = result.authentication?.token;
  if (token !== undefined) void parts.signedIn(accountIdOf(pending.api.url, pending.user.id), token);
}

/** Dfns had accepted it, but what it said is gone, unless a kill came after it was kept. */
export async function answerLost(
  parts: Completing,
  recordId: string,
  pending: PendingRegistration,
): Promise<void> {
  const approval = await approvalOf(parts.approvals, recordId);
  const kept = approval?.answer;
  const result = kept && "result" in kept ? (kept.result as RegistrationResponse) : undefined;
  await promote(parts, recordId, pending, result);
  if (approval) await parts.approvals.settle(approval.id, "delivered", kept ?? ANSWER_LOST);
}

/** Keys and words are kept, for another try or until Dfns tells; the page hears what Dfns said. */
export async function refuse(
  { pendings, approvals, now }: Completing,
  recordId: string,
  refusal: ApiRefusal,
  state: "refused" | "lost",
): Promise<void> {
  const { status, message, retryAfter } = refusal;
  const retryAt = retryAfter === undefined ? null : now() + retryAfter * 1000;
  await pendings.update(recordId, { state, refusal: { status, message, retryAt } });
  const approval = await approvalOf(approvals, recordId);
  const error = toPublicJson(rpcError("apiError", refusal));
  if (approval) await approvals.settle(approval.id, "delivered", { error });
}

/** Of what was sent: its time is over, and Dfns has said that it has not accepted it. That is final. */
export const NEVER_ACCEPTED = { state: "refused", refusal: null } as const;

export const isNeverAccepted = ({ body, state, refusal, tokenExpiresAt }: PendingRegistration, now: number) =>
  body !== null && state === "refused" && refusal === null && tokenExpiresAt <= now;

/** Dfns takes it no more and never had it. */
export async function expire({ pendings, approvals }: Completing, recordId: string): Promise<void> {
  await pendings.update(recordId, NEVER_ACCEPTED);
  const approval = await approvalOf(approvals, recordId);
  if (approval)
    await approvals.settle(approval.id, "delivered", {
      error: toPublicJson(rpcError("challengeExpired")),
    });
}
