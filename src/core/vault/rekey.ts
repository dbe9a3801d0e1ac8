/** A new master key for a whole vault: what a change of password and the loss of any other factor come to. */
import { randomBytes } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import type { Factor } from "./factors.ts";
import { type Header, parseHeader, sealIndex } from "./header.ts";
import type { Index } from "./index.ts";
import { openRecord, parseStoredRecord, type StoredRecord, sealRecord } from "./records.ts";
import { createSlot, openSlot, type Slot, type SlotNaming } from "./slots.ts";
import { type StoredVault, verifyVault } from "./verify.ts";

/** A slot of the next epoch. */
export interface NextSlot {
  readonly naming: SlotNaming;
  readonly factor: Factor;
}

/** A vault under its new key, sealed and not yet stored. */
export interface Rekeyed {
  readonly vmk: Uint8Array;
  readonly header: Header;
  readonly index: Index;
  readonly records: readonly (readonly [id: string, record: StoredRecord])[];
}

/**
 * The same content under a new master key, at the next epoch, with exactly the slots given.
 * @throws notOpened when anything that is stored is not whole: damage is never sealed anew
 */
export async function rekey(
  vmk: Uint8Array,
  stored: StoredVault,
  slots: readonly NextSlot[],
): Promise<Rekeyed> {
  const index = await verifyVault(vmk, stored);
  const { vaultId, epoch, generation } = parseHeader(stored.header);
  const next = { vmk: randomBytes(32), vaultId, epoch: epoch + 1 };
  const byId = new Map(stored.records);
  const records = await Promise.all(
    index.records.map(async (entry) => {
      const record = parseStoredRecord(byId.get(entry.id));
      const plaintext = await openRecord({ vmk, vaultId, epoch, entry, record });
      return [entry.id, await sealRecord({ ...next, entry, plaintext })] as const;
    }),
  );
  const bare = { version: 1, vaultId, epoch: next.epoch, generation: generation + 1 } as const;
  const header = await sealIndex(next.vmk, { ...bare, slots: await createSlots(slots, next) }, index);
  return { vmk: next.vmk, header, index, records };
}

async function createSlots(
  slots: readonly NextSlot[],
  place: { readonly vmk: Uint8Array; readonly vaultId: string; readonly epoch: number },
): Promise<readonly Slot[]> {
  const created: Slot[] = [];
  for (const { naming, factor } of slots)
    created.push((await createSlot({ ...place, ...naming, factor })) as Slot);
  return created;
}

/** The slot that the factor opens, with the master key. @throws notOpened when it opens none */
export async function openAny(
  { vaultId, epoch, slots }: Header,
  factor: Factor,
): Promise<{ readonly slot: Slot; readonly vmk: Uint8Array }> {
  for (const slot of slots.filter(({ type }) => type === factor.type)) {
    const vmk = await openSlot({ slot, factor, vaultId, epoch }).catch(() => null);
    if (vmk) return { slot, vmk };
  }
  throw rpcError("notOpened");
}
