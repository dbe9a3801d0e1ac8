import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { createStore } from "../../background/store.ts";
import { base64url, concat, jsonBytes, randomBytes, utf8 } from "../../src/core/bytes.ts";
import { sealCommitted } from "../../src/core/vault/committed.ts";
import { type Header, openIndex, parseHeader, sealIndex } from "../../src/core/vault/header.ts";
import { KDF_ROWS, type KdfParams, NEWEST_KDF, stretch } from "../../src/core/vault/kdf.ts";
import { gcmOpen, hkdf, hmac } from "../../src/core/vault/primitives.ts";
import { openAny } from "../../src/core/vault/rekey.ts";
import {
  newSlotId,
  openPasswordSlot,
  openSlot,
  type PasswordSlot,
  type SlotOf,
} from "../../src/core/vault/slots.ts";
import { createWorld, PASSWORD, type World } from "../background/world.ts";
import { quickest, refused } from "../core/support.ts";
import { twoKeyBlob } from "../core/twoKeys.ts";
import { newWorld, PASSKEY, slotOf, storedVault } from "./stored.ts";

const NEXT = "another long password";
const AT = "2026-11-22T10:00:00.000Z";
const OUTSIDE = [
  { ...NEWEST_KDF, m: 4_000_000 },
  { ...NEWEST_KDF, m: 8 },
  { ...NEWEST_KDF, t: 1 },
  { ...NEWEST_KDF, t: 4_000_000_000 },
  { ...NEWEST_KDF, p: 4 },
];

const headerOf = async (): Promise<Header> => parseHeader((await storedVault()).header);
const kdfsOf = ({ slots }: Header) => slots.filter(({ type }) => type === "password").map(({ kdf }) => kdf);

describe("a stored vault whose KDF parameters someone has changed", () => {
  it.each(OUTSIDE)("is refused in under 5 ms, before the KDF: m $m, t $t, p $p", async (kdf) => {
    await newWorld();
    const header = await headerOf();
    const slots = header.slots.map((slot) => ({ ...slot, kdf }) as PasswordSlot);
    const factor = { type: "password", password: PASSWORD } as const;
    const refuse = () => refused("notOpened", () => openAny(parseHeader({ ...header, slots }), factor));
    expect(await quickest(refuse)).toBeLessThan(5);
  });
});

describe("a vault of an older version, with a KDF that was good enough then", () => {
  const OLD: KdfParams = { name: "argon2id", m: 1024, t: 1, p: 1 };
  let world: World;

  beforeEach(async () => {
    (KDF_ROWS as KdfParams[]).push(OLD);
    onTestFinished(() => void (KDF_ROWS as KdfParams[]).pop());
    world = await newWorld();
    await createStore().replace(await asOld(await headerOf()));
    world.restartBrowser();
    await world.page("vault.unlock", { password: PASSWORD });
    expect(kdfsOf(await headerOf())).toEqual([OLD]);
  });

  /** The same vault, its password slot as the older version would have written it. */
  async function asOld(header: Header) {
    const { vaultId, epoch } = header;
    const place = { vaultId, epoch };
    const vmk = await openPasswordSlot({ slot: slotOf(header, "password"), password: PASSWORD, ...place });
    const { id, name, createdAt } = slotOf(header, "password");
    const aad = jsonBytes([1, vaultId, epoch, id, "password", [OLD.name, OLD.m, OLD.t, OLD.p]]);
    const salt = randomBytes(32);
    const info = concat(utf8("countersign/1/slot/password"), aad);
    const kek = hkdf(await stretch(PASSWORD, salt, OLD), new Uint8Array(0), info, 64);
    const { nonce, commit, ciphertext: wrapped } = await sealCommitted(kek, aad, vmk);
    const naming = { id, name, createdAt, type: "password", kdf: OLD } as const;
    const slot: PasswordSlot = { ...naming, salt: base64url(salt), nonce, commit, wrapped };
    const { index: _sealed, ...rest } = header;
    const index = await openIndex(vmk, header);
    return { header: await sealIndex(vmk, { ...rest, slots: [slot] }, index), records: [] };
  }

  it("is written with the newest parameters, never with those that were read", async () => {
    await world.page("vault.changePassword", { current: PASSWORD, next: NEXT });
    expect(kdfsOf(await headerOf())).toEqual([NEWEST_KDF]);
  });

  it("gets the newest parameters when a slot is removed", async () => {
    await world.page("vault.addSlot", { password: PASSWORD, factor: PASSKEY, name: "Touch ID" });
    const { id } = slotOf(await headerOf(), "passkey");
    await world.page("vault.removeSlot", { id, password: PASSWORD });
    expect(kdfsOf(await headerOf())).toEqual([NEWEST_KDF]);
  });
});

