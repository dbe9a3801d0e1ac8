/** Vaults with random contents, written by the product. */
import { randomInt } from "node:crypto";
import { ALGORITHM_NAMES, ALGORITHMS } from "../../src/core/algorithms.ts";
import { base64url, jsonBytes, randomBytes } from "../../src/core/bytes.ts";
import { credIdOf } from "../../src/core/dfns/attestation.ts";
import { type Header, sealIndex } from "../../src/core/vault/header.ts";
import type { Index, RecordEntry } from "../../src/core/vault/index.ts";
import { sealRecord } from "../../src/core/vault/records.ts";
import { createPasswordSlot } from "../../src/core/vault/slots.ts";
import type { StoredVault } from "../../src/core/vault/verify.ts";
import { ACCOUNT, ENTRY, INDEX } from "../core/support.ts";

const NAMES = [
  "",
  "main",
  "Zoë's 🦊 phone",
  "\u202eevil",
  'quote " and \\ back',
  "line\nbreak",
  "ﬁne",
] as const;
const AT = "2026-11-22T10:00:00.000Z";

/** A vault without records under a password of its own; any number of contents can be written into it. */
export interface Shell {
  readonly password: string;
  readonly vmk: Uint8Array;
  readonly header: Omit<Header, "index">;
}

export interface Written {
  readonly stored: StoredVault;
  readonly index: Index;
  readonly plaintexts: ReadonlyMap<string, unknown>;
}

const oneOf = <T>(items: readonly T[]): T => items[randomInt(items.length)] as T;

export async function randomShell(): Promise<Shell> {
  const password = `${base64url(randomBytes(9))} Pässwort ﬁ ${oneOf(NAMES)}`;
  const vmk = randomBytes(32);
  const place = { vaultId: base64url(randomBytes(16)), epoch: randomInt(1, 50) };
  const slot = await createPasswordSlot({ ...place, password, vmk, name: oneOf(NAMES), createdAt: AT });
  return { password, vmk, header: { version: 1, ...place, generation: 1, slots: [slot] } };
}

export async function randomContents({ vmk, header }: Shell): Promise<Written> {
  const made = Array.from({ length: randomInt(8) }, randomRecord);
  const records = made.map(({ entry }) => entry);
  const index: Index = { ...INDEX, accounts: [{ ...ACCOUNT, label: oneOf(NAMES) }], records };
  const sealed = await Promise.all(
    made.map(async ({ entry, plaintext }) => {
      const record = await sealRecord({ vmk, ...header, entry, plaintext: jsonBytes(plaintext) });
      return [entry.id, record] as const;
    }),
  );
  const generation = randomInt(1, 2 ** 40);
  return {
    stored: { header: await sealIndex(vmk, { ...header, generation }, index), records: sealed },
    index,
    plaintexts: new Map(made.map(({ entry, plaintext }) => [entry.id, plaintext])),
  };
}

function randomRecord(): { readonly entry: RecordEntry; readonly plaintext: unknown } {
  const algorithm = oneOf(ALGORITHM_NAMES);
  const row = ALGORITHMS[algorithm];
  const raw = row.generateSecret();
  const spki = row.spki(row.publicKey(raw));
  const entry = {
    ...ENTRY,
    algorithm,
    id: oneOf([base64url(randomBytes(16)), crypto.randomUUID()]),
    version: randomInt(1, 1000),
    purpose: oneOf(["firstFactor", "secondFactor"] as const),
    credId: credIdOf(spki),
    publicKey: base64url(spki),
    name: oneOf(NAMES),
  };
  return { entry, plaintext: { secret: base64url(row.pkcs8(raw)) } };
}
