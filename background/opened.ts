/** The unlocked vault as a value, and its next states. */
import { base64url, randomBytes } from "../src/core/bytes.ts";
import { type ActivityEntry, sealActivity } from "../src/core/vault/activity.ts";
import { type Header, openIndex, parseHeader, sealIndex } from "../src/core/vault/header.ts";
import { emptyIndex, type Index, type RecordEntry } from "../src/core/vault/index.ts";
import { sealRecord } from "../src/core/vault/records.ts";
import { createPasswordSlot } from "../src/core/vault/slots.ts";

/** An entry with the plaintext of its record; a version that is stored already is counted on. */
export interface Put {
  readonly entry: RecordEntry;
  readonly plaintext: Uint8Array;
}

/** The next state of the vault. A record whose entry is no longer in the index is removed with it. */
export interface Change {
  readonly index: Index;
  readonly put?: readonly Put[];
  /** What is added to the activity log with it. */
  readonly log?: readonly ActivityEntry[];
}

export interface Opened {
  readonly vmk: Uint8Array;
  readonly header: Header;
  readonly index: Index;
}

/** What keeps a stored header from being read, if anything does. */
export function stateOfUnreadable(header: unknown): "damaged" | "newer" | null {
  try {
    parseHeader(header);
    return null;
  } catch (error) {
    return (error as { data?: { reason?: string } }).data?.reason === "unsupportedVersion"
      ? "newer"
      : "damaged";
  }
}

export async function newVault(password: string, createdAt: string): Promise<Opened> {
  const vmk = randomBytes(32);
  const vaultId = base64url(randomBytes(16));
  const epoch = 1;
  const slot = await createPasswordSlot({
    password,
    vmk,
    vaultId,
    epoch,
    name: "Vault password",
    createdAt,
  });
  const index = emptyIndex();
  const header = await sealIndex(vmk, { version: 1, vaultId, epoch, generation: 1, slots: [slot] }, index);
  return { vmk, header, index };
}

/** @throws `notOpened` */
export async function openWith(vmk: Uint8Array, header: Header): Promise<Opened> {
  return { vmk, header, index: await openIndex(vmk, header) };
}

/** The next state, sealed and not yet stored. */
export async function seal({ vmk, header, index: before }: Opened, { index, put = [], log = [] }: Change) {
  const { vaultId, epoch } = header;
  const versionOf = (id: string) => before.records.find((entry) => entry.id === id)?.version ?? 0;
  const written = new Map(
    put.map(({ entry }) => [
      entry.id,
      { ...entry, version: Math.max(versionOf(entry.id) + 1, entry.version) },
    ]),
  );
  const records = await Promise.all(
    put.map(async ({ entry, plaintext }) => {
      const next = written.get(entry.id) ?? entry;
      return [entry.id, await sealRecord({ vmk, vaultId, epoch, entry: next, plaintext })] as const;
    }),
  );
  const logged = log.length > 0 ? await sealActivity(before.activity, log) : null;
  const nextIndex = {
    ...index,
    activity: logged?.head ?? before.activity,
    records: index.records.map((entry) => written.get(entry.id) ?? entry),
  };
  const kept = new Set(nextIndex.records.map(({ id }) => id));
  const remove = before.records.map(({ id }) => id).filter((id) => !kept.has(id));
  const { index: _sealed, ...rest } = header;
  const nextHeader = await sealIndex(vmk, { ...rest, generation: header.generation + 1 }, nextIndex);
  return {
    opened: { vmk, header: nextHeader, index: nextIndex },
    commit: { header: nextHeader, put: records, remove, append: logged?.stored ?? [] },
  };
}
