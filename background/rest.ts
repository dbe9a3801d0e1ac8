import { compose, type Platform } from "./compose.ts";
import type { Front, Rest } from "./front.ts";
import { createStore } from "./store.ts";
import { createWindows } from "./windows.ts";

/** Everything behind the front, at work: it goes on with what a restart interrupted before anyone asks it anything. */
export function startRest(front: Front, platform: Omit<Platform, "store" | "windows">): Rest {
  const own = { store: createStore(), windows: createWindows(front.session, platform.wait) };
  const rest = compose(front, { ...platform, ...own });
  void rest.resume().catch(() => undefined);
  return rest;
}

// Whoever reads this script finds it here: a worker sees no exports.
Object.assign(globalThis, { startRest });
