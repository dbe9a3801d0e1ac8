import { fromJsonBytes } from "../src/core/bytes.ts";
import { hasReason, rpcError } from "../src/core/errors.ts";
import { type VerifiedActivity, verifyActivity } from "../src/core/vault/activity.ts";
import type { Backup } from "../src/core/vault/backup.ts";
import type { Factor } from "../src/core/vault/factors.ts";
import { parseHeader, sealIndex } from "../src/core/vault/header.ts";
import type { Index, RecordEntry } from "../src/core/vault/index.ts";
import { openRecord, parseSecret, parseStoredRecord } from "../src/core/vault/records.ts";
import { type NextSlot, openAny, rekey } from "../src/core/vault/rekey.ts";
import type { Slot } from "../src/core/vault/slots.ts";
import { type StoredVault, verifyVault } from "../src/core/vault/verify.ts";
import type { VaultState } from "../src/protocol/views.ts";
import { type RoamingSigner, roamingSignerOf, type Signer, signerOf } from "./lending.ts";
import { type Change, newVault, openWith, seal, stateOfUnreadable } from "./opened.ts";
import { createQueue, type Exclusive } from "./queue.ts";
import { createUnlocked, type Unlocked } from "./unlocked.ts";

/** The unlocked vault. Everything but `state`, `create`, `unlock` and `lock` throws `locked` while it is not open. */
export interface Keyring {
  state(): Promise<VaultState>;
  /** @throws `vaultExists` when anything of a vault is stored, readable or not. */
  create(password: string): Promise<void>;
  /** @throws `notOpened` for a wrong password and for a damaged vault alike. */
  unlock(factor: Factor): Promise<void>;
  /** @returns whether it was open, or had just run out of its time */
  lock(): Promise<boolean>;
  /** When the vault was opened, in milliseconds since the epoch; `null` while it is locked. */
  openedAt(): Promise<number | null>;
  isUnlocked(): Promise<boolean>;
  index(): Promise<Index>;
  /** One mutation at a time, each one transaction that is read back before this resolves. */
  change(edit: (index: Index) => Change | Promise<Change>): Promise<void>;
  /** @throws `gone` when it was removed meanwhile, `notOpened` for damage */
  open(entry: Pick<RecordEntry, "id" | "version">): Promise<Uint8Array>;
  /** Reads everything that is stored. @throws `notOpened` for any damage, which unlocking alone may not notice */
  verify(): Promise<Index>;
  /** Reads the whole activity log and says which entries are missing or were changed. */
  activity(): Promise<VerifiedActivity>;
  /**
   * Opens a credential for one approval; the key does not leave, its signatures do.
   * @throws `notOpened` for a wrong credential password or a damaged container
   */
  signer(entry: RecordEntry, password: string | undefined): Promise<Signer>;
  /**
   * Opens a container that is not of this vault, for one approval.
   * @throws `notOpened` for a wrong credential password or a damaged container
   */
  roamingSigner(
    container: { readonly text: string; readonly credId: string; readonly username: string },
    password: string | undefined,
  ): Promise<RoamingSigner>;
  /** What opens the vault, as far as that lies in clear. @throws `notOpened` for a vault that cannot be read */
  slots(): Promise<readonly Slot[]>;
  /** Renames slots, or adds one that wraps the master key as it is. */
  changeSlots(edit: (slots: readonly Slot[], place: SlotPlace) => Promise<readonly Slot[]>): Promise<void>;
  /**
   * A new master key: every record sealed anew, in one transaction. Only the slots that `present` opens go on, as `edit`
   * leaves them; after a kill it is the old vault or the new.
   * @throws `notOpened` when one of `present` opens nothing, or the vault is not whole
   */
  rekey(present: readonly Factor[], edit: (slots: readonly NextSlot[]) => readonly NextSlot[]): Promise<void>;
  /** Everything as it lies in the store. */
  stored(): Promise<StoredVault>;
  /**
   * Puts a verified backup in the place of whatever is stored, and opens it. Its activity log begins anew: a backup holds
   * none of the entries that it counts.
   */
  replace(backup: Backup, vmk: Uint8Array): Promise<void>;
  /** Removes everything that is stored. */
  clear(): Promise<void>;
  /** Whether this is the vault password, which no credential may share. */
  isVaultPassword(password: string): Promise<boolean>;
}

/** What a new slot of the same epoch is made of. */
export interface SlotPlace {
  readonly vmk: Uint8Array;
  readonly vaultId: string;
  readonly epoch: number;
}

type Parts = Parameters<typeof createUnlocked>[0] & { readonly now: () => number };

/** A record that never fits its entry is damaged, not being written. */
const MAX_READS = 5;

interface Inside extends Pick<Parts, "store" | "now"> {
  readonly unlocked: Unlocked;
  readonly exclusive: Exclusive;
}

export function createKeyring(parts: Parts): Keyring {
  const inside: Inside = { ...parts, unlocked: createUnlocked(parts), exclusive: createQueue() };
  return {
    ...states(inside),
    ...openings(inside),
    ...contents(inside),
    ...changes(inside),
    ...wholes(inside),
  };
}

type Some<K extends keyof Keyring> = Pick<Keyring, K>;

function states({ store, unlocked }: Inside): Some<"state" | "openedAt" | "isUnlocked" | "slots"> {
  const isUnlocked = async () => (await unlocked.current().catch(() => null)) !== null;
  return {
    async state() {
      const header = await store.readHeader();
      if (header === undefined) return "none";
      return stateOfUnreadable(header) ?? ((await isUnlocked()) ? "unlocked" : "locked");
    },
    openedAt: unlocked.since,
    isUnlocked,
    slots: async () => parseHeader(await store.readHeader()).slots,
  };
}

