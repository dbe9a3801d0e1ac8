import { rpcError, toPublicJson } from "../src/core/errors.ts";
import type { Answer } from "../src/protocol/wire.ts";
import {
  type Approval,
  type ApprovalState,
  type Asked,
  expiry,
  isOpen,
  joins,
  newApproval,
} from "./approvalRecord.ts";
import { type ApprovalRecords, type Changes, createApprovalRecords } from "./approvalRecords.ts";
import type { SiteCaller } from "./caller.ts";
import type { PushTo } from "./push.ts";
import { createQueue, type Exclusive } from "./queue.ts";

const MAX_OPEN = 8;
/** Calls of one document that may wait for the same answer. */
const MAX_CALLS = 16;
/** What the document hears whose question another one of its site took over. */
const ASKED_ELSEWHERE: Answer = { error: toPublicJson(rpcError("pending")) };
/** An answer that is on its way from Dfns when the challenge runs out is waited for that long, in milliseconds. */
const GRACE = 4_000;
/** How long an ended record stays for its window, past expiry, in milliseconds. */
const KEEP_ENDED = 10 * 60 * 1000;

/** When an open request ends by itself, in milliseconds since the epoch. */
export const endOf = ({ state, expiresAt }: Approval): number =>
  state === "signed" ? expiresAt + GRACE : expiresAt;

