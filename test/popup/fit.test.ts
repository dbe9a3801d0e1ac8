import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitted } from "../../popup/fit.ts";

const SCREEN = { left: 0, top: 24, width: 1280, height: 700 };

describe("the approval window", () => {
  it("stays where it is when all of it is on the screen", () => {
    expect(fitted({ left: 800, top: 24, width: 400, height: 640 }, SCREEN)).toBeNull();
  });

  it.each([
    [
      { left: 1200, top: 24, width: 400, height: 640 },
      { left: 880, top: 24, width: 400, height: 640 },
    ],
    [
      { left: -50, top: 0, width: 400, height: 640 },
      { left: 0, top: 24, width: 400, height: 640 },
    ],
    [
      { left: 0, top: 300, width: 400, height: 640 },
      { left: 0, top: 84, width: 400, height: 640 },
    ],
    [
      { left: 0, top: 24, width: 400, height: 900 },
      { left: 0, top: 24, width: 400, height: 700 },
    ],
  ])("is brought back from %o", (window, wanted) => expect(fitted(window, SCREEN)).toEqual(wanted));

  it("is wholly on the screen, wherever it was", () => {
    const side = fc.integer({ min: -3000, max: 3000 });
    const size = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(side, side, size, size, side, side, size, size, (l, t, w, h, sl, st, sw, sh) => {
        const screen = { left: sl, top: st, width: sw, height: sh };
        const window = { left: l, top: t, width: w, height: h };
        const next = fitted(window, screen) ?? window;
        expect(next.left >= sl && next.left + next.width <= sl + sw).toBe(true);
        expect(next.top >= st && next.top + next.height <= st + sh).toBe(true);
      }),
    );
  });
});
