import { sameId } from "../src/core/bytes.ts";
import type { CredentialInfo } from "../src/core/dfns/types.ts";
import { rpcError } from "../src/core/errors.ts";
import type { PendingRegistration } from "../src/core/vault/pending.ts";
import type { ApiRefusal, DfnsApi } from "./api.ts";
import type { Approval } from "./approvalRecord.ts";
import {
  ANSWER_LOST,
  accept,
  answerLost,
  approvalOf,
  type Completing,
  expire,
  isNeverAccepted,
  NEVER_ACCEPTED,
  promote,
  refuse,
} from "./completions.ts";
import { needsPasskey } from "./credentials.ts";
import { bodiesOf } from "./pendings.ts";
import { createQueue, type Exclusive } from "./queue.ts";
import { complete, NO_ANSWER, type Standing, standingOf } from "./standing.ts";

/** Drives a pending registration from the confirmed words to an account, from wherever it stands and after any kill. */
export interface Registrations {
  /** Goes on with a registration whose words are confirmed. One run per registration at a time. */
  advance(recordId: string): Promise<void>;
  /**
   * Sends again after a refusal, unless Dfns had accepted after all.
   * @throws `challengeExpired` when only a new challenge helps
   * @throws `apiError` when the time is over and Dfns cannot be asked what it had accepted
   */
  retry(recordId: string): Promise<void>;
  /**
   * Gives up what Dfns has not accepted; what it had accepted after all becomes an account instead.
   * @returns what Dfns said of it
   * @throws `apiError` when it was sent and Dfns cannot be asked: keys that may be in use are never thrown away
   */
  discard(recordId: string): Promise<Standing>;
  /** Asks Dfns what became of it; what it had accepted becomes an account. */
  lookInto(recordId: string): Promise<Standing>;
  /** Goes on with the passkey that was made, once it is stored. */
  passkeyMade(recordId: string, passkey: CredentialInfo, rpId: string): Promise<void>;
  /** Goes on with everything that a kill or a lock interrupted. */
  resumeAll(): Promise<void>;
  /**
   * Asks Dfns what became of all that was handed over or lost, or of that of one origin. `listed`: ids
   * that a challenge of that site allows; Dfns allows what it has, and lists a PasswordProtectedKey nowhere else.
   */
  settleUnheard(origin?: string, listed?: readonly string[]): Promise<void>;
}

interface Parts extends Completing {
  readonly api: DfnsApi;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly changed: () => Promise<void>;
  /** Asks the page's authenticator for the passkey of that approval. */
  readonly askPasskey: (approvalId: string) => Promise<void>;
}

/** Pauses before a lost call is looked into and made again, in milliseconds. */
const PAUSES = [200, 800] as const;
/** When to ask whether a site has completed its registration, in milliseconds after the hand-over. */
const SETTLE_AFTER = [2000, 8000, 20_000] as const;

export function createRegistrations(parts: Parts): Registrations {
  const inside: Inside = { ...parts, inTurn: createRuns(parts) };
  const looks = lookings(inside);
  return { ...looks, ...choices(inside, looks), ...drives(inside, looks) };
}

/** One run per registration at a time, each on what the one before has left. */
type Runs = <T>(recordId: string, run: () => Promise<T>) => Promise<T>;

interface Inside extends Parts {
  readonly inTurn: Runs;
}

function createRuns({ changed }: Parts): Runs {
  const queues = new Map<string, Exclusive>();
  return (recordId, run) => {
    const queue = queues.get(recordId) ?? createQueue();
    queues.set(recordId, queue);
    return queue(run).finally(changed);
  };
}

type Looks = Pick<Registrations, "lookInto" | "settleUnheard">;

function lookings(inside: Inside): Looks {
  const { pendings, inTurn } = inside;
  const settleOne = (recordId: string, listed: readonly string[]) =>
    inTurn(recordId, async () => {
      const pending = await pendings.find(recordId);
      if (!pending || !UNHEARD.includes(pending.state)) return;
      const isListed = listed.some((id) => sameId(id, pending.firstFactor.credId));
      if (isListed || (await standingOf(inside, pending)) === "accepted")
        await promote(inside, recordId, pending);
    });
  return {
    lookInto: (recordId) =>
      inTurn(recordId, async () => {
        const pending = await pendings.find(recordId);
        const standing = pending?.body ? await standingOf(inside, pending) : "no";
        if (pending && standing === "accepted") await answerLost(inside, recordId, pending);
        return standing;
      }),
    async settleUnheard(origin, listed = []) {
      const unheard = (await pendings.all()).filter(
        ([, pending]) =>
          UNHEARD.includes(pending.state) && (origin === undefined || pending.origin === origin),
      );
      await Promise.allSettled(unheard.map(([recordId]) => settleOne(recordId, listed)));
    },
  };
}

/** What the person decides on one that was signed. */
function choices(inside: Inside, { lookInto }: Looks): Pick<Registrations, "retry" | "discard"> {
  const { pendings, inTurn, now } = inside;
  return {
    async retry(recordId) {
      const pending = await pendings.get(recordId);
      const standing = await lookInto(recordId);
      if ((await pendings.find(recordId)) === null) return;
      if (pending.tokenExpiresAt <= now()) {
        if (standing === "unknown") throw rpcError("apiError", NO_ANSWER);
        if (pending.body !== null) await pendings.update(recordId, NEVER_ACCEPTED);
        throw rpcError("challengeExpired");
      }
      if (!UNACCEPTED.includes(pending.state)) return;
      await pendings.update(recordId, { state: "sending", refusal: null });
      await inTurn(recordId, () => drive(inside, recordId));
    },
    async discard(recordId) {
      const pending = await pendings.find(recordId);
      const standing = await lookInto(recordId);
      const isOver = pending !== null && isNeverAccepted(pending, now());
      if (standing === "unknown" && !isOver) throw rpcError("apiError", NO_ANSWER);
      await pendings.discard(recordId);
      return standing;
    },
  };
}

