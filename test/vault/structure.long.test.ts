import { beforeAll, describe, expect, it } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { base64url, fromBase64url, jsonBytes, sha256 } from "../../src/core/bytes.ts";
import { ProviderRpcError } from "../../src/core/errors.ts";
import { entropyOf } from "../../src/core/recovery/phrase.ts";
import { BACKUP_FORMAT, parseBackup } from "../../src/core/vault/backup.ts";
import { FACTOR_TYPES, type Factor, type FactorType } from "../../src/core/vault/factors.ts";
import { parseHeader, VAULT_VERSION } from "../../src/core/vault/header.ts";
import { rekey } from "../../src/core/vault/rekey.ts";
import { newSlotId, openStretchedSlot } from "../../src/core/vault/slots.ts";
import { type StoredVault, verifyVault } from "../../src/core/vault/verify.ts";
import { PASSWORD } from "../background/world.ts";
import { type Genuine, MUTATIONS, type Pick } from "./mutate.ts";
import {
  addSlots,
  begin,
  newWorld,
  PASSKEY,
  register,
  type Stretched,
  slotOf,
  storedVault,
  stretchedFor,
  WORDS,
} from "./stored.ts";

const COUNT = 100_000;
/** Of so many mutants one is read from a backup file too, whose checksum fits. */
const BACKUP_EVERY = 5;
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

/** One vault at several times, another of the same password, and the first again in its next epoch with four slots. */
async function genuineVaults(dfns: LocalDfns): Promise<readonly Genuine[]> {
  const states: StoredVault[] = [];
  for (const user of ["jane", "kim"]) {
    const world = await newWorld();
    await register(world, dfns, `${user}.one@example.com`);
    states.push(await storedVault());
    await register(world, dfns, `${user}.two@example.com`);
    states.push(await storedVault());
    await begin(world, dfns, `${user}.three@example.com`);
    await addSlots(world);
    states.push(await storedVault());
  }
  const vaults = states as Genuine[];
  return [...vaults, await inNextEpoch(vaults[2] as Genuine)];
}

/** The vault under a new master key, with a second slot of its password. */
async function inNextEpoch(vault: Genuine): Promise<Genuine> {
  const naming = { id: newSlotId(), name: "Two", createdAt: "2026-11-22T10:00:00.000Z" };
  const kept = vault.header.slots.map((slot) => ({ naming: slot, factor: FACTORS[slot.type] }));
  const slots = [...kept, { naming, factor: FACTORS.password }];
  return (await rekey(await masterKeyOf("password", vault), vault, slots)) as Genuine;
}

const FACTORS: Readonly<Record<FactorType, Factor>> = {
  password: { type: "password", password: PASSWORD },
  passkey: { ...PASSKEY, output: fromBase64url(PASSKEY.output) },
  phrase: { type: "phrase", entropy: entropyOf(WORDS) },
};

const stretchedBySalt = new Map<string, Promise<Stretched>>();

/** The master key by the first slot of that type; the KDF runs once per salt. */
async function masterKeyOf(type: FactorType, stored: StoredVault): Promise<Uint8Array> {
  const { vaultId, epoch } = parseHeader(stored.header);
  const slot = slotOf(stored.header, type);
  const { salt } = slotOf(stored.header, "password");
  const stretched = stretchedBySalt.get(salt) ?? stretchedFor(stored);
  stretchedBySalt.set(salt, stretched);
  return openStretchedSlot({ slot, stretched: (await stretched)[type], vaultId, epoch });
}

/** The vault out of a backup file whose checksum someone has made fit. @throws notOpened, damagedBackup */
function fromBackup(mutant: Genuine): StoredVault {
  const file = { format: BACKUP_FORMAT, version: 1, createdAt: "2026-11-27T10:00:00.000Z", ...mutant };
  const { format, version, createdAt, header, records } = file;
  const checksum = base64url(sha256(jsonBytes([format, version, createdAt, header, records])));
  return parseBackup(JSON.stringify({ format, version, createdAt, header, records, checksum }));
}

const isNotOpened = (opening: Promise<unknown>): Promise<boolean> => failsAs(opening, ["notOpened"]);

const failsAs = (opening: Promise<unknown>, reasons: readonly string[]): Promise<boolean> =>
  opening.then(
    () => false,
    (error: unknown) => error instanceof ProviderRpcError && reasons.includes(error.data.reason),
  );

const refusedFromBackup = (vmk: Uint8Array, mutant: Genuine): Promise<boolean> =>
  failsAs(
    Promise.resolve().then(() => verifyVault(vmk, fromBackup(mutant))),
    ["notOpened", "damagedBackup"],
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
    for (const vault of vaults) keys.push(await masterKeyOf("password", vault));
    await dfns.close();
  });

  it("opens before that", async () => {
    for (const vault of vaults) {
      for (const { type } of vault.header.slots) {
        const { records } = await verifyVault(await masterKeyOf(type, vault), fromBackup(vault));
        expect(records.length).toBeGreaterThanOrEqual(2);
      }
    }
  });

  it(`is refused with the one error, locked or unlocked: ${COUNT} cases, seed ${SEED}`, async () => {
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
      const type = FACTOR_TYPES[count % FACTOR_TYPES.length] as FactorType;
      const locked = isNotOpened(masterKeyOf(type, mutant).then((vmk) => verifyVault(vmk, mutant)));
      const file = count % BACKUP_EVERY > 0 || refusedFromBackup(keys[base] as Uint8Array, mutant);
      if (!(await unlocked) || !(await locked) || !(await file))
        expect.fail(`${name}: ${JSON.stringify(mutant)}`);
      done.set(name, (done.get(name) ?? 0) + 1);
      count += 1;
    }
    expect([...done.keys()].sort()).toEqual(names.sort());
  });
});
