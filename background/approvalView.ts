import type { Wallet } from "../src/core/dfns/types.ts";
import { accountIdOf, type Index } from "../src/core/vault/index.ts";
import type { PendingRegistration } from "../src/core/vault/pending.ts";
import type { PendingKit } from "../src/core/vault/pendingKit.ts";
import { classOf } from "../src/protocol/networks.ts";
import type { Params } from "../src/protocol/requests.ts";
import type { RegistrationResponse } from "../src/protocol/results.ts";
import type { Step } from "../src/protocol/step.ts";
import type { ApprovalView, DoneView, Refusal, VaultState } from "../src/protocol/views.ts";
import { type Approval, isElsewhere, isOpen, isUndecided } from "./approvalRecord.ts";
import { warningsFor } from "./asker/warnings.ts";
import { type Build, requestView } from "./requestViews.ts";
import { holderOfRoamed } from "./roaming.ts";
import { isSignMethod, optionsFor } from "./signers.ts";
import { isConnected } from "./sites.ts";

/** All that decides what the window shows of a request. */
export interface Facts {
  readonly approval: Approval;
  readonly vault: VaultState;
  /** `null` while the vault is not open. */
  readonly index: Index | null;
  readonly pending: PendingRegistration | null;
  readonly kit: PendingKit | null;
  readonly open: readonly Approval[];
  /** Of this site's requests, within the last minute. */
  readonly rejections: number;
  readonly now: number;
  readonly build: Build;
}

export function approvalView(facts: Facts): ApprovalView {
  const { approval, index, pending, kit, open, build } = facts;
  const step = stepOf(facts);
  const position = open.findIndex(({ id }) => id === approval.id) + 1;
  return {
    id: approval.id,
    origin: approval.origin,
    firstRequest: index !== null && !isConnected(index, approval.origin),
    firstSignature: index !== null && isFirstSignature(approval, index),
    warnings: index === null ? [] : warningsFor(approval, index),
    rejections: facts.rejections,
    createdAt: approval.createdAt,
    expiresAt: approval.expiresAt,
    step,
    request: index && SHOWN.includes(step) ? requestView(approval, index, build) : null,
    places: step === "words" ? ((pending ?? kit)?.places.map((place) => place + 1) ?? null) : null,
    refusal: step === "refused" ? (pending?.refusal ?? refusalIn(approval)) : null,
    passkeyFailed: approval.ceremony?.failed === true,
    done: step === "done" ? doneView(approval, pending) : null,
    keptWords: step === "expired" && pending !== null,
    next: nextAfter(approval, open),
    position: Math.max(position, 1),
    total: Math.max(open.length, 1),
  };
}

function nextAfter({ endedAt }: Approval, open: readonly Approval[]): string | null {
  return endedAt === null ? null : (open.find(({ createdAt }) => createdAt >= endedAt)?.id ?? null);
}

/** Steps at which the request itself, or its particulars, are on the screen. */
const SHOWN: readonly Step[] = ["decide", "phrase", "words", "passkey", "sending", "refused"];

function stepOf({ approval, vault, index, pending, kit, now }: Facts): Step {
  if (approval.state === "rejected") return "gone";
  if (approval.state === "expired") return "expired";
  if (index === null) return vault === "locked" || vault === "unlocked" ? "locked" : "noVault";
  if (isElsewhere(approval)) return "elsewhere";
  if (approval.state === "awaitingPasskey") return "passkey";
  if (approval.state === "approved" && kit) return approval.step;
  if (approval.recordId !== null && approval.method === "dfns_register")
    return registrationStep(approval, index, pending, now);
  if (needsOpening(approval, index)) return "opening";
  if (isOpen(approval))
    return approval.state === "approved" || approval.state === "signed" ? "sending" : "decide";
  return endOf(approval);
}

function endOf({ answer }: Approval): Step {
  if (!answer || !("error" in answer)) return "done";
  return answer.error.data.reason === "policyForbids" ? "forbidden" : "refused";
}

/** Whether nothing was ever signed for this site, which is connected. */
const isFirstSignature = ({ method, origin }: Approval, { sites }: Index): boolean =>
  isSignMethod(method) && sites.some((site) => site.origin === origin && site.lastChoice === undefined);

/** Whether it is still to be found out what a request to sign is about, and what can answer it. */
export function needsOpening(approval: Approval, index: Index): boolean {
  return isUndecided(approval) && isSignMethod(approval.method) && optionsFor(approval, index).length === 0;
}

/** A refusal of Dfns as the page was told of it. */
function refusalIn({ answer }: Approval): Refusal | null {
  if (!answer || !("error" in answer)) return null;
  const { status = 0, message = "" } = answer.error.data;
  return { status, message, retryAt: null };
}

function registrationStep(
  approval: Approval,
  index: Index,
  pending: PendingRegistration | null,
  now: number,
): Step {
  if (pending === null) return isOpen(approval) ? "sending" : afterwards(approval, index);
  const { state, tokenExpiresAt } = pending;
  if (state === "handedOver") return "done";
  if (state === "confirmed" || state === "sending") return "sending";
  if (tokenExpiresAt <= now) return "expired";
  return state === "refused" || state === "lost" ? "refused" : approval.step;
}

/** The pending record is gone: it became an account, or was discarded. */
function afterwards({ params }: Approval, index: Index): Step {
  const { api, challenge } = params as Params<"dfns_register">;
  const accountId = accountIdOf(api.url, challenge.user.id);
  return index.accounts.some(({ id }) => id === accountId) ? "done" : "gone";
}

function doneView(approval: Approval, pending: PendingRegistration | null): DoneView {
  const { method, params, answer } = approval;
  if (method === "dfns_connect") return { outcome: "connected", username: "", wallets: [] };
  if (isSignMethod(method)) {
    const keep = holderOfRoamed(approval) !== null;
    return { outcome: keep ? "roamed" : "signed", username: "", wallets: [] };
  }
  if (method === "dfns_createCredential") {
    const { user } = (params as Params<"dfns_createCredential">).challenge;
    return { outcome: "added", username: user.name, wallets: [] };
  }
  const { challenge, wallets = [] } = params as Params<"dfns_register">;
  const answered = answer && "result" in answer ? (answer.result as RegistrationResponse) : null;
  const made: readonly Partial<Wallet>[] = answered?.wallets ?? wallets;
  return {
    outcome: pending?.state === "handedOver" ? "handedOver" : "registered",
    username: challenge.user.name,
    wallets: made.map(({ network = "", name, address }) => ({
      network,
      networkClass: classOf(network),
      ...(name !== undefined && { name }),
      ...(address !== undefined && { address }),
    })),
  };
}