function openings({ store, now, unlocked, exclusive }: Inside): Some<"create" | "unlock" | "lock" | "clear"> {
  return {
    create: (password) =>
      exclusive(async () => {
        if ((await store.readHeader()) !== undefined) throw rpcError("vaultExists");
        const next = await newVault(password, new Date(now()).toISOString());
        await store.commit({ header: next.header, put: [], remove: [] });
        await unlocked.begin(next);
      }),
    unlock: (factor) =>
      exclusive(async () => {
        const header = await store.readHeader();
        if (header === undefined) throw rpcError("noVault");
        const parsed = parseHeader(header);
        await unlocked.begin(await openWith((await openAny(parsed, factor)).vmk, parsed));
      }),
    lock: () =>
      exclusive(async () => {
        const wasOpen = await unlocked.holdsKey();
        await unlocked.forget();
        return wasOpen;
      }),
    clear: () =>
      exclusive(async () => {
        await unlocked.forget();
        await store.replace(null);
      }),
  };
}

function contents(inside: Inside): Some<"index" | "open" | "signer" | "roamingSigner" | "isVaultPassword"> {
  const { unlocked } = inside;
  return {
    index: async () => (await unlocked.need()).index,
    async open(entry) {
      const { epoch } = (await unlocked.need()).header;
      try {
        const whole = await readWhole(inside, entry.id);
        if (whole.entry.version < entry.version) throw rpcError("notOpened");
        return await openRecord(whole);
      } catch (error) {
        // Under another master key meanwhile, as the whole vault is.
        if ((await unlocked.need()).header.epoch === epoch) throw error;
        return this.open(entry);
      }
    },
    async signer(entry, password) {
      const content = parseSecret(fromJsonBytes(await this.open(entry)));
      const { accounts } = await this.index();
      const username = accounts.find(({ id }) => id === entry.accountId)?.username ?? "";
      return signerOf(entry, content, username, password);
    },
    async roamingSigner(container, password) {
      await unlocked.need();
      return roamingSignerOf(container, password);
    },
    async isVaultPassword(password) {
      const { header } = await unlocked.need();
      return openAny(header, { type: "password", password }).then(
        () => true,
        () => false,
      );
    },
  };
}

/**
 * A record and its entry of the same write, though others are writing: the entry as it is now, not as it was asked for.
 * @throws `gone` once it was removed
 */
async function readWhole({ store, unlocked }: Inside, id: string) {
  for (let tries = 1; ; tries++) {
    await unlocked.written();
    const { vmk, header, index } = await unlocked.need();
    const entry = index.records.find((one) => one.id === id);
    if (!entry) throw rpcError("gone");
    const stored = await store.readRecord(id);
    if (stored === undefined && tries < MAX_READS) continue;
    const record = parseStoredRecord(stored);
    // A worker that was being stopped wrote it after this one had read the index.
    if (record.version > entry.version) unlocked.reread();
    const { vaultId, epoch } = header;
    if (record.version === entry.version || tries === MAX_READS)
      return { vmk, vaultId, epoch, entry, record };
  }
}

function changes({ store, unlocked, exclusive }: Inside): Some<"change" | "changeSlots" | "rekey"> {
  const attempt = async (edit: Parameters<Keyring["change"]>[0]) => {
    const current = await unlocked.need();
    await unlocked.write(await seal(current, await edit(current.index)));
  };
  return {
    change: (edit) =>
      exclusive(() =>
        attempt(edit).catch((error: unknown) => {
          if (!hasReason(error, "stale")) throw error;
          // A worker that was being stopped wrote last: what it wrote is what is edited.
          unlocked.reread();
          return attempt(edit);
        }),
      ),
    changeSlots: (edit) =>
      exclusive(async () => {
        const { vmk, header, index } = await unlocked.need();
        const { index: _sealed, vaultId, epoch, ...rest } = header;
        const slots = await edit(header.slots, { vmk, vaultId, epoch });
        const bare = { ...rest, vaultId, epoch, slots, generation: header.generation + 1 };
        const next = await sealIndex(vmk, bare, index);
        const commit = { header: next, put: [], remove: [] };
        await unlocked.write({ opened: { vmk, header: next, index }, commit });
      }),
    rekey: (present, edit) =>
      exclusive(async () => {
        const { vmk, header } = await unlocked.need();
        const kept: NextSlot[] = [];
        for (const factor of present) kept.push({ naming: (await openAny(header, factor)).slot, factor });
        const { records, ...next } = await rekey(vmk, await store.readAll(), edit(kept));
        const commit = { header: next.header, put: records, remove: [] };
        await unlocked.write({ opened: next, commit });
        await unlocked.keep(next);
        vmk.fill(0);
      }),
  };
}

function wholes({ store, unlocked, exclusive }: Inside): Some<"stored" | "replace" | "activity" | "verify"> {
  return {
    stored: () => exclusive(() => store.readAll()),
    replace: (backup, vmk) =>
      exclusive(async () => {
        const { activity: _elsewhere, ...index } = await verifyVault(vmk, backup);
        const { index: _sealed, ...rest } = backup.header;
        const header = await sealIndex(vmk, { ...rest, generation: rest.generation + 1 }, index);
        await store.replace({ header, records: backup.records });
        await unlocked.begin({ vmk, header, index });
      }),
    activity: () =>
      exclusive(async () => {
        const { index } = await unlocked.need();
        return verifyActivity(index.activity, await store.readActivity());
      }),
    verify: () => exclusive(async () => verifyVault((await unlocked.need()).vmk, await store.readAll())),
  };
}
