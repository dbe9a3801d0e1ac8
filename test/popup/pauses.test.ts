import { describe, expect, it } from "vitest";
import { type Asked, isGone, pauseFor } from "../../popup/pauses.ts";
import { ERRORS, type Reason } from "../../src/core/errors.ts";

const SOON = 1_000;
const never = () => Number.POSITIVE_INFINITY;
const failed = (reason: Reason): Asked<string> => ({ state: "failed", reason });

describe("a question to the background", () => {
  it("is put again soon while it has no answer, and else when its page wants", () => {
    expect(pauseFor({ state: "silent" }, never)).toBe(SOON);
    expect(pauseFor({ state: "asking" }, never)).toBe(Number.POSITIVE_INFINITY);
    expect(pauseFor({ state: "answered", view: "sending" }, () => 50)).toBe(50);
  });

  it("takes a failure for the end only when the thing is gone", () => {
    for (const reason of Object.keys(ERRORS) as Reason[]) {
      const over = reason === "gone";
      expect([reason, isGone(failed(reason))]).toEqual([reason, over]);
      expect(pauseFor(failed(reason), never)).toBe(over ? Number.POSITIVE_INFINITY : SOON);
    }
  });
});
