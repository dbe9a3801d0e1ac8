import { beforeAll, describe, expect, it } from "vitest";
import { FACTOR_TYPES } from "../../src/core/vault/factors.ts";
import type { Header } from "../../src/core/vault/header.ts";
import { NEWEST_KDF } from "../../src/core/vault/kdf.ts";
import { isSlot, type Slot } from "../../src/core/vault/slots.ts";
import type { StoredVault } from "../../src/core/vault/verify.ts";
import { flipsOf } from "./flip.ts";
import { fullVault, isRefused, openAll, openBy, type Stretched, stretchedFor } from "./stored.ts";

const ENOUGH = 32_000;

const passwordSlotIn = ({ header }: StoredVault): unknown => (header as Partial<Header>).slots?.[0];

describe("a stored vault with a slot of each type and one bit flipped", () => {
  let stored: StoredVault;
  let stretched: Stretched;

  beforeAll(async () => {
    stored = await fullVault();
    stretched = await stretchedFor(stored);
  });

  /** The salts of the password have a test of their own (salts.test.ts). */
  const needsTheKdf = (flip: StoredVault) => {
    const slot = passwordSlotIn(flip);
    return isSlot(slot) && slot.salt !== (passwordSlotIn(stored) as Slot).salt;
  };
  const hasOtherParameters = (flip: StoredVault) =>
    JSON.stringify((passwordSlotIn(flip) as Slot | undefined)?.kdf) !== JSON.stringify(NEWEST_KDF);
  const openFlip = (type: Slot["type"], flip: StoredVault) =>
    type === "password" && hasOtherParameters(flip) ? openAll(flip) : openBy(type, flip, stretched);

  async function openedBy(types: readonly Slot["type"][], flip: StoredVault) {
    const opened: (readonly [type: string, flip: StoredVault])[] = [];
    for (const type of types) if (!(await isRefused(openFlip(type, flip)))) opened.push([type, flip]);
    return opened;
  }

  it.each(FACTOR_TYPES)("opens by its %s as it was written", async (type) => {
    const { records } = await openBy(type, stored, stretched);
    expect(records.map(({ kind }) => kind).sort()).toEqual(["Key", "RecoveryKey", "pending"]);
    expect((await openAll(stored)).records).toEqual(records);
  });

  it("is refused by every slot, whichever bit of the header it is", async () => {
    let count = 0;
    for (const header of flipsOf(stored.header)) {
      const flip = { ...stored, header };
      if (needsTheKdf(flip)) continue;
      count += 1;
      expect(await openedBy(FACTOR_TYPES, flip)).toEqual([]);
    }
    expect(count).toBeGreaterThanOrEqual(ENOUGH);
  });

  it("is refused, whichever bit of the records it is", async () => {
    let count = 0;
    for (const records of flipsOf(stored.records)) {
      count += 1;
      expect(await openedBy(["password"], { ...stored, records: records as StoredVault["records"] })).toEqual(
        [],
      );
    }
    expect(count).toBeGreaterThanOrEqual(ENOUGH);
  });
});
