import type { Front } from "../front.ts";
import type { SiteHandlers } from "../router.ts";

/**
 * Never prompts, and tells a site that is not connected nothing, not even whether there is a vault. It is asked on every
 * load of a page, so it reads nothing from the disk.
 */
export const getStatus =
  ({ kept, connections }: Pick<Front, "kept" | "connections">): SiteHandlers["dfns_getStatus"] =>
  async (_params, caller) => {
    const [isConnected, isOpen] = await Promise.all([connections.isConnected(caller.origin), kept.isOpen()]);
    if (!isConnected) return { connected: false };
    await connections.note(caller);
    return { connected: true, locked: !isOpen };
  };
