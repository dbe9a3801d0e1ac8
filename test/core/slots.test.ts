import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { base64url, fromBase64url, randomBytes } from "../../src/core/bytes.ts";
import { NEWEST_KDF, stretch } from "../../src/core/vault/kdf.ts";
import * as slots from "../../src/core/vault/slots.ts";
import { anything, mutant, quickest, refused, runs, VAULT_ID } from "./support.ts";

const { createPasswordSlot, openPasswordSlot, openStretchedSlot } = slots;
const PASSWORD = "p\u00e4ssword with \ufb01gures";
const PLACE = { vaultId: VAULT_ID, epoch: 1 };
const OUTSIDE = [
  { ...NEWEST_KDF, m: 4_000_000 },
  { ...NEWEST_KDF, m: 8 },
  { ...NEWEST_KDF, t: 1 },
  { ...NEWEST_KDF, t: 4_000_000_000 },
  { ...NEWEST_KDF, p: 4 },
];

describe("a password slot", () => {
  const vmk = randomBytes(32);
  let slot: slots.PasswordSlot;
  let stretched: Uint8Array;

  beforeAll(async () => {
    const naming = { name: "Password", createdAt: "2026-11-22T10:00:00.000Z" };
    slot = await createPasswordSlot({ password: PASSWORD, vmk, ...PLACE, ...naming });
    stretched = await stretch(PASSWORD, fromBase64url(slot.salt), slot.kdf);
  });

  it("opens with its password and no other", async () => {
    expect(await openPasswordSlot({ slot, password: PASSWORD, ...PLACE })).toEqual(vmk);
    expect(await openStretchedSlot({ slot, stretched, ...PLACE })).toEqual(vmk);
    await refused("notOpened", () => openPasswordSlot({ slot, password: `${PASSWORD} `, ...PLACE }));
    await refused("notOpened", () => openPasswordSlot({ slot, password: "", ...PLACE }));
  });

  it("is written with the newest parameters and a new salt", async () => {
    expect(slot.kdf).toEqual(NEWEST_KDF);
    const again = await createPasswordSlot({ password: PASSWORD, vmk, ...PLACE, name: "", createdAt: "now" });
    for (const member of ["id", "salt", "nonce", "commit", "wrapped"] as const)
      expect(again[member]).not.toBe(slot[member]);
  });

  it("belongs to its vault and epoch, under its own id", async () => {
    const other = base64url(randomBytes(16));
    await refused("notOpened", () => openStretchedSlot({ slot, stretched, ...PLACE, epoch: 2 }));
    await refused("notOpened", () => openStretchedSlot({ slot, stretched, ...PLACE, vaultId: other }));
    await refused("notOpened", () =>
      openStretchedSlot({ slot: { ...slot, id: other }, stretched, ...PLACE }),
    );
  });

  it("is refused after any flip of a bit of nonce, commitment or wrapped key", async () => {
    for (const member of ["nonce", "commit", "wrapped"] as const) {
      const whole = fromBase64url(slot[member]);
      for (let bit = 0; bit < whole.length * 8; bit++) {
        const flipped = whole.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const tampered = { ...slot, [member]: base64url(flipped) };
        await refused("notOpened", () => openStretchedSlot({ slot: tampered, stretched, ...PLACE }));
      }
    }
  });

  it("is refused with another salt", async () => {
    const salt = base64url(randomBytes(32));
    await refused("notOpened", () =>
      openPasswordSlot({ slot: { ...slot, salt }, password: PASSWORD, ...PLACE }),
    );
  });

  it.each(OUTSIDE)("is refused at once with m $m, t $t, p $p", async (kdf) => {
    const changed = { ...slot, kdf };
    const refuse = () =>
      refused("notOpened", () => openPasswordSlot({ slot: changed, password: PASSWORD, ...PLACE }));
    expect(await quickest(refuse)).toBeLessThan(5);
  });

  it("has a closed shape", async () => {
    const opened = (value: unknown) => openStretchedSlot({ slot: value as slots.Slot, stretched, ...PLACE });
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, mutant(slot)), async (value) => {
        if (
          slots.isSlot(value) &&
          JSON.stringify({ ...value, name: "", createdAt: "" }) ===
            JSON.stringify({ ...slot, name: "", createdAt: "" })
        )
          return;
        if (slots.isSlot(value) && value.salt !== slot.salt) return;
        await refused("notOpened", () => opened(value));
      }),
      runs(500),
    );
  });
});
