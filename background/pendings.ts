import { fromUtf8, utf8 } from "../src/core/bytes.ts";
import type {
  CredentialInfo,
  FactorKind,
  RecoveryCredentials,
  RegistrationCredentials,
  Wallet,
} from "../src/core/dfns/types.ts";
import { nullIf, rpcError } from "../src/core/errors.ts";
import { accountIdOf, type Index, type RecordEntry } from "../src/core/vault/index.ts";
import { type PendingRegistration, parsePending } from "../src/core/vault/pending.ts";
import { bodyOf, prepared, type Registration, withFirstFactor, withPasskey } from "./credentials.ts";
import { isRegistration, newEntry, promoted, withEntry, withoutRecord } from "./entries.ts";
import type { Keyring } from "./keyring.ts";
import { areRightWords, isRightWord } from "./kits.ts";
import { withSite } from "./sites.ts";

/** Registrations that Dfns has not accepted yet: keys and phrase are kept from the approval until then, or until Discard. */
export interface Pendings {
  /**
   * Stores new keys and a new phrase, or those of an earlier try of this user at this site, before anything public of them
   * leaves the background. The site is connected from here on.
   * @returns the id of the pending record
   */
  begin(registration: Registration): Promise<string>;
  /** Stores the passkey that the page's authenticator has made, before it is sent. */
  attach(recordId: string, passkey: CredentialInfo, rpId: string): Promise<void>;
  /** @throws `gone` when there is no such pending record (any more) */
  get(recordId: string): Promise<PendingRegistration>;
  find(recordId: string): Promise<PendingRegistration | null>;
  /** All that can be read: a damaged one stands in nobody's way. */
  all(): Promise<readonly (readonly [recordId: string, pending: PendingRegistration])[]>;
  /** Whether `word` is the one at `place` (from 1), for the places that are asked. */
  isRight(recordId: string, place: number, word: string): Promise<boolean>;
  /** Records that the words were typed right, in the order of the places; @returns whether they were. */
  confirm(recordId: string, words: readonly string[]): Promise<boolean>;
  /**
   * The person goes through with a recovery whose new words are confirmed, with a first factor of that kind.
   * @throws `stale` before that; `weakPassword` for a PasswordProtectedKey without a password
   */
  decide(recordId: string, firstFactor: FactorKind, password: string | null): Promise<void>;
  /** Signs once per challenge and keeps the text, so that the same bytes can be sent again. */
  sign(recordId: string): Promise<PendingRegistration>;
  update(recordId: string, change: Partial<Pick<PendingRegistration, "state" | "refusal">>): Promise<void>;
  /** Dfns has accepted: the account and its credentials take the pending record's place, once; the phrase is erased. */
  promote(recordId: string, wallets: readonly Wallet[], orgId?: string): Promise<void>;
  /** Throws away what is pending, of any purpose; never a credential. */
  discard(recordId: string): Promise<void>;
}

interface Parts {
  readonly keyring: Keyring;
  readonly now: () => number;
}

export function createPendings({ keyring, now }: Parts): Pendings {
  const inside: Inside = { keyring, at: () => new Date(now()).toISOString() };
  const kept = readings(inside);
  return {
    ...kept,
    ...beginnings(inside, kept),
    ...steps(inside, kept),
    isRight: async (recordId, place, word) => isRightWord(await kept.get(recordId), place, word),
  };
}

interface Inside extends Pick<Parts, "keyring"> {
  /** The time of day as it is written down. */
  readonly at: () => string;
}

type Readings = Pick<Pendings, "get" | "find" | "all">;

const read = async (keyring: Keyring, entry: RecordEntry): Promise<PendingRegistration> =>
  parsePending(JSON.parse(fromUtf8(await keyring.open(entry))));

function readings({ keyring }: Inside): Readings {
  const find = async (recordId: string) => {
    const { records } = await keyring.index();
    const entry = records.find((one) => one.id === recordId && isRegistration(one));
    return entry ? read(keyring, entry).catch(nullIf("gone")) : null;
  };
  return {
    find,
    async get(recordId) {
      const pending = await find(recordId);
      if (!pending) throw rpcError("gone");
      return pending;
    },
    async all() {
      const entries = (await keyring.index()).records.filter(isRegistration);
      const found = await Promise.all(
        entries.map(async ({ id }) => [id, await find(id).catch(nullIf("notOpened"))] as const),
      );
      return found.flatMap(([id, pending]) => (pending ? [[id, pending] as const] : []));
    },
  };
}

