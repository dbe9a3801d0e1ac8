import type { SiteHandlers } from "../router.ts";
import type { Parts } from "./parts.ts";
import { forgetSite } from "./sites.ts";

/** Forgets the site: its connection and its pins, at once or, while the vault is locked, at the next unlock. */
export const disconnect =
  (parts: Parts): SiteHandlers["dfns_disconnect"] =>
  async (_params, { origin }) => {
    const { keyring, connections } = parts;
    if (await keyring.isUnlocked()) {
      await forgetSite(parts, origin);
    } else {
      await connections.cutOff(origin);
      await connections.emit("disconnect", () => ({}), origin);
    }
    return null;
  };