describe("a slot whose wrapped key AES-GCM alone opens under two keys", () => {
  it("opens with the factor that it is committed to, and not with the other", async () => {
    const place = { vaultId: newSlotId(), epoch: 1 };
    const { credential, input } = PASSKEY;
    const kdf = { name: "webauthn-prf", credential, input } as const;
    const id = newSlotId();
    const aad = jsonBytes([1, place.vaultId, 1, id, "passkey", [kdf.name, credential, input]]);
    const [salt, nonce] = [randomBytes(32), randomBytes(12)];
    const outputs = [randomBytes(32), randomBytes(32)] as const;
    const info = concat(utf8("countersign/1/slot/passkey"), aad);
    const keks = outputs.map((output) => hkdf(output, salt, info, 64));
    const keys = keks.map((kek) => kek.subarray(0, 32));
    const blob = twoKeyBlob(keys, nonce, aad);
    for (const key of keys) expect(await gcmOpen({ key, nonce, aad }, blob)).toHaveLength(32);
    const commit = hmac(keks[0]?.subarray(32) ?? new Uint8Array(), concat(utf8("countersign/1/commit"), aad));
    const slot: SlotOf<"passkey"> = {
      ...{ id, type: "passkey", name: "Two", createdAt: AT, kdf, salt: base64url(salt) },
      ...{ nonce: base64url(nonce), commit: base64url(commit), wrapped: base64url(blob) },
    };
    const open = (output: Uint8Array) =>
      openSlot({ slot, factor: { type: "passkey", credential, input, output }, ...place });
    expect(await open(outputs[0])).toHaveLength(32);
    await refused("notOpened", () => open(outputs[1]));
  });
});

describe("a broken random generator", () => {
  afterEach(() => void vi.restoreAllMocks());
  const broken: Readonly<Record<string, (array: Uint8Array) => void>> = {
    "gives zeros": (array) => array.fill(0),
    "gives ones": (array) => array.fill(255),
    "gives the same each time": (array) => array.set(array.map((_, i) => i)),
  };
  const breakGenerator = (name: string) =>
    vi.spyOn(globalThis.crypto, "getRandomValues").mockImplementation((array) => {
      broken[name]?.(array as unknown as Uint8Array);
      return array;
    });

  it.each(Object.keys(broken))("that %s makes no vault", async (name) => {
    const world = createWorld();
    breakGenerator(name);
    await expect(world.page("vault.create", { password: PASSWORD })).rejects.toMatchObject({
      data: { reason: "internal" },
    });
    expect((await world.page("vault.status")).state).toBe("none");
  });

  it.each(Object.keys(broken))("that %s leaves a vault as it was", async (name) => {
    const world = await newWorld();
    const before = await storedVault();
    breakGenerator(name);
    const writes = [
      () => world.page("vault.changePassword", { current: PASSWORD, next: NEXT }),
      () => world.page("vault.addSlot", { password: PASSWORD, factor: PASSKEY, name: "Touch ID" }),
      () => world.page("settings.change", { lockMinutes: 5 }),
    ];
    for (const write of writes) await expect(write()).rejects.toMatchObject({ data: { reason: "internal" } });
    expect(await storedVault()).toEqual(before);
  });
});