function drives(
  inside: Inside,
  { lookInto, settleUnheard }: Looks,
): Pick<Registrations, "advance" | "passkeyMade" | "resumeAll"> {
  const { pendings, approvals, inTurn, wait } = inside;
  const settleLater = async (origin: string) => {
    for (const pause of SETTLE_AFTER) {
      await wait(pause);
      await settleUnheard(origin);
    }
  };
  const advance = (recordId: string) => inTurn(recordId, () => drive(inside, recordId));
  const endLosts = async () => {
    for (const { method, recordId } of await approvals.open()) {
      if (!DRIVEN.includes(method) || recordId === null) continue;
      await inTurn(recordId, () => endLost(inside, recordId)).catch(() => undefined);
    }
  };
  return {
    async advance(recordId) {
      await advance(recordId);
      const pending = await pendings.find(recordId);
      if (pending?.state === "handedOver") void settleLater(pending.origin).catch(() => undefined);
    },
    async passkeyMade(recordId, passkey, rpId) {
      await pendings.attach(recordId, passkey, rpId);
      void this.advance(recordId).catch(() => undefined);
    },
    async resumeAll() {
      const goOn = ([recordId, { state }]: readonly [string, PendingRegistration]) =>
        RESTING.includes(state) ? lookInto(recordId) : advance(recordId);
      await Promise.allSettled((await pendings.all()).map(goOn));
      await endLosts();
      await settleUnheard();
    },
  };
}

/** Ends a request whose keys are an account already: a kill came between that and the answer. */
async function endLost({ pendings, approvals }: Parts, recordId: string): Promise<void> {
  if ((await pendings.find(recordId)) !== null) return;
  const approval = await approvalOf(approvals, recordId);
  if (approval) await approvals.settle(approval.id, "delivered", approval.answer ?? ANSWER_LOST);
}

/** Requests whose keys are a pending record from some step on. */
const DRIVEN: readonly Approval["method"][] = ["dfns_register", "dfns_recover"];

/** States in which the person goes on, not the machine. */
const RESTING: readonly PendingRegistration["state"][] = ["created", "refused", "lost"];

/** States in which Dfns may accept, or have accepted, without a word to the vault. */
const UNHEARD: readonly PendingRegistration["state"][] = ["handedOver", "lost"];

/** States from which it is sent again when the person wants to. */
const UNACCEPTED: readonly PendingRegistration["state"][] = ["refused", "lost"];

async function drive(parts: Parts, recordId: string): Promise<void> {
  const { pendings, approvals } = parts;
  const pending = await pendings.find(recordId);
  if (pending?.state === "confirmed") {
    const approval = await approvalOf(approvals, recordId);
    if (needsPasskey(pending)) return askForPasskey(parts, approval);
    const signed = await pendings.sign(recordId);
    const answer = signed.submit ? null : { result: bodiesOf(signed) };
    if (approval && UNSIGNED.includes(approval.state))
      await approvals.move(approval.id, "signed", { answer });
    if (signed.submit) await send(parts, recordId, signed, { sentBefore: false });
    else await handOver(parts, recordId, signed);
  } else if (pending?.state === "sending") {
    await send(parts, recordId, pending, { sentBefore: true });
  } else if (pending?.state === "handedOver") {
    await handOver(parts, recordId, pending);
  }
}

const UNSIGNED: readonly Approval["state"][] = ["approved", "awaitingPasskey"];

/** Once: the person starts every further try in the window. Without a request there is no page to ask. */
async function askForPasskey(
  { approvals, askPasskey }: Parts,
  approval: Approval | undefined,
): Promise<void> {
  if (approval?.state !== "approved") return;
  await approvals.move(approval.id, "awaitingPasskey");
  await askPasskey(approval.id);
}

async function handOver({ approvals }: Parts, recordId: string, pending: PendingRegistration): Promise<void> {
  const approval = await approvalOf(approvals, recordId);
  if (approval)
    await approvals.settle(approval.id, "delivered", {
      result: bodiesOf(pending),
    });
}

/**
 * Posts the kept text until Dfns says yes or no; the same text is sent again after a lost answer. Even a no is looked into
 * first: browsers repeat a POST by themselves when a connection breaks, and Dfns says no to the repeat.
 */
async function send(
  parts: Parts,
  recordId: string,
  pending: PendingRegistration,
  { sentBefore }: { readonly sentBefore: boolean },
): Promise<void> {
  let standing: Standing = sentBefore ? await standingOf(parts, pending) : "no";
  let last: { readonly type: "refused" | "lost"; readonly refusal: ApiRefusal } = {
    type: "lost",
    refusal: NO_ANSWER,
  };
  for (const pause of PAUSES) {
    if (standing === "accepted") return answerLost(parts, recordId, pending);
    if (pending.tokenExpiresAt <= parts.now()) {
      return standing === "no" ? expire(parts, recordId) : refuse(parts, recordId, NO_ANSWER, "lost");
    }
    const outcome = await complete(parts, pending);
    if (outcome.type === "accepted") return accept(parts, recordId, pending, outcome.value);
    last = outcome;
    if (outcome.type === "lost") await parts.wait(pause);
    standing = await standingOf(parts, pending);
    if (outcome.type === "refused") break;
  }
  if (standing === "accepted") return answerLost(parts, recordId, pending);
  return refuse(parts, recordId, last.refusal, standing === "no" ? last.type : "lost");
}