export interface Approvals {
  /**
   * Records a request of a site, or joins the one that this origin asked already with the same challenge.
   * @param admitted hears of a new request before it is recorded, which whoever asks for it then waits for
   * @throws `pending` when another request of the origin waits, `rateLimited` when eight wait overall.
   */
  ask(
    asked: Asked,
    caller: SiteCaller,
    callId: string,
    admitted: (approval: Approval) => void,
  ): Promise<Approval>;
  /** A record for a registration that the person resumes; nobody waits for its answer. */
  resume(asked: Asked, origin: string, recordId: string): Promise<Approval>;
  /** @throws `gone` */
  get(id: string): Promise<Approval>;
  all(): Promise<readonly Approval[]>;
  /** Those the person has not decided or that are being worked on, oldest first. */
  open(): Promise<readonly Approval[]>;
  /**
   * The record, which from now on counts as on the screen, however often it is asked for. Whatever else is done with it
   * comes after this was noted, which the screen does not wait for. @throws `gone`
   */
  show(id: string): Promise<Approval>;
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

type Parts = Parameters<typeof createApprovalRecords>[0] & {
  readonly push: PushTo;
  readonly isUnlocked: () => Promise<boolean>;
};

interface Inside extends Pick<Parts, "now" | "push" | "isUnlocked"> {
  readonly records: ApprovalRecords;
  readonly exclusive: Exclusive;
}

export function createApprovals(parts: Parts): Approvals {
  const records = createApprovalRecords(parts);
  const { get, all } = records;
  const inside: Inside = { ...parts, records, exclusive: createQueue() };
  const open = async () => (await all()).filter(isOpen);
  return { get, all, open, ...beginnings(inside), ...notes(inside), ...ends(inside) };
}

function beginnings(inside: Inside): Pick<Approvals, "ask" | "resume"> {
  const { records, now, exclusive } = inside;
  return {
    async ask(asked, caller, callId, admitted) {
      const left = await leftBehind(inside, asked, caller);
      return exclusive(async () => {
        const existing = (await records.all()).find(
          (approval) => joins(approval, asked, caller.origin) || isRepeat(approval, caller, callId),
        );
        if (existing) return join(inside, existing, caller, callId);
        await makeRoom(inside, caller.origin, left);
        if ((await records.all()).filter(isOpen).length >= MAX_OPEN)
          throw rpcError("rateLimited", { retryAfter: 30 });
        const { tabId, documentId } = caller;
        const approval = newApproval(asked, caller.origin, now(), { tabId, documentId }, callId);
        admitted(approval);
        return records.save(approval);
      });
    },
    resume: (asked, origin, recordId) =>
      exclusive(async () => {
        const existing = (await records.all()).find(
          (approval) => isOpen(approval) && approval.recordId === recordId,
        );
        if (existing) return existing;
        return records.save({
          ...newApproval(asked, origin, now(), null),
          state: "approved",
          recordId,
        });
      }),
  };
}

/** The very call that this document has made: a page that comes back asks for the answer it missed. */
const isRepeat = ({ origin, document, calls }: Approval, caller: SiteCaller, callId: string): boolean =>
  origin === caller.origin && document?.documentId === caller.documentId && calls.includes(callId);

const openOf = async ({ records }: Inside, origin: string): Promise<Approval | undefined> =>
  (await records.all()).find((approval) => isOpen(approval) && approval.origin === origin);

/** The open request of the site, if it is another one and nobody waits for it. While its page is asked, others go on. */
async function leftBehind(inside: Inside, asked: Asked, caller: SiteCaller): Promise<Approval | null> {
  const mine = await openOf(inside, caller.origin);
  if (!mine || joins(mine, asked, caller.origin)) return null;
  // A page that the browser keeps behind the next one of its tab says nothing, as if it were busy.
  if (mine.document?.tabId === caller.tabId && mine.document.documentId !== caller.documentId) return mine;
  return mine.document && (await inside.push(mine.document, { probe: true })) ? null : mine;
}

/** A request whose document is gone never blocks its site. @throws `pending` for any other */
async function makeRoom(inside: Inside, origin: string, left: Approval | null): Promise<void> {
  const mine = await openOf(inside, origin);
  if (!mine) return;
  const isLeft = mine.id === left?.id && mine.document?.documentId === left.document?.documentId;
  if (!isLeft) throw rpcError("pending");
  await inside.records.remove(mine.id);
}

async function join(
  inside: Inside,
  existing: Approval,
  { tabId, documentId }: SiteCaller,
  callId: string,
): Promise<Approval> {
  const { document: former } = existing;
  const stays = former?.documentId === documentId;
  const calls = stays ? [...existing.calls.filter((id) => id !== callId), callId] : [callId];
  if (calls.length > MAX_CALLS) throw rpcError("rateLimited", { retryAfter: 30 });
  if (!stays) void send(inside, { ...existing, answer: ASKED_ELSEWHERE });
  const joined = await inside.records.save({ ...existing, document: { tabId, documentId }, calls });
  if (!isOpen(joined)) void tell(inside, joined);
  return joined;
}

/** Never throws: a worker that dies over it tells again. @returns whether it came that far */
async function send({ push }: Inside, { document, calls, answer }: Approval): Promise<boolean> {
  try {
    if (document && answer) await push(document, { ids: calls, answer });
    return true;
  } catch {
    return false;
  }
}

/** Gives the answer to the document that waits for it, and waits for none: a page that is busy holds no other up. */
async function tell(inside: Inside, approval: Approval): Promise<void> {
  const { records, exclusive } = inside;
  const note = () => exclusive(() => records.noteTold(approval.id));
  if (await send(inside, approval)) await note().catch(() => undefined);
}

type Notes = Pick<
  Approvals,
  "show" | "move" | "setChosen" | "setRecord" | "setStep" | "setOpened" | "setCeremony" | "setAnswer"
>;

type Fits = (current: Approval) => boolean;

const inState =
  (state: ApprovalState): Fits =>
  (current) =>
    current.state === state;

/** Still to be decided, and without a challenge of its own. */
const needsChallenge: Fits = ({ opened, state }) => opened === null && state === "shown";

function notes({ records, exclusive }: Inside): Notes {
  const note = (id: string, change: (current: Approval) => Partial<Approval>, fits: Fits = () => true) =>
    exclusive(async () => {
      const current = await records.get(id);
      if (!fits(current)) throw rpcError("stale");
      return records.save({ ...current, ...change(current) });
    });
  return {
    async show(id) {
      const current = await records.get(id);
      if (current.state !== "queued") return current;
      void exclusive(() => records.move(id, "shown")).catch(() => undefined);
      return { ...current, state: "shown" };
    },
    move: (id, to, change) => exclusive(() => records.move(id, to, change)),
    async setChosen(id, accountIds) {
      await note(id, () => ({ chosen: [...accountIds] }), inState("shown"));
    },
    async setRecord(id, recordId) {
      await note(id, () => ({ recordId }), inState("approved"));
    },
    async setStep(id, step) {
      await note(id, () => ({ step }));
    },
    async setOpened(id, opened, expiresAt) {
      const earlier = (current: Approval) => Math.min(current.expiresAt, expiresAt);
      await note(id, (current) => ({ opened, expiresAt: earlier(current) }), needsChallenge);
    },
    setCeremony: (id, ceremony) => note(id, () => ({ ceremony }), inState("awaitingPasskey")),
    async setAnswer(id, answer) {
      await note(id, () => ({ answer }));
    },
  };
}

function ends(inside: Inside): Pick<Approvals, "settle" | "sweep" | "tellAgain" | "forgetEnded"> {
  const { records, now, exclusive } = inside;
  return {
    settle: (id, end, answer) =>
      exclusive(async () => {
        const current = await records.find(id);
        if (!current || !isOpen(current)) return;
        void tell(inside, await records.move(id, end, { answer }));
      }),
    sweep: () =>
      exclusive(async () => {
        for (const approval of await records.all()) {
          if (endOf(approval) > now()) continue;
          if (isOpen(approval)) await expire(inside, approval);
          else if (approval.expiresAt + KEEP_ENDED <= now()) await records.remove(approval.id);
        }
      }),
    tellAgain: () =>
      exclusive(async () => {
        const untold = (await records.all()).filter((approval) => !isOpen(approval) && !approval.told);
        for (const approval of untold) void tell(inside, approval);
      }),
    forgetEnded: () =>
      exclusive(async () => {
        const ended = (await records.all()).filter((approval) => !isOpen(approval));
        await Promise.all(ended.map(({ id }) => records.remove(id)));
      }),
  };
}

async function expire(inside: Inside, approval: Approval): Promise<void> {
  const { records, isUnlocked } = inside;
  const end = approval.state === "signed" ? "delivered" : "expired";
  const answer = expiry(approval, { isLocked: !(await isUnlocked()) });
  void tell(inside, await records.move(approval.id, end, { answer }));
}
