/** Real stored vaults, made by the whole product over a browser's disk, and what reads them again. */
import { openDB } from "idb";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { fromBase64url } from "../../src/core/bytes.ts";
import { ProviderRpcError } from "../../src/core/errors.ts";
import { parseHeader } from "../../src/core/vault/header.ts";
import type { Index } from "../../src/core/vault/index.ts";
import { stretch } from "../../src/core/vault/kdf.ts";
import { openPasswordSlot, openStretchedSlot } from "../../src/core/vault/slots.ts";
import { type StoredVault, verifyVault } from "../../src/core/vault/verify.ts";
import { approveShown, confirmWords, registerParams } from "../background/register.ts";
import { createWorld, PASSWORD, type World } from "../background/world.ts";
import { until } from "../e2e/harness/until.ts";

const DAPP = "https://app.acme.finance";
const REFUSALS: readonly string[] = ["notOpened", "unsupportedVersion"];

/** For tests of many cases, on a machine that does other things too. */
export const PATIENCE = 20 * 60_000;

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

/** `openAll` with the KDF's output passed in. */
export async function openStretched(stored: StoredVault, stretched: Uint8Array): Promise<Index> {
  const { slots, vaultId, epoch } = parseHeader(stored.header);
  const vmk = await openStretchedSlot({ slot: firstOf(slots), stretched, vaultId, epoch });
  return verifyVault(vmk, stored);
}

/** What the KDF makes of the password for the first slot. */
export function stretchedFor({ header }: StoredVault): Promise<Uint8Array> {
  const { salt, kdf } = firstOf(parseHeader(header).slots);
  return stretch(PASSWORD, fromBase64url(salt), kdf);
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

/** A registered account and a pending registration, so that every kind of record is there. */
export async function fullVault(): Promise<StoredVault> {
  const dfns = await startDfns();
  try {
    const world = await newWorld();
    await register(world, dfns, "jane@example.com");
    await begin(world, dfns, "kim@example.com");
    return await storedVault();
  } finally {
    await dfns.close();
  }
}
