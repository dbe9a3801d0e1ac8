import { sameId } from "../src/core/bytes.ts";
import type { FactorKind } from "../src/core/dfns/types.ts";
import { hasReason, rpcError, toPublicJson } from "../src/core/errors.ts";
import { accountIdOf } from "../src/core/vault/index.ts";
import type { PendingRegistration } from "../src/core/vault/pending.ts";
import type { PhraseOutcome } from "../src/protocol/recoverViews.ts";
import type { ApiRefusal, DfnsApi, Outcome } from "./api.ts";
import type { Approval } from "./approvalRecord.ts";
import type { Approvals } from "./approvals.ts";
import { needsPasskey } from "./credentials.ts";
import type { Keyring } from "./keyring.ts";
import type { Pendings } from "./pendings.ts";
import { type Draft, type Drafts, draftOfPending, EMPTY, linesOf } from "./recoveryDrafts.ts";
import { promoteByKit } from "./recoveryEvidence.ts";
import { openOld } from "./recoveryOpening.ts";
import type { Registrations } from "./registrations.ts";
import { type Build, hostEnvironment } from "./requestViews.ts";
import { expiryOf } from "./tokens.ts";

/**
 * The recovery that the vault tab works on, one at a time: the old key first, then new words, then the person's last
 * word. What has been opened is a pending record, which outlives every kill and is driven like a registration.
 */
export interface Recoveries {
  /** Where it stands, also after a restart; `null` when nothing is begun. */
  current(): Promise<Draft | null>;
  /** Has Dfns e-mail a code. @throws `apiError` with Dfns' words; `invalidParams` for a host that is none of this build */
  start(asked: { username: string; orgId: string; url: string; credentialId: string }): Promise<void>;
  /** Back to the lines of the old kit, or of the new one that Dfns may know; what is kept in the vault stays. */
  toLines(kit: "old" | "new"): Promise<void>;
  /**
   * The old key comes next, unless Dfns took the code for the kit of an earlier try: that one has gone through.
   * @throws `apiError` with Dfns' words, or with status 200 when its answer does not fit what was asked
   */
  useCode(code: string): Promise<void>;
  /** Turns to a recovery that is kept in the vault. @throws `gone` */
  resume(recordId: string): Promise<void>;
  /** Turns to a recovery that a site asks for, once it is approved; the old key is what comes next. */
  take(approval: Approval): Promise<void>;
  /** Opens the old key and, if it is right, keeps new keys and new words. @throws `stale`, `challengeExpired` */
  open(typed: string): Promise<PhraseOutcome>;
  setStep(step: Draft["step"]): Promise<void>;
  /** @throws as `Pendings.decide`, and `stale` for a kind that is not asked for */
  finish(firstFactor: FactorKind, password: string | null): Promise<void>;
  /** Asks Dfns whether it has accepted, and sends again if not. @throws `apiError` when Dfns cannot be asked */
  retry(): Promise<void>;
  /**
   * Gives up what Dfns has not accepted, and rejects what a site asked. What was typed of a kit's lines stays.
   * @throws `stale` while it may be on its way, and as `Registrations.discard`
   */
  discard(): Promise<void>;
  /** The same with a recovery that the pages may not be at. */
  discardRecord(recordId: string): Promise<void>;
  /** Forgets where the pages stood; what is kept in the vault stays. */
  leave(): Promise<void>;
}

interface Parts {
  readonly drafts: Drafts;
  readonly keyring: Keyring;
  readonly approvals: Approvals;
  readonly pendings: Pendings;
  readonly registrations: Registrations;
  readonly api: DfnsApi;
  readonly now: () => number;
  readonly build: Build;
}

