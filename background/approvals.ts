import { rpcError, toPublicJson } from "../src/core/errors.ts";
import type { Answer } from "../src/protocol/wire.ts";
import {
  type Approval,
  type ApprovalState,
  type Asked,
  expiry,
  isOpen,
  joins,
  NEXT,
  newApproval,
  record,
} from "./approvalRecord.ts";
import type { SiteCaller } from "./caller.ts";
import type { PushTo } from "./push.ts";
import { createQueue } from "./queue.ts";
import type { Session } from "./session.ts";

const MAX_OPEN = 8;
/** Calls of one document that may wait for the same answer. */
const MAX_CALLS = 16;
const PREFIX = "approval:";
/** What the document hears whose question another one of its site took over. */
const ASKED_ELSEWHERE: Answer = { error: toPublicJson(rpcError("pending")) };
/** An answer that is on its way from Dfns when the challenge runs out is waited for that long, in milliseconds. */
const GRACE = 4_000;
/** How long an ended record stays for its window, past expiry, in milliseconds. */
const KEEP_ENDED = 10 * 60 * 1000;

/** When an open request ends by itself, in milliseconds since the epoch. */
export const endOf = ({ state, expiresAt }: Approval): number =>
  state === "signed" ? expiresAt + GRACE : expiresAt;
type Changes = Partial<Pick<Approval, "recordId" | "answer" | "roamed" | "signing">>;

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
  move(id: string, to: ApprovalState, change?: Changes): Promise<Approval>;
  /** Notes the pending record that an approved request has led to. @throws `stale` when the request is over */
  setRecord(id: string, recordId: string): Promise<void>;
  setStep(id: string, step: Approval["step"]): Promise<void>;
  /** Keeps what was chosen until adding it is approved too. @throws `stale` */
  setChosen(id: string, accountIds: readonly string[]): Promise<void>;
  /** Keeps the challenge that was opened for a request that is still to be decided. */
  setOpened(id: string, opened: NonNullable<Approval["opened"]>, expiresAt: number): Promise<void>;
  /** Notes a ceremony that begins or failed. @throws `stale` when the request does not wait for a passkey */
  setCeremony(id: string, ceremony: NonNullable<Approval["ceremony"]>): Promise<Approval>;
  /** Keeps the answer until it may be given out. */
  setAnswer(id: string, answer: Answer): Promise<void>;
  /** Ends a request and tells the page at once; one that is over, or replaced by another, stays as it is. */
  settle(id: string, end: "delivered" | "rejected" | "expired", answer: Answer): Promise<void>;
  /** Ends what has run out and forgets what nobody can ask for again. */
  sweep(): Promise<void>;
  /** Tells the pages what a kill kept from them; a document takes each answer once. */
  tellAgain(): Promise<void>;
  /** Forgets what is over, with the tokens in it: for the lock. The same question is then a new one. */
  forgetEnded(): Promise<void>;
}

interface Parts {
  readonly session: Session;
  readonly now: () => number;
  readonly push: PushTo;
  readonly changed: () => Promise<void>;
  readonly isUnlocked: () => Promise<boolean>;
  /** Hears of every move, after it was recorded. */
  readonly moved: (approval: Approval) => void;
}

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
  const moveTo = async (id: string, to: ApprovalState, change: Changes = {}): Promise<Approval> => {
    const current = await get(id);
    if (!NEXT[current.state].includes(to)) throw rpcError("stale");
    const moved = await save({
      ...{ ...current, ...change },
      state: to,
      endedAt: isOpen({ state: to }) ? null : now(),
    });
    parts.moved(moved);
    return moved;
  };
  const deliver = async (approval: Approval): Promise<void> => {
    const { id, document: to, calls, answer: outcome } = approval;
    if (to && outcome) await push(to, { ids: calls, answer: outcome });
    await session.write(PREFIX + id, { ...approval, told: true });
  };

  const expire = async (approval: Approval): Promise<void> => {
    const end = approval.state === "signed" ? "delivered" : "expired";
    const answer = expiry(approval, { isLocked: !(await parts.isUnlocked()) });
    await deliver(await moveTo(approval.id, end, { answer }));
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
    const { document: former } = existing;
    const stays = former?.documentId === documentId;
    const calls = stays ? [...existing.calls.filter((id) => id !== callId), callId] : [callId];
    if (calls.length > MAX_CALLS) throw rpcError("rateLimited", { retryAfter: 30 });
    if (former && !stays) await push(former, { ids: existing.calls, answer: ASKED_ELSEWHERE });
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
    setChosen: (id, accountIds) =>
      exclusive(async () => {
        const current = await get(id);
        if (current.state !== "shown") throw rpcError("stale");
        await save({ ...current, chosen: [...accountIds] });
      }),
    setRecord: (id, recordId) =>
      exclusive(async () => {
        const current = await get(id);
        if (current.state !== "approved") throw rpcError("stale");
        await save({ ...current, recordId });
      }),
    setStep: (id, step) => exclusive(async () => void (await save({ ...(await get(id)), step }))),
    setOpened: (id, opened, expiresAt) =>
      exclusive(async () => {
        const current = await get(id);
        if (current.opened !== null || current.state !== "shown") throw rpcError("stale");
        await save({ ...current, opened, expiresAt: Math.min(current.expiresAt, expiresAt) });
      }),
    setCeremony: (id, ceremony) =>
      exclusive(async () => {
        const current = await get(id);
        if (current.state !== "awaitingPasskey") throw rpcError("stale");
        return save({ ...current, ceremony });
      }),
    setAnswer: (id, outcome) =>
      exclusive(async () => void (await save({ ...(await get(id)), answer: outcome }))),
    settle: (id, end, outcome) =>
      exclusive(async () => {
        const current = await session.read(PREFIX + id, record);
        if (!current || !isOpen(current)) return;
        await deliver(await moveTo(id, end, { answer: outcome }));
      }),
    sweep: () =>
      exclusive(async () => {
        for (const approval of await all()) {
          if (endOf(approval) > now()) continue;
          if (isOpen(approval)) await expire(approval);
          else if (approval.expiresAt + KEEP_ENDED <= now()) await session.remove(PREFIX + approval.id);
        }
      }),
    tellAgain: () =>
      exclusive(async () => {
        const untold = (await all()).filter((approval) => !isOpen(approval) && !approval.told);
        for (const approval of untold) await deliver(approval);
      }),
    forgetEnded: () =>
      exclusive(async () => {
        const ended = (await all()).filter((approval) => !isOpen(approval));
        await Promise.all(ended.map(({ id }) => session.remove(PREFIX + id)));
      }),
  };
}
