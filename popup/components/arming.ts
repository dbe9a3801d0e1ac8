/** How long the window must be in front, unchanged, before Approve can be pressed. */
export const ARMING_MS = 800;

/** What the window saw at one moment. `scene` stands for its place, its size and what it shows. */
export interface Sight {
  /** Milliseconds of a clock that never goes back. */
  readonly at: number;
  /** In front: visible, and with the focus. */
  readonly attentive: boolean;
  readonly scene: string;
}

export type Arming =
  | { readonly phase: "resting" }
  | { readonly phase: "arming"; readonly since: number; readonly scene: string }
  | { readonly phase: "armed"; readonly scene: string };

export const RESTING: Arming = { phase: "resting" };

/** The next state. Any change of scene and any moment without attention starts the 800 ms again. */
export function advance(state: Arming, { at, attentive, scene }: Sight): Arming {
  if (!attentive) return RESTING;
  if (state.phase === "resting" || state.scene !== scene) return { phase: "arming", since: at, scene };
  if (state.phase === "arming" && at - state.since >= ARMING_MS) return { phase: "armed", scene };
  return state;
}
