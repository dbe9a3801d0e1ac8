import { base64url, jsonBytes, randomBytes } from "../../src/core/bytes.ts";
import { writeBackup } from "../../src/core/vault/backup.ts";
import type { Factor } from "../../src/core/vault/factors.ts";
import { sealIndex } from "../../src/core/vault/header.ts";
import { sealRecord } from "../../src/core/vault/records.ts";
import { createSlot, newSlotId, type Slot } from "../../src/core/vault/slots.ts";
import { ACCOUNT, ENTRY, INDEX } from "../core/support.ts";

const place = { vaultId: base64url(randomBytes(16)), epoch: 1 } as const;

/** A backup file of a vault with so many keys, for a browser to take in: quicker than so many registrations. */
export async function backupOf(keys: number, password: string, ...beside: Factor[]): Promise<string> {
  const vmk = randomBytes(32);
  const entries = Array.from({ length: keys }, () => ({
    ...ENTRY,
    id: base64url(randomBytes(16)),
    credId: base64url(randomBytes(32)),
  }));
  const records = await Promise.all(
    entries.map(async (entry) => {
      const plaintext = jsonBytes({ secret: base64url(randomBytes(138)) });
      return [entry.id, await sealRecord({ vmk, ...place, entry, plaintext })] as const;
    }),
  );
  const slots: Slot[] = [];
  for (const factor of [{ type: "password", password } as const, ...beside]) {
    const naming = { id: newSlotId(), name: factor.type, createdAt: ACCOUNT.createdAt };
    slots.push((await createSlot({ ...place, ...naming, vmk, factor })) as Slot);
  }
  const bare = { version: 1, ...place, generation: 1, slots } as const;
  const header = await sealIndex(vmk, bare, { ...INDEX, records: entries });
  return writeBackup({ header, records }, ACCOUNT.createdAt);
}
