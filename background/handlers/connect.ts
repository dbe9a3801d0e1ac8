import { nullIf } from "../../src/core/errors.ts";
import type { SiteCaller } from "../caller.ts";
import type { SiteHandlers } from "../router.ts";
import { accountsOf, isConnected } from "../sites.ts";
import type { Parts } from "./parts.ts";
import { prompt } from "./prompt.ts";

const LIFE = 15 * 60 * 1000;

/** Prompts the first time for an origin; afterwards only when the vault has to be unlocked first. */
export const connect =
  (parts: Parts): SiteHandlers["dfns_connect"] =>
  async (_params, caller, callId) => {
    if (await parts.keyring.isUnlocked()) {
      const known = await accountsOfKnown(parts, caller).catch(nullIf("locked"));
      if (known) return { accounts: known };
    }
    const asked = {
      method: "dfns_connect",
      params: {},
      challenge: "",
      expiresAt: parts.now() + LIFE,
    } as const;
    return prompt(parts, asked, caller, callId);
  };

/** @returns `null` for a site that is not connected. @throws `locked` */
async function accountsOfKnown({ keyring, connections, registrations }: Parts, caller: SiteCaller) {
  if (!isConnected(await keyring.index(), caller.origin)) return null;
  await registrations.settleUnheard(caller.origin);
  await connections.note(caller);
  return accountsOf(await keyring.index(), caller.origin);
}
