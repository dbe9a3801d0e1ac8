import { describe, expect, it } from "vitest";
import { clock, day, minutesToAnnounce } from "../../popup/time.ts";

describe("the clock", () => {
  it.each([
    [785_000, "13:05"],
    [60_000, "1:00"],
    [59_001, "1:00"],
    [1, "0:01"],
    [0, "0:00"],
    [-5_000, "0:00"],
    [3_600_000, "60:00"],
  ])("shows %i ms as %s", (left, shown) => {
    expect(clock(left)).toBe(shown);
  });

  it("announces five minutes and one, once each", () => {
    expect(minutesToAnnounce(300_500, 299_500)).toBe(5);
    expect(minutesToAnnounce(299_500, 298_500)).toBeNull();
    expect(minutesToAnnounce(60_500, 59_500)).toBe(1);
    expect(minutesToAnnounce(400_000, 30_000)).toBe(1);
  });

  it("says nothing for a date that is none", () => {
    expect(day("2026-11-15T10:00:00Z")).toBe("15 November 2026");
    expect(day("yesterday")).toBe("");
  });
});
