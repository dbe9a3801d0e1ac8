import type { SiteHandlers } from "../router.ts";
import { accountsOf, isConnected } from "../sites.ts";
import type { Parts } from "./parts.ts";
import { prompt } from "./prompt.ts";

const LIFE = 15 * 60 * 1000;

/** Prompts the first time for an origin; afterwards only when the vault has to be unlocked first. */
export const connect =
  (parts: Parts): SiteHandlers["dfns_connect"] =>
  async (_params, caller, callId) => {
    const { keyring, connections, registrations, now } = parts;
    if ((await keyring.isUnlocked()) && isConnected(await keyring.index(), caller.origin)) {
      await registrations.settleUnheard(caller.origin);
      await connections.note(caller);
      return { accounts: accountsOf(await keyring.index(), caller.origin) };
    }
    const asked = {
      method: "dfns_connect",
      params: {},
      challenge: "",
      expiresAt: now() + LIFE,
    } as const;
    return prompt(parts, asked, caller, callId);
  };