function beginnings(
  { keyring, at }: Inside,
  { find }: Readings,
): Pick<Pendings, "begin" | "promote" | "discard"> {
  return {
    async begin(registration) {
      const entry = (await keyring.index()).records.find((record) => isSameTry(record, registration));
      const { algorithm } = (await keyring.index()).settings;
      const before = entry ? await find(entry.id) : null;
      const pending = await prepared(registration, before, algorithm, at());
      const next = entry ?? newEntry(registration.old ? "recovery" : "registration", pending, at());
      await keyring.change((index) => ({
        index: withAsker(withEntry(index, next), registration.origin, at()),
        put: [{ entry: next, plaintext: plaintextOf(pending) }],
      }));
      return next.id;
    },
    promote: (recordId, wallets, orgId) =>
      keyring.change(async (index) => {
        const entry = index.records.find(({ id }) => id === recordId);
        if (!entry) return { index };
        return promoted(index, recordId, await read(keyring, entry), wallets, orgId, at());
      }),
    discard: (recordId) =>
      keyring.change((index) => {
        const isPending = index.records.some(({ id, kind }) => id === recordId && kind === "pending");
        return { index: isPending ? withoutRecord(index, recordId) : index };
      }),
  };
}

type Next = (pending: PendingRegistration) => PendingRegistration | Promise<PendingRegistration>;

function steps(
  { keyring, at }: Inside,
  { get }: Readings,
): Pick<Pendings, "confirm" | "decide" | "sign" | "attach" | "update"> {
  /** The next state of what is stored by then, whoever else is writing. @throws `gone` */
  const edit = (recordId: string, next: Next) =>
    keyring.change(async (index) => {
      const entry = index.records.find(({ id }) => id === recordId);
      if (!entry) throw rpcError("gone");
      return { index, put: [{ entry, plaintext: plaintextOf(await next(await read(keyring, entry))) }] };
    });
  return {
    async confirm(recordId, words) {
      if (!areRightWords(await get(recordId), words)) return false;
      await edit(recordId, (pending) => withConfirmed(pending, at()));
      return true;
    },
    async decide(recordId, firstFactor, chosen) {
      const { algorithm } = (await keyring.index()).settings;
      const before = mayDecide(await get(recordId));
      const decided = await withFirstFactor(before, firstFactor, chosen, algorithm);
      const made = { firstFactor: decided.firstFactor, state: "confirmed" } as const;
      await edit(recordId, (pending) => ({ ...mayDecide(pending), ...made }));
    },
    async sign(recordId) {
      let signed = await get(recordId);
      await edit(recordId, async (pending) => {
        signed = await withBody(pending);
        return signed;
      });
      return signed;
    },
    attach: (recordId, passkey, rpId) =>
      edit(recordId, (pending) => {
        if (pending.body !== null) throw rpcError("stale");
        return withPasskey(pending, passkey, rpId);
      }),
    update: (recordId, change) => edit(recordId, (pending) => ({ ...pending, ...change })),
  };
}

/** The bodies that a pending record hands to its site: what was signed, read from the text that is kept. */
export function bodiesOf({ body }: PendingRegistration): RegistrationCredentials | RecoveryCredentials {
  if (body === null) throw rpcError("stale");
  const { wallets: _posted, ...bodies } = JSON.parse(body) as (
    | RegistrationCredentials
    | RecoveryCredentials
  ) & {
    wallets?: unknown;
  };
  return bodies;
}

/** The person's last word is due. @throws `stale` before the words are confirmed, and once it was said */
function mayDecide(pending: PendingRegistration): PendingRegistration {
  if (pending.confirmedAt === null || pending.state !== "created") throw rpcError("stale");
  return pending;
}

function withConfirmed(pending: PendingRegistration, confirmedAt: string): PendingRegistration {
  if (pending.state !== "created") return pending;
  return { ...pending, confirmedAt, state: pending.old ? "created" : "confirmed" };
}

/**
 * With the text to send, which is made once; the old key of a recovery has done its work with that.
 * @throws `stale` before the words are confirmed
 */
async function withBody(pending: PendingRegistration): Promise<PendingRegistration> {
  if (pending.state === "created") throw rpcError("stale");
  if (pending.body !== null) return pending;
  return {
    ...pending,
    body: await bodyOf(pending),
    ...(pending.old && { old: { ...pending.old, secret: "" } }),
    state: pending.submit ? "sending" : "handedOver",
  };
}

const withAsker = (index: Index, origin: string, at: string): Index =>
  origin === "" ? index : withSite(index, origin, at);

const plaintextOf = (pending: PendingRegistration): Uint8Array => utf8(JSON.stringify(pending));

function isSameTry(entry: RecordEntry, { api, origin, challenge, old, leaves = [] }: Registration): boolean {
  return (
    isRegistration(entry) &&
    !leaves.includes(entry.id) &&
    (entry.purpose === "recovery") === (old !== undefined) &&
    entry.accountId === accountIdOf(api.url, challenge.user.id) &&
    entry.registeredOn === origin
  );
}
