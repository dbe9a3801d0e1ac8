import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { rpcError } from "../src/core/errors.ts";
import type { StoredActivity } from "../src/core/vault/activity.ts";
import type { StoredVault } from "../src/core/vault/verify.ts";
import type { GuardStore } from "./guard.ts";

/** What one mutation writes, already sealed: a transaction commits at any foreign await. */
export interface Commit {
  readonly header: { readonly generation: number };
  readonly put: readonly (readonly [id: string, record: unknown])[];
  readonly remove: readonly string[];
  /** New entries of the activity log, by number. */
  readonly append?: readonly (readonly [number: number, entry: unknown])[];
}

/** The vault at rest: ciphertext in the extension's own IndexedDB, and the guard beside it. What it gives back is unparsed. */
export interface Store extends GuardStore {
  readHeader(): Promise<unknown>;
  readRecord(id: string): Promise<unknown>;
  /** Header and records as they are between two writes. */
  readAll(): Promise<StoredVault>;
  readActivity(): Promise<StoredActivity>;
  /**
   * Writes header and records in one transaction, waits for the disk, and reads them back.
   * @throws `stale` when another write came first, `storage` when what was read back differs.
   */
  commit(commit: Commit): Promise<void>;
  /**
   * Puts another vault, or none, in the place of the stored one, in one transaction; the activity log goes with the old one.
   * @throws `storage` as `commit`
   */
  replace(
    vault: { readonly header: Commit["header"]; readonly records: Commit["put"] } | null,
  ): Promise<void>;
}

interface Schema extends DBSchema {
  header: { key: "header"; value: unknown };
  records: { key: string; value: unknown };
  activity: { key: number; value: unknown };
  guard: { key: string; value: unknown };
}

const DATABASE = "countersign";

export function createStore(): Store {
  let opening: Promise<IDBPDatabase<Schema>> | null = null;
  const database = () => {
    opening ??= openDatabase(() => {
      opening = null;
    });
    return opening;
  };
  return {
    readHeader: async () => (await database()).get("header", "header"),
    readRecord: async (id) => (await database()).get("records", id),
    readAll: async () => readAll(await database()),
    readActivity: async () => readActivity(await database()),
    readGuard: async (key) => (await database()).get("guard", key),
    writeGuard: async (key, value) => void (await (await database()).put("guard", value, key)),
    removeGuard: async (key) => (await database()).delete("guard", key),
    commit: async (commit) => {
      const db = await database();
      await write(db, commit);
      await readBack(db, commit);
    },
    replace: async (vault) => {
      const db = await database();
      await overwrite(db, vault);
      if (vault) await readBack(db, { header: vault.header, put: vault.records, remove: [] });
    },
  };
}

function openDatabase(closed: () => void): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(DATABASE, 1, {
    upgrade(db) {
      for (const name of ["header", "records", "activity", "guard"] as const) db.createObjectStore(name);
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    terminated: closed,
  });
}

async function readAll(db: IDBPDatabase<Schema>): Promise<StoredVault> {
  const transaction = db.transaction(["header", "records"]);
  const records = transaction.objectStore("records");
  const [header, ids, values] = await Promise.all([
    transaction.objectStore("header").get("header"),
    records.getAllKeys(),
    records.getAll(),
  ]);
  return { header, records: ids.map((id, i) => [id, values[i]] as const) };
}

async function readActivity(db: IDBPDatabase<Schema>): Promise<StoredActivity> {
  const entries = db.transaction("activity").store;
  const [numbers, values] = await Promise.all([entries.getAllKeys(), entries.getAll()]);
  return numbers.map((number, i) => [number, values[i]] as const);
}

async function write(db: IDBPDatabase<Schema>, { header, put, remove, append = [] }: Commit): Promise<void> {
  const transaction = db.transaction(["header", "records", "activity"], "readwrite", {
    durability: "strict",
  });
  const headers = transaction.objectStore("header");
  const records = transaction.objectStore("records");
  if (generationOf(await headers.get("header")) !== header.generation - 1) {
    transaction.abort();
    await transaction.done.catch(() => undefined);
    throw rpcError("stale");
  }
  await Promise.all([
    headers.put(header, "header"),
    ...put.map(([id, record]) => records.put(record, id)),
    ...remove.map((id) => records.delete(id)),
    ...append.map(([number, entry]) => transaction.objectStore("activity").put(entry, number)),
    transaction.done,
  ]);
}

async function overwrite(db: IDBPDatabase<Schema>, vault: Parameters<Store["replace"]>[0]): Promise<void> {
  const transaction = db.transaction(["header", "records", "activity"], "readwrite", {
    durability: "strict",
  });
  const headers = transaction.objectStore("header");
  const records = transaction.objectStore("records");
  await Promise.all([
    headers.clear(),
    records.clear(),
    transaction.objectStore("activity").clear(),
    ...(vault ? [headers.put(vault.header, "header")] : []),
    ...(vault?.records.map(([id, record]) => records.put(record, id)) ?? []),
    transaction.done,
  ]);
}

async function readBack(db: IDBPDatabase<Schema>, { header, put, remove }: Commit): Promise<void> {
  const transaction = db.transaction(["header", "records"]);
  const records = transaction.objectStore("records");
  const [storedHeader, stored, removed] = await Promise.all([
    transaction.objectStore("header").get("header"),
    Promise.all(put.map(([id]) => records.get(id))),
    Promise.all(remove.map((id) => records.get(id))),
  ]);
  const same =
    JSON.stringify([storedHeader, ...stored]) === JSON.stringify([header, ...put.map(([, r]) => r)]);
  if (!same || removed.some((record) => record !== undefined)) throw rpcError("storage");
}

function generationOf(header: unknown): number {
  return (header as { generation?: number } | undefined)?.generation ?? 0;
}
