import * as v from "valibot";
import { ALGORITHM_NAMES } from "../src/core/algorithms.ts";
import type { AssertionChallenge } from "../src/core/dfns/types.ts";
import { type ErrorData, rpcError, toPublicJson } from "../src/core/errors.ts";
import { assertionChallenge } from "../src/protocol/params.ts";
import type { Answer } from "../src/protocol/wire.ts";
import type { SiteCaller } from "./caller.ts";
import type { PushTo } from "./push.ts";
import { createQueue } from "./queue.ts";
import type { Session } from "./session.ts";

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

const record = v.object({
  id: v.string(),
  origin: v.string(),
  method: v.picklist(["dfns_connect", "dfns_register", "dfns_sign", "dfns_login", "dfns_signAction"]),
  params: v.unknown(),
  /** The challenge; the same origin, method and challenge asked again join this approval. */
  challenge: v.string(),
  /** The top document that asked last, and its open calls; `null` when the person resumed without a page. */
  document: v.nullable(document),
  calls: v.array(v.string()),
  createdAt: v.number(),
  expiresAt: v.number(),
  state: v.picklist(["queued", "shown", "approved", "signed", "delivered", "rejected", "expired"]),
  step: v.picklist(["phrase", "words"]),
  /** The challenge that the vault opened at Dfns for a login or an action, before it is shown. */
  opened: v.nullable(openedChallenge),
  /** The pending registration in the vault, once approved. */
  recordId: v.nullable(v.string()),
  /** The key that roamed in and signed, for the person to keep: its credId, SPKI (base64url) and algorithm. */
  roamed: v.nullable(
    v.object({ credId: v.string(), publicKey: v.string(), algorithm: v.picklist(ALGORITHM_NAMES) }),
  ),
  answer: v.nullable(answer),
  endedAt: v.nullable(v.number()),
});

/** A request that waits for the person, or was answered and is kept until it expires so that it can be asked again. */
export type Approval = v.InferOutput<typeof record>;
export type ApprovalState = Approval["state"];

/** Who may follow whom; everything else is refused. */
const NEXT: Readonly<Record<ApprovalState, readonly ApprovalState[]>> = {
  queued: ["shown", "rejected", "expired", "delivered"],
  shown: ["approved", "rejected", "expired", "delivered"],
  approved: ["signed", "delivered", "rejected", "expired"],
  signed: ["delivered"],
  delivered: [],
  rejected: [],
  expired: [],
};

const OPEN: readonly ApprovalState[] = ["queued", "shown", "approved", "signed"];
const MAX_OPEN = 8;
const PREFIX = "approval:";

/** What is asked, before it is a record. */
export interface Asked {
  readonly method: Approval["method"];
  readonly params: unknown;
  readonly challenge: string;
  readonly expiresAt: number;
}

export interface Approvals {
  /**
   * Records a request of a site, or joins the one that this origin asked already with the same challenge.
   * @throws `pending` when another request of the origin waits, `rateLimited` when eight wait overall.
   */
  ask(asked: Asked, caller: SiteCaller, callId: string): Promise<Approval>;
  /** A record for a registration that the person resumes; nobody waits for its answer. */
  resume(asked: Asked, origin: string, recordId: string): Promise<Approval>;
  /** @throws `gone` */
  get(id: string): Promise<Approval>;
  all(): Promise<readonly Approval[]>;
  /** Those the person has not decided or that are being worked on, oldest first. */
  open(): Promise<readonly Approval[]>;
  /** Compare-and-set. @throws `stale` when the record is not in a state that `to` may follow. */
  move(
    id: string,
    to: ApprovalState,
    change?: Partial<Pick<Approval, "recordId" | "answer" | "roamed">>,
  ): Promise<Approval>;
  setStep(id: string, step: Approval["step"]): Promise<void>;
  /** Keeps the challenge that was opened for a request that is still to be decided. */
  setOpened(id: string, opened: NonNullable<Approval["opened"]>, expiresAt: number): Promise<void>;
  /** Keeps the answer until it may be given out. */
  setAnswer(id: string, answer: Answer): Promise<void>;
  /** Ends a request and tells the page at once; a request that is over already stays as it is. */
  settle(id: string, end: "delivered" | "rejected" | "expired", answer: Answer): Promise<void>;
  /** Ends what has run out and forgets what nobody can ask for again. */
  sweep(): Promise<void>;
  /** Forgets what is over, with the tokens in it: for the lock. The same question is then a new one. */
  forgetEnded(): Promise<void>;
}

interface Parts {
  readonly session: Session;
  readonly now: () => number;
  readonly push: PushTo;
  readonly changed: () => Promise<void>;
}

export const isOpen = ({ state }: Approval): boolean => OPEN.includes(state);

