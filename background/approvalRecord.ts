/** One request that waits for the person: its shape, its states, and what the same question is. */
import * as v from "valibot";
import { ALGORITHM_NAMES } from "../src/core/algorithms.ts";
import type { AssertionChallenge } from "../src/core/dfns/types.ts";
import { type ErrorData, rpcError, toPublicJson } from "../src/core/errors.ts";
import { assertionChallenge } from "../src/protocol/params.ts";
import type { Answer } from "../src/protocol/wire.ts";

const document = v.object({ tabId: v.number(), documentId: v.string() });

const answer: v.GenericSchema<unknown, Answer> = v.union([
  v.object({ result: v.unknown() }),
  v.object({
    error: v.object({
      code: v.number(),
      message: v.string(),
      data: v.custom<ErrorData>((data) => typeof (data as ErrorData | null)?.reason === "string"),
    }),
  }),
]);

const openedChallenge: v.GenericSchema<unknown, AssertionChallenge> = assertionChallenge;

/** As it lies in `storage.session`. */
export const record = v.object({
  id: v.string(),
  origin: v.string(),
  method: v.picklist([
    "dfns_connect",
    "dfns_register",
    "dfns_createCredential",
    "dfns_sign",
    "dfns_login",
    "dfns_signAction",
    "dfns_recover",
  ]),
  params: v.unknown(),
  /** The challenge; the same origin, method and challenge asked again join this approval. */
  challenge: v.string(),
  /** The top document that asked last, and its open calls; `null` when the person resumed without a page. */
  document: v.nullable(document),
  calls: v.array(v.string()),
  createdAt: v.number(),
  expiresAt: v.number(),
  state: v.picklist([
    "queued",
    "shown",
    "approved",
    "awaitingPasskey",
    "signed",
    "delivered",
    "rejected",
    "expired",
  ]),
  step: v.picklist(["phrase", "words"]),
  /** Accounts chosen for a site that is to be connected, while it is asked whether their credentials may be added. */
  chosen: v.nullable(v.array(v.string())),
  /** The challenge that the vault opened at Dfns for a login or an action, before it is shown. */
  opened: v.nullable(openedChallenge),
  /** The pending registration in the vault, once approved. */
  recordId: v.nullable(v.string()),
  /** The key that roamed in and signed, for the person to keep: its credId, SPKI (base64url) and algorithm. */
  roamed: v.nullable(
    v.object({ credId: v.string(), publicKey: v.string(), algorithm: v.picklist(ALGORITHM_NAMES) }),
  ),
  /** The passkey ceremony on the page; `failed`: none was made, and the person may try again. */
  ceremony: v.nullable(v.object({ id: v.string(), failed: v.boolean() })),
  /** How a sign request is answered, once approved: the option's id, and the assertions that are there already. */
  signing: v.nullable(
    v.object({ option: v.string(), first: v.nullable(v.unknown()), second: v.nullable(v.unknown()) }),
  ),
  answer: v.nullable(answer),
  /** Whether the answer was sent to the document, or nobody was there to take it. */
  told: v.boolean(),
  endedAt: v.nullable(v.number()),
});

/** A request that waits for the person, or was answered and is kept until it expires so that it can be asked again. */
export type Approval = v.InferOutput<typeof record>;
export type ApprovalState = Approval["state"];

/** Who may follow whom; everything else is refused. */
export const NEXT: Readonly<Record<ApprovalState, readonly ApprovalState[]>> = {
  queued: ["shown", "rejected", "expired", "delivered"],
  shown: ["approved", "rejected", "expired", "delivered"],
  approved: ["awaitingPasskey", "signed", "delivered", "rejected", "expired"],
  awaitingPasskey: ["signed", "delivered", "rejected", "expired"],
  signed: ["delivered"],
  delivered: [],
  rejected: [],
  expired: [],
};

const OPEN: readonly ApprovalState[] = ["queued", "shown", "approved", "awaitingPasskey", "signed"];

/** The person has neither approved nor rejected it. */
export const isUndecided = ({ state }: Pick<Approval, "state">): boolean =>
  state === "queued" || state === "shown";

/** Undecided, or being worked on. */
export const isOpen = ({ state }: Pick<Approval, "state">): boolean => OPEN.includes(state);

/** Approved, and going on in the vault tab: the window has nothing more to show of it. */
export const isElsewhere = ({ method, state }: Approval): boolean =>
  method === "dfns_recover" && !isUndecided({ state });

/** What is asked, before it is a record. */
export interface Asked {
  readonly method: Approval["method"];
  readonly params: unknown;
  readonly challenge: string;
  readonly expiresAt: number;
}

/** A question of a site, in the queue from now on. */
export function newApproval(
  asked: Asked,
  origin: string,
  createdAt: number,
  from: Approval["document"],
  ...calls: string[]
): Approval {
  return {
    ...asked,
    id: crypto.randomUUID(),
    origin,
    document: from,
    calls,
    createdAt,
    state: "queued",
    step: "phrase",
    chosen: null,
    opened: null,
    recordId: null,
    roamed: null,
    ceremony: null,
    signing: null,
    answer: null,
    told: false,
    endedAt: null,
  };
}

/** Open, or answered with a result: the same question gets the same answer until it expires. */
export function joins(approval: Approval, asked: Asked, origin: string): boolean {
  const { method, challenge } = asked;
  if (approval.origin !== origin || approval.method !== method || approval.challenge !== challenge)
    return false;
  const answered = approval.answer !== null && "result" in approval.answer;
  return isOpen(approval) || (answered && REPEATABLE.includes(method));
}

/** Answers to a challenge of Dfns' making; the others are made anew each time. */
const REPEATABLE: readonly Approval["method"][] = [
  "dfns_register",
  "dfns_createCredential",
  "dfns_sign",
  "dfns_recover",
];

/** After Approve it is the challenge that ran out; before, it is the person who did not answer, or not even unlocked. */
export function expiry(approval: Approval, vault: { readonly isLocked: boolean }): Answer {
  const reason = isUndecided(approval) ? (vault.isLocked ? "locked" : "expired") : "challengeExpired";
  return { error: toPublicJson(rpcError(reason)) };
}
