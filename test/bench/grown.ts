/** Vaults of any size in a whole background, grown from one real registration. */
import { openDB } from "idb";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { base64url, jsonBytes, randomBytes } from "../../src/core/bytes.ts";
import { openIndex, parseHeader, sealIndex } from "../../src/core/vault/header.ts";
import type { AccountEntry, RecordEntry } from "../../src/core/vault/index.ts";
import { sealRecord } from "../../src/core/vault/records.ts";
import { openPasswordSlot } from "../../src/core/vault/slots.ts";
import { PASSWORD, type World } from "../background/world.ts";
import { firstOf, newWorld, register, storedVault } from "../vault/stored.ts";

export interface Grown {
  readonly world: World;
  readonly dfns: LocalDfns;
  /** The user whose keys are real. */
  readonly username: string;
  /** Puts its disk in place: there is one at a time. */
  readonly enter: () => void;
}

/** A locked vault with `count` credentials. */
export async function grownVault(count: number): Promise<Grown> {
  const dfns = await startDfns();
  const world = await newWorld();
  const username = `jane${count}@example.com`;
  await register(world, dfns, username);
  await world.page("vault.lock");
  await grow(count);
  const disk = globalThis.indexedDB;
  const enter = () => {
    globalThis.indexedDB = disk;
  };
  return { world, dfns, username, enter };
}

/** Adds credentials of other accounts, until there are `count`. */
async function grow(count: number): Promise<void> {
  const stored = await storedVault();
  const header = parseHeader(stored.header);
  const { vaultId, epoch, slots, generation } = header;
  const vmk = await openPasswordSlot({ slot: firstOf(slots), password: PASSWORD, vaultId, epoch });
  const index = await openIndex(vmk, header);
  const model = firstOf(index.records.filter(({ kind }) => kind === "Key"));
  const copies = Array.from({ length: count - index.records.length }, (_, i) => copyOf(model, i));
  const records = await Promise.all(
    copies.map(async (entry) => {
      const plaintext = jsonBytes({ secret: base64url(randomBytes(138)) });
      return [entry.id, await sealRecord({ vmk, vaultId, epoch, entry, plaintext })] as const;
    }),
  );
  const accounts = copies.map(({ accountId }) => accountOf(firstOf(index.accounts), accountId));
  const next = {
    ...index,
    accounts: [...index.accounts, ...accounts],
    records: [...index.records, ...copies],
  };
  const bare = { version: 1, vaultId, epoch, slots, generation: generation + 1 } as const;
  const sealed = await sealIndex(vmk, bare, next);
  const db = await openDB("countersign");
  const transaction = db.transaction(["header", "records"], "readwrite");
  await Promise.all([
    transaction.objectStore("header").put(sealed, "header"),
    ...records.map(([id, record]) => transaction.objectStore("records").put(record, id)),
    transaction.done,
  ]);
  db.close();
}

const copyOf = (model: RecordEntry, i: number): RecordEntry => ({
  ...model,
  id: base64url(randomBytes(16)),
  version: 1,
  credId: base64url(randomBytes(32)),
  accountId: `us-${i}@https://api.dfns.io`,
  origins: ["https://another.example"],
});

const accountOf = (model: AccountEntry, id: string): AccountEntry => ({
  ...model,
  id,
  userId: id.split("@")[0] ?? "",
  username: `${id.slice(0, 8)}@example.org`,
});
