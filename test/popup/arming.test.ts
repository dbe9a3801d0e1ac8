import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ARMING_MS, type Arming, advance, RESTING, type Sight } from "../../popup/components/arming.ts";

const sight = (at: number, change: Partial<Sight> = {}): Sight => ({
  at,
  attentive: true,
  scene: "here",
  ...change,
});
const seeing = (...sights: readonly Sight[]): Arming => sights.reduce(advance, RESTING);

describe("arming", () => {
  it("arms after 800 ms of attention, not a moment earlier", () => {
    expect(seeing(sight(0), sight(799)).phase).toBe("arming");
    expect(seeing(sight(0), sight(800)).phase).toBe("armed");
  });

  it("starts again when the attention was lost for a moment", () => {
    expect(
      seeing(sight(0), sight(700), sight(750, { attentive: false }), sight(800), sight(1_599)).phase,
    ).toBe("arming");
  });

  it("rests while the window is not in front, also once armed", () => {
    expect(seeing(sight(0), sight(800), sight(801, { attentive: false }))).toEqual(RESTING);
  });

  it("starts again when the window moves or shows something else, also once armed", () => {
    const moved = seeing(sight(0), sight(800), sight(900, { scene: "there" }));
    expect(moved).toEqual({ phase: "arming", since: 900, scene: "there" });
    expect(advance(moved, sight(1_699, { scene: "there" })).phase).toBe("arming");
    expect(advance(moved, sight(1_700, { scene: "there" })).phase).toBe("armed");
  });

  it("keeps the same state object while nothing changes", () => {
    const armed = seeing(sight(0), sight(800));
    expect(advance(armed, sight(900))).toBe(armed);
  });

  it("is armed only after 800 ms of unbroken sights of one scene", () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 400 }),
      attentive: fc.boolean(),
      scene: fc.constantFrom("a", "b"),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let state: Arming = RESTING;
        let at = 0;
        let since = null as { at: number; scene: string } | null;
        for (const { wait, attentive, scene } of steps) {
          at += wait;
          if (!attentive) since = null;
          else if (since?.scene !== scene) since = { at, scene };
          state = advance(state, { at, attentive, scene });
          if (state.phase === "armed") expect(since !== null && at - since.at >= ARMING_MS).toBe(true);
        }
      }),
    );
  });
});
