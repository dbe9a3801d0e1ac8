import type { SiteHandlers } from "../router.ts";
import type { Parts } from "./parts.ts";

/**
 * Never prompts, and tells a site that is not connected nothing, not even whether there is a vault. It is asked on every
 * load of a page, so it reads nothing from the disk.
 */
export const getStatus =
  ({ keyring, connections }: Parts): SiteHandlers["dfns_getStatus"] =>
  async (_params, caller) => {
    if (!(await connections.isConnected(caller.origin))) return { connected: false };
    const [isUnlocked] = await Promise.all([keyring.seemsUnlocked(), connections.note(caller)]);
    return { connected: true, locked: !isUnlocked };
  };
