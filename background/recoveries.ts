import * as v from "valibot";
import { base64url, sameId } from "../src/core/bytes.ts";
import type { RecoveryChallenge } from "../src/core/dfns/types.ts";
import { rpcError } from "../src/core/errors.ts";
import { accountIdOf } from "../src/core/vault/index.ts";
import { openRecoveryKey } from "../src/core/vault/recoveryContainer.ts";
import { RECOVER_STEPS, recoveryChallenge } from "../src/protocol/params.ts";
import type { PhraseOutcome } from "../src/protocol/recoverViews.ts";
import type { ApiRefusal, DfnsApi, Outcome } from "./api.ts";
import type { HeldKind } from "./credentials.ts";
import type { Keyring } from "./keyring.ts";
import type { Pendings } from "./pendings.ts";
import type { Registrations } from "./registrations.ts";
import { tryOn } from "./rehearsals.ts";
import { type Build, hostEnvironment } from "./requestViews.ts";
import type { Session } from "./session.ts";
import { expiryOf } from "./tokens.ts";

/** What is known of a recovery before its old key is open; in memory only, and gone at the lock. */
const draft = v.object({
  api: v.object({ url: v.string(), orgId: v.string() }),
  username: v.string(),
  credentialId: v.string(),
  challenge: v.nullable(recoveryChallenge as v.GenericSchema<unknown, RecoveryChallenge>),
  expiresAt: v.nullable(v.number()),
  /** The pending record in the vault, once the old key was opened. */
  recordId: v.nullable(v.string()),
  step: v.picklist(RECOVER_STEPS),
});

export type Draft = v.InferOutput<typeof draft>;

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
  /** Opens the old key and, if it is right, keeps new keys and new words. @throws `stale`, `challengeExpired` */
  open(typed: string): Promise<PhraseOutcome>;
  setStep(step: Draft["step"]): Promise<void>;
  /** @throws as `Pendings.decide` */
  finish(firstFactor: HeldKind, password: string | null): Promise<void>;
  /** Asks Dfns whether it has accepted, and sends again if not. @throws `challengeExpired` */
  retry(): Promise<void>;
  /** Gives up what Dfns has not accepted. @throws `stale` while it may be on its way */
  discard(): Promise<void>;
  /** Forgets where the pages stood; what is kept in the vault stays. */
  leave(): Promise<void>;
}

interface Parts {
  readonly session: Session;
  readonly keyring: Keyring;
  readonly pendings: Pendings;
  readonly registrations: Registrations;
  readonly api: DfnsApi;
  readonly now: () => number;
  readonly build: Build;
}

const KEY = "recovery";

export function createRecoveries(parts: Parts): Recoveries {
  const { session, pendings, registrations, api, now, build } = parts;
  const save = (next: Draft) => session.write(KEY, next);
  const current = async () => (await session.read(KEY, draft)) ?? (await resumed(pendings));
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
    async open(typed) {
      const draft = await mine();
      const { challenge, expiresAt } = draft;
      if (challenge === null || expiresAt === null || draft.recordId !== null) return stale();
      if (expiresAt <= now()) throw rpcError("challengeExpired");
      const { opened, ...outcome } = await begin(parts, draft, challenge, expiresAt, typed);
      if (opened !== null) await save({ ...draft, recordId: opened, step: "newPhrase" });
      return outcome;
    },
    setStep: async (step) => save({ ...(await mine()), step }),
    async finish(firstFactor, password) {
      const id = await recordId();
      await save({ ...(await mine()), step: "ready" });
      await pendings.decide(id, firstFactor, password);
      void registrations.advance(id).catch(() => undefined);
    },
    retry: async () => registrations.retry(await recordId()),
    async discard() {
      const id = (await current())?.recordId ?? null;
      const state = id === null ? null : (await pendings.find(id))?.state;
      if (state === "confirmed" || state === "sending") return stale();
      if (id !== null) await pendings.discard(id);
      await session.remove(KEY);
    },
    leave: () => session.remove(KEY),
  };
}

const EMPTY = { challenge: null, expiresAt: null, recordId: null, step: "newPhrase" } as const;

const NO_FIT = { status: 200, message: "" } as const;

function stale(): never {
  throw rpcError("stale");
}

/** After a restart of the browser: what was opened in the vault and is not over. */
async function resumed(pendings: Pendings): Promise<Draft | null> {
  const [found] = (await pendings.all()).filter(([, { old, origin }]) => old && origin === "");
  if (!found) return null;
  const [recordId, { api, user, old, tokenExpiresAt, confirmedAt }] = found;
  const step = confirmedAt === null ? "newPhrase" : "ready";
  const known = { api, username: user.name, credentialId: old?.credId ?? "", expiresAt: tokenExpiresAt };
  return { ...EMPTY, ...known, recordId, step };
}

/** `opened`: the pending record, kept before anything of it is shown. */
async function begin(
  { keyring, pendings }: Parts,
  { api, credentialId }: Draft,
  challenge: RecoveryChallenge,
  expiresAt: number,
  typed: string,
): Promise<PhraseOutcome & { readonly opened: string | null }> {
  const { records } = await keyring.index();
  const accountId = accountIdOf(api.url, challenge.user.id);
  const sealed = challenge.allowedRecoveryCredentials
    .filter(({ id }) => sameId(id, credentialId))
    .map(({ id, encryptedRecoveryKey: text }) => {
      const known = records.find((one) => one.accountId === accountId && sameId(one.credId, id));
      return { text, credId: id, username: challenge.user.name, publicKey: known?.publicKey };
    });
  const { opened: place, ...outcome } = await tryOn(sealed, typed);
  const kit = place === undefined ? undefined : sealed[place];
  if (!kit) return { ...outcome, opened: null };
  const { secret, algorithm } = await openRecoveryKey(kit, typed);
  await promoteAccepted(pendings, accountId, credentialId);
  const old = { credId: kit.credId, algorithm, secret: base64url(secret) };
  const opened = await pendings.begin({
    ...{ api, origin: "", challenge, wallets: null, submit: true, expiresAt },
    ...{ firstFactor: "Key", secondFactor: null, password: null, old },
  });
  return { ...outcome, opened };
}

/** Dfns lists the kit of an earlier try: it had accepted that one, whatever became of its answer. */
async function promoteAccepted(pendings: Pendings, accountId: string, credentialId: string): Promise<void> {
  for (const [recordId, { api, user, recovery, body }] of await pendings.all()) {
    const same = accountIdOf(api.url, user.id) === accountId && sameId(recovery.credId, credentialId);
    if (same && body !== null) await pendings.promote(recordId, []);
  }
}

/** @throws `apiError` with Dfns' words */
function accepted<T>(outcome: Outcome<T>): T {
  if (outcome.type === "accepted") return outcome.value;
  const refusal: ApiRefusal = outcome.refusal;
  throw rpcError("apiError", refusal);
}