export function createApprovals(parts: Parts): Approvals {
  const { session, now, push, changed } = parts;
  const exclusive = createQueue();

  const all = async () =>
    [...(await session.list(PREFIX, record))].sort(
      (a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
    );
  const get = async (id: string): Promise<Approval> => {
    const found = await session.read(PREFIX + id, record);
    if (!found) throw rpcError("gone");
    return found;
  };
  const save = async (approval: Approval): Promise<Approval> => {
    await session.write(PREFIX + approval.id, approval);
    await changed();
    return approval;
  };
  const moveTo = async (
    id: string,
    to: ApprovalState,
    change: Partial<Pick<Approval, "recordId" | "answer" | "roamed">> = {},
  ): Promise<Approval> => {
    const current = await get(id);
    if (!NEXT[current.state].includes(to)) throw rpcError("stale");
    return save({ ...current, ...change, state: to, endedAt: OPEN.includes(to) ? null : now() });
  };
  const deliver = async ({ document: to, calls, answer: outcome }: Approval): Promise<void> => {
    if (to && outcome) await push(to, { ids: calls, answer: outcome });
  };

  /** A request whose document is gone never blocks its site. */
  const makeRoom = async (origin: string): Promise<void> => {
    const mine = (await all()).find((approval) => isOpen(approval) && approval.origin === origin);
    if (!mine) return;
    if (mine.document && (await push(mine.document, { probe: true }))) throw rpcError("pending");
    await session.remove(PREFIX + mine.id);
  };

  const join = async (
    existing: Approval,
    { tabId, documentId }: SiteCaller,
    callId: string,
  ): Promise<Approval> => {
    const sameDocument = existing.document?.documentId === documentId;
    const calls = sameDocument ? [...existing.calls.filter((id) => id !== callId), callId] : [callId];
    const joined = await save({ ...existing, document: { tabId, documentId }, calls });
    if (!isOpen(joined)) await deliver(joined);
    return joined;
  };

  return {
    ask: (asked, caller, callId) =>
      exclusive(async () => {
        const existing = (await all()).find((approval) => joins(approval, asked, caller.origin));
        if (existing) return join(existing, caller, callId);
        await makeRoom(caller.origin);
        if ((await all()).filter(isOpen).length >= MAX_OPEN)
          throw rpcError("rateLimited", { retryAfter: 30 });
        const { tabId, documentId } = caller;
        return save(newApproval(asked, caller.origin, now(), { tabId, documentId }, callId));
      }),
    resume: (asked, origin, recordId) =>
      exclusive(async () => {
        const existing = (await all()).find((approval) => isOpen(approval) && approval.recordId === recordId);
        if (existing) return existing;
        return save({
          ...newApproval(asked, origin, now(), null),
          state: "approved",
          recordId,
        });
      }),
    get,
    all,
    open: async () => (await all()).filter(isOpen),
    move: (id, to, change) => exclusive(() => moveTo(id, to, change)),
    setStep: (id, step) => exclusive(async () => void (await save({ ...(await get(id)), step }))),
    setOpened: (id, opened, expiresAt) =>
      exclusive(async () => {
        const current = await get(id);
        if (current.opened !== null || current.state !== "shown") throw rpcError("stale");
        await save({ ...current, opened, expiresAt: Math.min(current.expiresAt, expiresAt) });
      }),
    setAnswer: (id, outcome) =>
      exclusive(async () => void (await save({ ...(await get(id)), answer: outcome }))),
    settle: (id, end, outcome) =>
      exclusive(async () => {
        if (!isOpen(await get(id))) return;
        await deliver(await moveTo(id, end, { answer: outcome }));
      }),
    sweep: () =>
      exclusive(async () => {
        for (const approval of await all()) {
          if (approval.expiresAt > now()) continue;
          if (approval.state === "signed") continue;
          if (isOpen(approval))
            await deliver(
              await moveTo(approval.id, "expired", {
                answer: expiry(approval),
              }),
            );
          else if (approval.expiresAt + KEEP_ENDED <= now()) await session.remove(PREFIX + approval.id);
        }
      }),
    forgetEnded: () =>
      exclusive(async () => {
        const ended = (await all()).filter((approval) => !isOpen(approval));
        await Promise.all(ended.map(({ id }) => session.remove(PREFIX + id)));
      }),
  };
}

/** How long an ended record stays for its window, past expiry, in milliseconds. */
const KEEP_ENDED = 10 * 60 * 1000;

function newApproval(
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
    opened: null,
    recordId: null,
    roamed: null,
    answer: null,
    endedAt: null,
  };
}

/** Open, or answered with a result: the same question gets the same answer until it expires. */
function joins(approval: Approval, asked: Asked, origin: string): boolean {
  const { method, challenge } = asked;
  if (approval.origin !== origin || approval.method !== method || approval.challenge !== challenge)
    return false;
  const answered = approval.answer !== null && "result" in approval.answer;
  return isOpen(approval) || (answered && REPEATABLE.includes(method));
}

/** Answers to a challenge of Dfns' making; the others are made anew each time. */
const REPEATABLE: readonly Approval["method"][] = ["dfns_register", "dfns_sign"];

/** After Approve it is the challenge that ran out; before, it is the person who did not answer. */
function expiry(approval: Approval): Answer {
  const reason = approval.state === "approved" ? "challengeExpired" : "expired";
  return { error: toPublicJson(rpcError(reason)) };
}
