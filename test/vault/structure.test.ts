import { beforeAll, describe, expect, it } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { fromBase64url, randomBytes } from "../../src/core/bytes.ts";
import { ProviderRpcError } from "../../src/core/errors.ts";
import { openIndex, parseHeader, sealIndex, VAULT_VERSION } from "../../src/core/vault/header.ts";
import { stretch } from "../../src/core/vault/kdf.ts";
import { openRecord, sealRecord } from "../../src/core/vault/records.ts";
import { createPasswordSlot, openStretchedSlot } from "../../src/core/vault/slots.ts";
import { type StoredVault, verifyVault } from "../../src/core/vault/verify.ts";
import { PASSWORD } from "../background/world.ts";
import { type Genuine, MUTATIONS, type Pick } from "./mutate.ts";
import { begin, newWorld, PATIENCE, register, storedVault } from "./stored.ts";

const COUNT = 100_000;
const SEED = Date.now() % 1_000_000;

/** Xorshift, 32 bits: the same numbers for the same seed. */
function pickFrom(seed: number): Pick {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** One vault at several times, another of the same password, and the first again in its next epoch with two slots. */
async function genuineVaults(dfns: LocalDfns): Promise<readonly Genuine[]> {
  const states: StoredVault[] = [];
  for (const user of ["jane", "kim"]) {
    const world = await newWorld();
    await register(world, dfns, `${user}.one@example.com`);
    states.push(await storedVault());
    await register(world, dfns, `${user}.two@example.com`);
    states.push(await storedVault());
    await begin(world, dfns, `${user}.three@example.com`);
    states.push(await storedVault());
  }
  const vaults = states as Genuine[];
  return [...vaults, await inNextEpoch(vaults[2] as Genuine)];
}

/** The vault under a new master key, in a header with two slots of one password. */
async function inNextEpoch({ header, records }: Genuine): Promise<Genuine> {
  const old = await masterKeyOf(header);
  const vmk = randomBytes(32);
  const place = { vaultId: header.vaultId, epoch: header.epoch + 1 };
  const index = await openIndex(old, header);
  const stored = new Map(records);
  const resealed = index.records.map(async (entry) => {
    const record = stored.get(entry.id) as Genuine["records"][number][1];
    const plaintext = await openRecord({
      vmk: old,
      vaultId: header.vaultId,
      epoch: header.epoch,
      entry,
      record,
    });
    return [entry.id, await sealRecord({ vmk, ...place, entry, plaintext })] as const;
  });
  const slot = (name: string) =>
    createPasswordSlot({ ...place, password: PASSWORD, vmk, name, createdAt: "2026-11-22T10:00:00.000Z" });
  const slots = [await slot("One"), await slot("Two")];
  const next = { version: 1, ...place, generation: header.generation + 1, slots } as const;
  return { header: await sealIndex(vmk, next, index), records: await Promise.all(resealed) };
}

const stretchedBySalt = new Map<string, Promise<Uint8Array>>();

/** The master key by the first slot; the KDF runs once per salt. */
async function masterKeyOf(stored: unknown): Promise<Uint8Array> {
  const { slots, vaultId, epoch } = parseHeader(stored);
  const [slot] = slots;
  if (slot === undefined) throw new Error("no slot");
  const stretched = stretchedBySalt.get(slot.salt) ?? stretch(PASSWORD, fromBase64url(slot.salt), slot.kdf);
  stretchedBySalt.set(slot.salt, stretched);
  return openStretchedSlot({ slot, stretched: await stretched, vaultId, epoch });
}

const isNotOpened = (opening: Promise<unknown>): Promise<boolean> =>
  opening.then(
    () => false,
    (error: unknown) => error instanceof ProviderRpcError && error.data.reason === "notOpened",
  );

/** One text for one content, whatever the order of members and records. */
function canonical({ header, records }: StoredVault): string {
  const sorted = (_name: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return JSON.stringify([header, [...records].sort(([a], [b]) => (a < b ? -1 : 1))], sorted);
}

describe("a stored vault with its parts rearranged", () => {
  let vaults: readonly Genuine[];
  const keys: Uint8Array[] = [];

  beforeAll(async () => {
    const dfns = await startDfns();
    vaults = await genuineVaults(dfns);
    for (const { header } of vaults) keys.push(await masterKeyOf(header));
    await dfns.close();
  }, PATIENCE);

  it("opens before that", async () => {
    for (const vault of vaults) {
      const { records } = await verifyVault(await masterKeyOf(vault.header), vault);
      expect(records.length).toBeGreaterThanOrEqual(2);
    }
  });

  it(`is refused with the one error, locked or unlocked: ${COUNT} cases, seed ${SEED}`, {
    timeout: PATIENCE,
  }, async () => {
    const pick = pickFrom(SEED);
    const names = Object.keys(MUTATIONS);
    const genuine = new Set(vaults.map(canonical));
    const done = new Map<string, number>();
    for (let count = 0; count < COUNT; ) {
      const [base, other] = [pick(vaults.length), pick(vaults.length)];
      const name = names[pick(names.length)] as string;
      const mutant = MUTATIONS[name]?.(vaults[base] as Genuine, vaults[other] as Genuine, pick) as Genuine;
      if (mutant.header.version > VAULT_VERSION || genuine.has(canonical(mutant))) continue;
      const unlocked = isNotOpened(verifyVault(keys[base] as Uint8Array, mutant));
      const locked = isNotOpened(masterKeyOf(mutant.header).then((vmk) => verifyVault(vmk, mutant)));
      if (!(await unlocked) || !(await locked)) expect.fail(`${name}: ${JSON.stringify(mutant)}`);
      done.set(name, (done.get(name) ?? 0) + 1);
      count += 1;
    }
    expect([...done.keys()].sort()).toEqual(names.sort());
  });
});
