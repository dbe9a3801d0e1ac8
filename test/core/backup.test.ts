import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { randomBytes, utf8 } from "../../src/core/bytes.ts";
import { parseBackup, writeBackup } from "../../src/core/vault/backup.ts";
import type { Factor } from "../../src/core/vault/factors.ts";
import { type Header, sealIndex } from "../../src/core/vault/header.ts";
import { type Index, parseIndex, type RecordEntry } from "../../src/core/vault/index.ts";
import { mergedIndex, planMerge } from "../../src/core/vault/merge.ts";
import { sealRecord } from "../../src/core/vault/records.ts";
import { openAny, rekey } from "../../src/core/vault/rekey.ts";
import { createSlot, newSlotId, openSlot, type Slot } from "../../src/core/vault/slots.ts";
import { type StoredVault, verifyVault } from "../../src/core/vault/verify.ts";
import { ACCOUNT, ENTRY, INDEX, mutant, orRefusal, refused, runs, VAULT_ID } from "./support.ts";

const AT = "2026-11-22T10:00:00.000Z";
const PHRASE: Factor = { type: "phrase", entropy: randomBytes(16) };
const PASSKEY: Factor = {
  type: "passkey",
  credential: "cGFzc2tleQ",
  input: "aW5wdXQtb2YtMzItYnl0ZXMtZm9yLXRoZS1wcmYtISE",
  output: randomBytes(32),
};
const place = { vaultId: VAULT_ID, epoch: 1 };
const naming = (name: string) => ({ id: newSlotId(), name, createdAt: AT });

let vmk: Uint8Array;
let stored: StoredVault & { readonly header: Header };
let text: string;

beforeAll(async () => {
  vmk = randomBytes(32);
  const slots: Slot[] = [];
  for (const factor of [PHRASE, PASSKEY]) {
    slots.push((await createSlot({ ...place, ...naming(factor.type), factor, vmk })) as Slot);
  }
  const header = await sealIndex(vmk, { version: 1, ...place, generation: 4, slots }, INDEX);
  const record = await sealRecord({ vmk, ...place, entry: ENTRY, plaintext: utf8("{}") });
  stored = { header, records: [[ENTRY.id, record]] };
  text = writeBackup(stored, AT);
});

describe("a slot of each type", () => {
  it.each([
    ["phrase", PHRASE],
    ["passkey", PASSKEY],
  ] as const)("opens with its %s only", async (type, factor) => {
    const opened = await openAny(stored.header, factor);
    expect(opened.vmk).toEqual(vmk);
    expect(opened.slot.type).toBe(type);
    const other =
      factor.type === "passkey"
        ? { ...factor, output: randomBytes(32) }
        : { ...factor, entropy: randomBytes(16) };
    await refused("notOpened", () => openAny(stored.header, other as Factor));
    await refused("notOpened", () => openSlot({ slot: opened.slot, factor, ...place, epoch: 2 }));
  });

  it("is bound to its parameters", async () => {
    const { slot } = await openAny(stored.header, PASSKEY);
    const moved = { ...slot, kdf: { ...slot.kdf, credential: "b3RoZXI" } } as Slot;
    await refused("notOpened", () => openSlot({ slot: moved, factor: PASSKEY, ...place }));
  });
});

describe("a new master key", () => {
  it("opens everything again, with the factors that were presented and no other", async () => {
    const { slot } = await openAny(stored.header, PHRASE);
    const next = await rekey(vmk, stored, [{ naming: slot, factor: PHRASE }]);
    expect(await verifyVault(next.vmk, next)).toEqual(INDEX);
    expect(next.header).toMatchObject({ epoch: 2, generation: 5 });
    expect((await openAny(next.header, PHRASE)).vmk).toEqual(next.vmk);
    await refused("notOpened", () => openAny(next.header, PASSKEY));
    await refused("notOpened", () => verifyVault(vmk, next));
  });

  it("is not given to a vault that is not whole", async () => {
    await refused("notOpened", () =>
      rekey(vmk, { ...stored, records: [] }, [{ naming: naming("x"), factor: PHRASE }]),
    );
  });
});

describe("a backup file", () => {
  it("gives back what was stored", async () => {
    const { createdAt, ...vault } = parseBackup(text);
    expect(createdAt).toBe(AT);
    expect(vault).toEqual(stored);
    expect(await verifyVault(vmk, vault)).toEqual(INDEX);
  });

  it("is refused after any change of a member, with a word of its own for each case", async () => {
    await fc.assert(
      fc.asyncProperty(mutant(JSON.parse(text)), async (value) => {
        const changed = JSON.stringify(value) ?? "";
        if (changed === text) return;
        const parsed = orRefusal(
          () => parseBackup(changed),
          ["notABackup", "damagedBackup", "unsupportedVersion"],
        );
        expect(parsed).toBeNull();
      }),
      runs(2000),
    );
    await refused("damagedBackup", () => parseBackup(text.slice(0, -40)));
    await refused("damagedBackup", () => parseBackup(text.replace(AT, "2026-11-23T10:00:00.000Z")));
    await refused("notABackup", () => parseBackup("{}"));
    await refused("notABackup", () => parseBackup("hello"));
    await refused("unsupportedVersion", () => parseBackup(text.replace('"version":1', '"version":2')));
  });

  it("is anything else than a backup for any other text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (any) => {
        expect(orRefusal(() => parseBackup(any), ["notABackup"])).toBeNull();
      }),
      runs(1000),
    );
  });
});

describe("merging a backup", () => {
  const entry = (n: number, version: number): RecordEntry => ({
    ...ENTRY,
    id: `record-number-${n}-aaaa`,
    credId: `cred${n}`,
    version,
    accountId: `us-${n % 3}`,
  });
  const anIndex = fc
    .uniqueArray(fc.tuple(fc.nat(12), fc.integer({ min: 1, max: 3 })), { selector: ([n]) => n })
    .map(
      (rows): Index => ({
        ...INDEX,
        accounts: [...new Set(rows.map(([n]) => n % 3))].map((n) => ({
          ...ACCOUNT,
          id: `us-${n}`,
        })),
        records: rows.map(([n, version]) => entry(n, version)),
      }),
    );

  it("removes nothing, adds all that is missing, keeps the later write, and does nothing the second time", () => {
    fc.assert(
      fc.property(anIndex, anIndex, (mine, theirs) => {
        const merge = planMerge(mine, theirs);
        const merged = parseIndex(mergedIndex(mine, merge));
        const versions = new Map(merged.records.map(({ id, version }) => [id, version]));
        for (const { id, version } of [...mine.records, ...theirs.records])
          expect(versions.get(id)).toBeGreaterThanOrEqual(version);
        expect(merged.records.length).toBe(
          new Set([...mine.records, ...theirs.records].map(({ id }) => id)).size,
        );
        expect(merged.sites).toEqual(mine.sites);
        const { accounts, add, renew } = planMerge(merged, theirs);
        expect([accounts, add, renew]).toEqual([[], [], []]);
      }),
      runs(1000),
    );
  });

  it("does not bring back a registration that is over", () => {
    const user = { url: "u", orgId: "o", userId: "i", username: "n" };
    const pending = {
      ...ENTRY,
      id: "pending-record-aaaa",
      kind: "pending",
      purpose: "registration",
      user,
    } as const;
    const theirs = { ...INDEX, records: [{ ...pending, credId: "", publicKey: "", algorithm: "" } as const] };
    expect(planMerge(INDEX, theirs).add).toEqual([]);
    expect(planMerge({ ...INDEX, accounts: [], records: [] }, theirs).add).toHaveLength(1);
  });
});
