/** Real stored vaults, made by the whole product over a browser's disk, and what reads them again. */
import { openDB } from "idb";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { fromBase64url } from "../../src/core/bytes.ts";
import { ProviderRpcError, rpcError } from "../../src/core/errors.ts";
import { entropyOf, seedOf } from "../../src/core/recovery/phrase.ts";
import { parseHeader } from "../../src/core/vault/header.ts";
import type { Index } from "../../src/core/vault/index.ts";
import { stretch } from "../../src/core/vault/kdf.ts";
import { openPasswordSlot, openStretchedSlot, type Slot } from "../../src/core/vault/slots.ts";
import { type StoredVault, verifyVault } from "../../src/core/vault/verify.ts";
import { approveShown, confirmWords, registerParams } from "../background/register.ts";
import { createWorld, PASSWORD, type World } from "../background/world.ts";
import { until } from "../e2e/harness/until.ts";

const DAPP = "https://app.acme.finance";
const REFUSALS: readonly string[] = ["notOpened", "unsupportedVersion"];

/** For tests of many cases, on a machine that does other things too. */
export const PATIENCE = 20 * 60_000;

/** What opens the vaults of these tests beside the password, as a page hands it over. */
export const PASSKEY = {
  type: "passkey",
  credential: "YSBwYXNza2V5IG9mIHRoZSB0ZXN0cw",
  input: Buffer.alloc(32, 3).toString("base64url"),
  output: Buffer.alloc(32, 7).toString("base64url"),
} as const;
export const WORDS = "legal winner thank year wave sausage worth useful legal winner thank yellow";

/** Adds a slot of each further type. */
export async function addSlots(world: World): Promise<void> {
  for (const factor of [PASSKEY, { type: "phrase", words: WORDS }]) {
    await world.page("vault.addSlot", { password: PASSWORD, factor, name: `My ${factor.type}` });
  }
}

/** What lies on the disk of the newest world. */
export async function storedVault(): Promise<StoredVault> {
  const db = await openDB("countersign");
  const ids = await db.getAllKeys("records");
  const header: unknown = await db.get("header", "header");
  const records = await Promise.all(
    ids.map(async (id) => [String(id), await db.get("records", id)] as const),
  );
  db.close();
  return { header, records };
}

/** An unlocked world whose clock is now. */
export async function newWorld(): Promise<World> {
  const world = createWorld();
  world.time = Date.now();
  await world.page("vault.create", { password: PASSWORD });
  // The first entry of the log is written beside the answer; from here on nobody writes unasked.
  await world.page("activity.list");
  return world;
}

/** Registers to the end. */
export async function register(world: World, dfns: LocalDfns, username: string): Promise<void> {
  const answer = await begin(world, dfns, username);
  await confirmWords(world, world.shown.at(-1) ?? "");
  await answer();
  await world.page("approval.leave");
}

/** Registers as far as the phrase: a pending record is stored. */
export async function begin(
  world: World,
  dfns: LocalDfns,
  username: string,
): Promise<() => Promise<unknown>> {
  const before = world.shown.at(-1);
  const answer = world.site(DAPP).request("dfns_register", await registerParams(dfns, username));
  answer.catch(() => undefined);
  await until("the window", () => world.shown.at(-1) !== before);
  await approveShown(world);
  return () => answer;
}

/** Opens everything with the tests' password, the product's way. @throws what the product throws */
export const openAll = (stored: StoredVault): Promise<Index> => openAllWith(stored, PASSWORD);

export async function openAllWith(stored: StoredVault, password: string): Promise<Index> {
  const { slots, vaultId, epoch } = parseHeader(stored.header);
  const vmk = await openPasswordSlot({ slot: firstOf(slots), password, vaultId, epoch });
  return verifyVault(vmk, stored);
}

/** What the slow steps made of the tests' factors. */
export type Stretched = Readonly<Record<Slot["type"], Uint8Array>>;

/** For the salt of the password slot. */
export async function stretchedFor({ header }: StoredVault): Promise<Stretched> {
  const { salt, kdf } = slotOf(header, "password");
  return {
    password: await stretch(PASSWORD, fromBase64url(salt), kdf),
    passkey: fromBase64url(PASSKEY.output),
    phrase: await seedOf(entropyOf(WORDS)),
  };
}

/** Opens everything by the first slot of that type, its slow step done. @throws what the product throws */
export async function openBy(type: Slot["type"], stored: StoredVault, stretched: Stretched): Promise<Index> {
  const { vaultId, epoch } = parseHeader(stored.header);
  const slot = slotOf(stored.header, type);
  return verifyVault(await openStretchedSlot({ slot, stretched: stretched[type], vaultId, epoch }), stored);
}

/** The first slot of that type. @throws notOpened when there is none */
export function slotOf(header: unknown, type: Slot["type"]): Slot {
  const slot = parseHeader(header).slots.find((one) => one.type === type);
  if (slot === undefined) throw rpcError("notOpened");
  return slot;
}

/** Whether the reader said no, in the one way for damage (or for a version number that became a newer one). */
export const isRefused = (opening: Promise<unknown>): Promise<boolean> =>
  opening.then(
    () => false,
    (error: unknown) => error instanceof ProviderRpcError && REFUSALS.includes(error.data.reason),
  );

export function firstOf<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error("There is none.");
  return first;
}

/** A registered account and a pending registration, so that every kind of record is there, and a slot of each type. */
export async function fullVault(): Promise<StoredVault> {
  const dfns = await startDfns();
  try {
    const world = await newWorld();
    await addSlots(world);
    await register(world, dfns, "jane@example.com");
    await begin(world, dfns, "kim@example.com");
    return await storedVault();
  } finally {
    await dfns.close();
  }
}
