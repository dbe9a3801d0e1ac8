import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { createSession, type SessionArea } from "../../background/session.ts";

/** An area that notes what it is asked, and refuses to write what is too large for it. */
function countingArea(): SessionArea & { readonly reads: (readonly string[] | null)[] } {
  const items = new Map<string, unknown>();
  return {
    reads: [],
    async get(keys) {
      this.reads.push(keys);
      return Object.fromEntries([...items].filter(([key]) => keys === null || keys.includes(key)));
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
  it("is read from the browser once, by every worker, what is needed first before the rest", async () => {
    const area = countingArea();
    const first = createSession(area, ["number"]);
    await first.write("number", 7);
    await first.write("name", "seven");
    expect(await first.read("number", v.number())).toBe(7);
    expect(await first.list("num", v.number())).toEqual([7]);
    expect(area.reads).toEqual([["number"], null]);
    const next = createSession(area, ["number"]);
    expect(await next.read("number", v.number())).toBe(7);
    expect(area.reads.slice(2)).toEqual([["number"]]);
    expect(await Promise.all([next.read("name", v.string()), next.list("n", v.number())])).toEqual([
      "seven",
      [7],
    ]);
    expect(area.reads.slice(3)).toEqual([null]);
  });

  it("gives what it knows at once, and never what was there before", async () => {
    const area = countingArea();
    await createSession(area).write("number", 7);
    const session = createSession(area, ["number"]);
    await session.write("number", 8);
    expect(session.read("number", v.number())).toBe(8);
    expect(session.read("other", v.number())).toBeNull();
    await session.remove("number");
    expect(session.read("number", v.number())).toBeNull();
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
