import type { SiteHandlers } from "../router.ts";
import { withoutSite } from "../sites.ts";
import type { Parts } from "./parts.ts";

/** Forgets the site: its connection and its pins, at once or, while the vault is locked, at the next unlock. */
export const disconnect =
  ({ keyring, connections }: Parts): SiteHandlers["dfns_disconnect"] =>
  async (_params, { origin }) => {
    if (await keyring.isUnlocked()) {
      await keyring.change((index) => ({ index: withoutSite(index, origin) }));
      await connections.refresh(await keyring.index());
    } else {
      await connections.cutOff(origin);
    }
    await connections.emit("disconnect", () => ({}), origin);
    return null;
  };
