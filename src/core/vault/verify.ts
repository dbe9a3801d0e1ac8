/** Reading a whole vault, as unlocking does not: every record, and that there is none too many or too few. */
import { rpcError } from "../errors.ts";
import { openIndex, parseHeader } from "./header.ts";
import type { Index } from "./index.ts";
import { openRecord, parseStoredRecord } from "./records.ts";

/** A vault as it lies in the store, unparsed. */
export interface StoredVault {
  readonly header: unknown;
  readonly records: readonly (readonly [id: string, record: unknown])[];
}

/**
 * Opens everything under the master key; the index of what was read.
 * @throws unsupportedVersion as `parseHeader`
 * @throws notOpened for anything that is not exactly as it was written: a bit, a record too many or too few, one from
 * another place, epoch or time
 */
export async function verifyVault(vmk: Uint8Array, { header: stored, records }: StoredVault): Promise<Index> {
  const header = parseHeader(stored);
  const { vaultId, epoch } = header;
  const index = await openIndex(vmk, header);
  const byId = new Map(records);
  if (byId.size !== records.length || byId.size !== index.records.length) throw rpcError("notOpened");
  for (const entry of index.records) {
    const record = parseStoredRecord(byId.get(entry.id));
    await openRecord({ vmk, vaultId, epoch, entry, record });
  }
  return index;
}
