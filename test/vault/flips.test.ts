import { beforeAll, describe, expect, it } from "vitest";
import type { Header } from "../../src/core/vault/header.ts";
import { NEWEST_KDF } from "../../src/core/vault/kdf.ts";
import { isSlot, type Slot } from "../../src/core/vault/slots.ts";
import type { StoredVault } from "../../src/core/vault/verify.ts";
import { flipsOf } from "./flip.ts";
import { fullVault, isRefused, openAll, openStretched, PATIENCE, stretchedFor } from "./stored.ts";

const ENOUGH = 32_000;

const slotOf = ({ header }: StoredVault): unknown => (header as Partial<Header>).slots?.[0];

describe("a stored vault with one bit flipped", () => {
  let stored: StoredVault;
  let stretched: Uint8Array;

  beforeAll(async () => {
    stored = await fullVault();
    stretched = await stretchedFor(stored);
  }, PATIENCE);

  const needsTheKdf = (flip: StoredVault) => {
    const slot = slotOf(flip);
    return isSlot(slot) && slot.salt !== (slotOf(stored) as Slot).salt;
  };
  const hasOtherParameters = (flip: StoredVault) =>
    JSON.stringify((slotOf(flip) as Slot | undefined)?.kdf) !== JSON.stringify(NEWEST_KDF);

  function* flips(): Generator<StoredVault> {
    for (const header of flipsOf(stored.header)) yield { ...stored, header };
    for (const records of flipsOf(stored.records)) {
      yield { ...stored, records: records as StoredVault["records"] };
    }
  }

  it("opens as it was written", async () => {
    const { records } = await openAll(stored);
    expect(records.map(({ kind }) => kind).sort()).toEqual(["Key", "RecoveryKey", "pending"]);
    expect((await openStretched(stored, stretched)).records).toEqual(records);
  });

  it("is refused, whichever bit it is", { timeout: PATIENCE }, async () => {
    const opened: StoredVault[] = [];
    let count = 0;
    for (const flip of flips()) {
      if (needsTheKdf(flip)) continue;
      count += 1;
      const opening = hasOtherParameters(flip) ? openAll(flip) : openStretched(flip, stretched);
      if (!(await isRefused(opening))) opened.push(flip);
    }
    expect(opened).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(ENOUGH);
  });
});
