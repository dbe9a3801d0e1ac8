import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import { createGuard } from "../../background/guard.ts";
import { createStore } from "../../background/store.ts";
import { rpcError } from "../../src/core/errors.ts";

const HOUR = 3_600;
/** Seconds of waiting after so many failed tries (design/security.md, row 13). */
const DELAYS = [0, 0, 0, 0, 0, 5, 30, 120, 600, HOUR, HOUR, HOUR];

describe("the guard", () => {
  let time: number;
  const newGuard = () => createGuard({ store: createStore(), now: () => time });
  const wrong = async (): Promise<never> => {
    throw rpcError("notOpened");
  };
  const outcome = (scope: string, run: () => Promise<unknown> = wrong) =>
    newGuard()
      .attempt(scope, run)
      .then(
        () => "opened",
        (error) => error.data.retryAfter ?? error.data.reason,
      );

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory();
    time = Date.UTC(2026, 10, 24);
  });

  it("lets five tries pass and then makes each wait longer, whatever is restarted", async () => {
    for (const [tries, seconds] of DELAYS.entries()) {
      if (seconds > 0) {
        expect(await outcome("vault")).toBe(seconds);
        time += seconds * 1000 - 1;
        expect(await outcome("vault")).toBe(1);
        time += 1;
      }
      expect([tries, await outcome("vault")]).toEqual([tries, "notOpened"]);
    }
  });

  it("counts a try before it runs, so that killing it gains nothing", async () => {
    for (let i = 0; i < 4; i++) await outcome("vault");
    const begun = new Promise<void>((begin) => {
      void newGuard().attempt("vault", () => {
        begin();
        return new Promise(() => undefined);
      });
    });
    await begun;
    expect(await outcome("vault")).toBe(5);
  });

  it("does not shorten a wait when the clock is set back, nor make it endless", async () => {
    for (let i = 0; i < 6; i++) {
      await outcome("vault");
      time += 5_000;
    }
    time -= 365 * 24 * HOUR * 1000;
    expect(await outcome("vault")).toBe(30);
    time += 30_000;
    expect(await outcome("vault")).toBe("notOpened");
  });

  it("forgets what failed once a try succeeds, and counts each scope for itself", async () => {
    for (let i = 0; i < 5; i++) await outcome("vault");
    expect(await outcome("another", async () => null)).toBe("opened");
    expect(await outcome("vault")).toBe(5);
    time += 5_000;
    expect(await outcome("vault", async () => null)).toBe("opened");
    expect(await outcome("vault")).toBe("notOpened");
  });
});
