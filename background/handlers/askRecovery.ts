import { rpcError } from "../../src/core/errors.ts";
import type { Approval } from "../approvalRecord.ts";
import type { SiteHandlers } from "../router.ts";
import { withSite } from "../sites.ts";
import { tellConnected } from "./approveConnect.ts";
import type { Parts } from "./parts.ts";
import { prompt } from "./prompt.ts";
import { checked } from "./register.ts";

/**
 * Checks all that needs no vault, records the request and opens the window; the outcome is pushed.
 * @throws `noCredential` for a challenge that no recovery credential can answer
 */
export const askRecovery =
  (parts: Parts): SiteHandlers["dfns_recover"] =>
  async (params, caller, callId) => {
    const { challenge, allowedRecoveryCredentials } = params.challenge;
    const isSealed = ({ encryptedRecoveryKey }: { readonly encryptedRecoveryKey: string }) =>
      encryptedRecoveryKey !== "";
    if (!allowedRecoveryCredentials.some(isSealed)) throw rpcError("noCredential", {}, NO_KIT);
    const expiresAt = checked(params, parts);
    return prompt(parts, { method: "dfns_recover", params, challenge, expiresAt }, caller, callId);
  };

const NO_KIT = "The challenge names no recovery credential that a kit opens.";

/** Connects the site and turns to its recovery; the old key, and so every signature, waits for what the person types. */
export async function approveRecovery(parts: Parts, approval: Approval): Promise<void> {
  const { approvals, keyring, recoveries, windows, now } = parts;
  await approvals.move(approval.id, "approved");
  const at = new Date(now()).toISOString();
  await keyring.change((index) => ({ index: withSite(index, approval.origin, at) }));
  await recoveries.take(approval);
  await tellConnected(parts, approval);
  await windows.showRecovery();
}
