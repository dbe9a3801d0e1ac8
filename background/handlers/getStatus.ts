import type { Results } from "../../src/protocol/results.ts";
import type { SiteCaller } from "../caller.ts";
import type { Front } from "../front.ts";
import { type Soon, together } from "../soon.ts";

/**
 * Never prompts, and tells a site that is not connected nothing, not even whether there is a vault. It is asked on every
 * load of a page, so it reads nothing from the disk.
 */
export const getStatus =
  ({ kept, connections }: Pick<Front, "kept" | "connections">) =>
  (caller: SiteCaller): Soon<Results["dfns_getStatus"]> =>
    together([connections.isConnected(caller.origin), kept.isOpen()], (isConnected, isOpen) => {
      if (!isConnected) return { connected: false };
      return together([connections.note(caller)], () => ({ connected: true, locked: !isOpen }));
    });