export function createRecoveries(parts: Parts): Recoveries {
  const { drafts, approvals, pendings, registrations, now } = parts;
  const { current, save } = drafts;
  const mine = async (): Promise<Draft> => (await current()) ?? stale();
  const recordId = async (): Promise<string> => (await mine()).recordId ?? stale();
  const begun = beginning(parts);
  const leave = ({ origin, ...draft }: Draft) => (origin === "" ? save(linesOf(draft)) : drafts.forget());
  const discardRecord = async (id: string) => {
    const pending = await pendings.find(id);
    if (pending && isOnItsWay(pending, now())) return stale();
    const draft = await current();
    const standing = pending ? await registrations.discard(id) : "no";
    if (draft?.recordId === id) await (standing === "accepted" ? save(draft) : leave(draft));
  };
  return {
    current,
    ...begun,
    take: drafts.take,
    resume: async (id) => save(draftOfPending(id, await pendings.get(id))),
    async toLines(kit) {
      const draft = await mine();
      const pending = kit === "new" ? await pendings.get(draft.recordId ?? stale()) : null;
      await save(linesOf({ ...draft, ...(pending && { credentialId: pending.recovery.credId }) }));
    },
    setStep: async (step) => save({ ...(await mine()), step }),
    async finish(firstFactor, password) {
      const draft = await mine();
      const id = await recordId();
      if (!draft.firstFactors.includes(firstFactor)) return stale();
      await save({ ...draft, step: "ready" });
      await pendings.decide(id, firstFactor, password);
      void registrations.advance(id).catch(() => undefined);
    },
    async retry() {
      const draft = await mine();
      await save(draft);
      await registrations.retry(await recordId()).catch((error: unknown) => {
        if (!hasReason(error, "challengeExpired")) throw error;
      });
    },
    async discard() {
      const draft = await current();
      if (!draft) return;
      if (draft.recordId !== null) await discardRecord(draft.recordId);
      else await leave(draft);
      if (draft.approvalId) await approvals.settle(draft.approvalId, "rejected", REJECTED);
    },
    discardRecord,
    leave: drafts.forget,
  };
}

/** The steps before there is a pending record. */
function beginning(parts: Parts): Pick<Recoveries, "start" | "useCode" | "open"> {
  const { drafts, keyring, api, now, build } = parts;
  const { save } = drafts;
  const mine = async (): Promise<Draft> => (await drafts.current()) ?? stale();
  return {
    async start({ username, orgId, url, credentialId }) {
      await keyring.index();
      hostEnvironment(url, build);
      const at = { url, orgId };
      accepted(await api.sendRecoveryCode(at, username));
      await save({ ...EMPTY, api: at, username, credentialId });
    },
    async useCode(verificationCode) {
      const draft = await mine();
      const { username, credentialId } = draft;
      const outcome = await api.openRecovery(draft.api, { username, credentialId, verificationCode });
      const challenge = accepted(outcome);
      const fits = challenge.allowedRecoveryCredentials.some(({ id }) => sameId(id, credentialId));
      if (!fits) throw rpcError("apiError", NO_FIT);
      const recordId = await promoteByKit(parts, accountIdOf(draft.api.url, challenge.user.id), credentialId);
      const expiresAt = expiryOf(challenge.temporaryAuthenticationToken, now());
      await save({ ...draft, challenge, expiresAt, recordId });
    },
    async open(typed) {
      const draft = await mine();
      const { challenge, expiresAt, recordId, step } = draft;
      if (challenge === null || expiresAt === null || recordId !== null || step === "notListed")
        return stale();
      if (expiresAt <= now()) throw rpcError("challengeExpired");
      const { change, ...outcome } = await openOld(parts, { ...draft, challenge, expiresAt }, typed);
      if (change !== null) await save({ ...draft, ...change });
      return outcome;
    },
  };
}

const REJECTED = { error: toPublicJson(rpcError("userRejected")) };

/** Dfns may have it, or get it from the site at any time. Nothing has left the vault before the passkey is made. */
const isOnItsWay = (pending: PendingRegistration, now: number): boolean =>
  pending.state === "sending" ||
  (pending.state === "handedOver" && pending.tokenExpiresAt > now) ||
  (pending.state === "confirmed" && !needsPasskey(pending));

const NO_FIT = { status: 200, message: "" } as const;

function stale(): never {
  throw rpcError("stale");
}

/** @throws `apiError` with Dfns' words */
function accepted<T>(outcome: Outcome<T>): T {
  if (outcome.type === "accepted") return outcome.value;
  const refusal: ApiRefusal = outcome.refusal;
  throw rpcError("apiError", refusal);
}
