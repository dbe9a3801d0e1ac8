import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { createSession, type SessionArea } from "../../background/session.ts";

/** An area that counts what it is asked, and refuses to write what is too large for it. */
function countingArea(): SessionArea & { reads: number } {
  const items = new Map<string, unknown>();
  return {
    reads: 0,
    async get() {
      this.reads += 1;
      return Object.fromEntries(items);
    },
    async set(added) {
      for (const [key, value] of Object.entries(added)) {
        if (value === "too large") throw new Error("quota");
        items.set(key, value);
      }
    },
    async remove(key) {
      items.delete(key);
    },
  };
}

describe("The session", () => {
  it("is read from the browser once, by every worker", async () => {
    const area = countingArea();
    const first = createSession(area);
    await first.write("number", 7);
    expect(await first.read("number", v.number())).toBe(7);
    expect(await first.list("num", v.number())).toEqual([7]);
    expect(area.reads).toBe(1);
    const next = createSession(area);
    expect(await Promise.all([next.read("number", v.number()), next.list("n", v.number())])).toEqual([
      7,
      [7],
    ]);
    expect(area.reads).toBe(2);
  });

  it("gives back nothing that was not written or is gone", async () => {
    const session = createSession(countingArea());
    await session.write("text", "small");
    await expect(session.write("text", "too large")).rejects.toThrow("quota");
    expect(await session.read("text", v.string())).toBe("small");
    await session.remove("text");
    expect(await session.read("text", v.string())).toBeNull();
  });

  it("does not follow what its writer does to a value afterwards", async () => {
    const session = createSession(countingArea());
    const value = { name: "before" };
    await session.write("value", value);
    value.name = "after";
    expect(await session.read("value", v.object({ name: v.string() }))).toEqual({ name: "before" });
  });

  it("is asked for again when the browser could not read it", async () => {
    const area = countingArea();
    const { get } = area;
    area.get = () => Promise.reject(new Error("busy"));
    const session = createSession(area);
    await expect(session.read("text", v.string())).rejects.toThrow("busy");
    area.get = get;
    expect(await session.read("text", v.string())).toBeNull();
  });
});
