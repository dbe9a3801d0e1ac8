import { fromUtf8, utf8 } from "../src/core/bytes.ts";
import type {
  CredentialInfo,
  FactorKind,
  RecoveryCredentials,
  RegistrationCredentials,
  Wallet,
} from "../src/core/dfns/types.ts";
import { rpcError } from "../src/core/errors.ts";
import { accountIdOf, type Index, type RecordEntry } from "../src/core/vault/index.ts";
import { type PendingRegistration, parsePending } from "../src/core/vault/pending.ts";
import { bodyOf, prepared, type Registration, withFirstFactor, withPasskey } from "./credentials.ts";
import { ifGone, isRegistration, newEntry, promoted, withEntry, withoutRecord } from "./entries.ts";
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
  /** Dfns has accepted: the account and its credentials take the pending record's place, the phrase is erased. */
  promote(recordId: string, wallets: readonly Wallet[], orgId?: string): Promise<void>;
  /** Throws away what is pending, of any purpose; never a credential. */
  discard(recordId: string): Promise<void>;
}

interface Parts {
  readonly keyring: Keyring;
  readonly now: () => number;
}

export function createPendings({ keyring, now }: Parts): Pendings {
  const at = () => new Date(now()).toISOString();
  const entryOf = async (recordId: string) =>
    (await keyring.index()).records.find((entry) => entry.id === recordId && isRegistration(entry));
  const read = async (entry: RecordEntry) => parsePending(JSON.parse(fromUtf8(await keyring.open(entry))));
  const find = async (recordId: string) => {
    const entry = await entryOf(recordId);
    return entry ? read(entry).catch(ifGone) : null;
  };
  const get = async (recordId: string) => {
    const pending = await find(recordId);
    if (!pending) throw rpcError("gone");
    return pending;
  };
  const replace = async (recordId: string, next: PendingRegistration) => {
    const entry = await entryOf(recordId);
    if (!entry) throw rpcError("gone");
    await keyring.change((index) => ({
      index,
      put: [{ entry, plaintext: plaintextOf(next) }],
    }));
  };
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
    get,
    find,
    async all() {
      const entries = (await keyring.index()).records.filter(isRegistration);
      const found = await Promise.all(entries.map(async ({ id }) => [id, await find(id)] as const));
      return found.flatMap(([id, pending]) => (pending ? [[id, pending] as const] : []));
    },
    isRight: async (recordId, place, word) => isRightWord(await get(recordId), place, word),
    async confirm(recordId, words) {
      const pending = await get(recordId);
      if (!areRightWords(pending, words)) return false;
      const state = pending.old ? "created" : "confirmed";
      await replace(recordId, { ...pending, confirmedAt: at(), state });
      return true;
    },
    async decide(recordId, firstFactor, chosen) {
      const pending = await get(recordId);
      if (pending.confirmedAt === null || pending.state !== "created") throw rpcError("stale");
      const { algorithm } = (await keyring.index()).settings;
      const decided = await withFirstFactor(pending, firstFactor, chosen, algorithm);
      await replace(recordId, { ...decided, state: "confirmed" });
    },
    async sign(recordId) {
      const pending = await get(recordId);
      if (pending.state === "created") throw rpcError("stale");
      if (pending.body !== null) return pending;
      const body = await bodyOf(pending);
      const signed = {
        ...pending,
        body,
        ...(pending.old && { old: { ...pending.old, secret: "" } }),
        state: pending.submit ? "sending" : "handedOver",
      } as const;
      await replace(recordId, signed);
      return signed;
    },
    async attach(recordId, passkey, rpId) {
      await replace(recordId, withPasskey(await get(recordId), passkey, rpId));
    },
    async update(recordId, change) {
      await replace(recordId, { ...(await get(recordId)), ...change });
    },
    async promote(recordId, wallets, orgId) {
      const pending = await get(recordId);
      await keyring.change((index) => promoted(index, recordId, pending, wallets, orgId, at()));
    },
    discard: (recordId) =>
      keyring.change((index) => {
        const isPending = index.records.some(({ id, kind }) => id === recordId && kind === "pending");
        return { index: isPending ? withoutRecord(index, recordId) : index };
      }),
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
