import { sameId } from "../src/core/bytes.ts";
import type { FactorKind } from "../src/core/dfns/types.ts";
import { rpcError, toPublicJson } from "../src/core/errors.ts";
import type { PendingRegistration } from "../src/core/vault/pending.ts";
import type { PhraseOutcome } from "../src/protocol/recoverViews.ts";
import type { ApiRefusal, DfnsApi, Outcome } from "./api.ts";
import type { Approval } from "./approvalRecord.ts";
import type { Approvals } from "./approvals.ts";
import { needsPasskey } from "./credentials.ts";
import type { Keyring } from "./keyring.ts";
import type { Pendings } from "./pendings.ts";
import { type Draft, type Drafts, EMPTY } from "./recoveryDrafts.ts";
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
  /** @throws `apiError` with Dfns' words, or with status 200 when its answer does not fit what was asked */
  useCode(code: string): Promise<void>;
  /** Turns to a recovery that a site asks for, once it is approved; the old key is what comes next. */
  take(approval: Approval): Promise<void>;
  /** Opens the old key and, if it is right, keeps new keys and new words. @throws `stale`, `challengeExpired` */
  open(typed: string): Promise<PhraseOutcome>;
  setStep(step: Draft["step"]): Promise<void>;
  /** @throws as `Pendings.decide`, and `stale` for a kind that is not asked for */
  finish(firstFactor: FactorKind, password: string | null): Promise<void>;
  /** Asks Dfns whether it has accepted, and sends again if not. @throws `challengeExpired` */
  retry(): Promise<void>;
  /**
   * Gives up what Dfns has not accepted, and rejects what a site asked.
   * @throws `stale` while it may be on its way, and as `Registrations.discard`
   */
  discard(): Promise<void>;
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
  const { drafts, approvals, pendings, registrations, api, now, build } = parts;
  const { current, save } = drafts;
  const mine = async (): Promise<Draft> => (await current()) ?? stale();
  const recordId = async (): Promise<string> => (await mine()).recordId ?? stale();
  return {
    current,
    async start({ username, orgId, url, credentialId }) {
      await parts.keyring.index();
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
      await save({ ...draft, challenge, expiresAt: expiryOf(challenge.temporaryAuthenticationToken, now()) });
    },
    take: drafts.take,
    async open(typed) {
      const draft = await mine();
      const { challenge, expiresAt, recordId: begun, step } = draft;
      if (challenge === null || expiresAt === null || begun !== null || step === "notListed") return stale();
      if (expiresAt <= now()) throw rpcError("challengeExpired");
      const { change, ...outcome } = await openOld(parts, { ...draft, challenge, expiresAt }, typed);
      if (change !== null) await save({ ...draft, ...change });
      return outcome;
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
    retry: async () => registrations.retry(await recordId()),
    async discard() {
      const draft = await current();
      const id = draft?.recordId ?? null;
      const pending = id === null ? null : await pendings.find(id);
      if (pending && isOnItsWay(pending)) return stale();
      if (id !== null) await registrations.discard(id);
      if (draft?.approvalId) await approvals.settle(draft.approvalId, "rejected", REJECTED);
      await drafts.forget();
    },
    leave: drafts.forget,
  };
}

const REJECTED = { error: toPublicJson(rpcError("userRejected")) };

/** Dfns may have it, or get it from the site at any time. Nothing has left the vault before the passkey is made. */
const isOnItsWay = (pending: PendingRegistration): boolean =>
  pending.state === "sending" ||
  pending.state === "handedOver" ||
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
