import { describe, expect, it } from "vitest";
import { once, together } from "../../background/soon.ts";

const sum = (a: number, b: number) => a + b;

describe("together", () => {
  it("makes of values that are here what it makes of them at once", () => {
    expect(together([1, 2], sum)).toBe(3);
  });

  it("waits for those that are not", async () => {
    const later = together([1, Promise.resolve(2)], sum);
    expect(later).toBeInstanceOf(Promise);
    expect(await later).toBe(3);
  });

  it("rejects as one of them does", async () => {
    await expect(together([1, Promise.reject<number>(new Error("busy"))], sum)).rejects.toThrow("busy");
  });
});

describe("once", () => {
  it("runs again only after it failed, and gives at once what it came to", async () => {
    let runs = 0;
    const number = once(async () => {
      runs += 1;
      if (runs === 1) throw new Error("busy");
      return runs;
    });
    await expect(number()).rejects.toThrow("busy");
    expect(await Promise.all([number(), number()])).toEqual([2, 2]);
    expect(number()).toBe(2);
  });

  it("knows nothing as a value too", async () => {
    const nothing = once(async () => undefined);
    await nothing();
    expect(nothing()).toBeUndefined();
  });
});
