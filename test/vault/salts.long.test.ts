import { describe, expect, it } from "vitest";
import type { Header } from "../../src/core/vault/header.ts";
import { isSlot } from "../../src/core/vault/slots.ts";
import { flipsOf } from "./flip.ts";
import { fullVault, isRefused, openAll } from "./stored.ts";

describe("a stored vault with one bit of the password's salt flipped", () => {
  it("is refused after the KDF has run", async () => {
    const stored = await fullVault();
    const header = stored.header as Header;
    const [slot, ...others] = header.slots;
    if (slot?.type !== "password") return expect.unreachable();
    const salts = [...flipsOf(slot.salt)].filter((salt) => isSlot({ ...slot, salt })) as string[];
    expect(salts.length).toBeGreaterThan(32 * 4);
    for (const salt of salts) {
      const flip = { ...stored, header: { ...header, slots: [{ ...slot, salt }, ...others] } };
      expect(await isRefused(openAll(flip))).toBe(true);
    }
  });
});
