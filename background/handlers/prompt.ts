import { hasReason } from "../../src/core/errors.ts";
import { type Approval, type Asked, isElsewhere, isOpen } from "../approvalRecord.ts";
import type { SiteCaller } from "../caller.ts";
import { ACCEPTED } from "../router.ts";
import type { Windows } from "../windows.ts";
import type { Parts } from "./parts.ts";

/** Brings forward where a request goes on: the tab of recoveries, or the window at it. */
export const showRequest = (windows: Windows, approval: Approval): Promise<void> =>
  isElsewhere(approval) ? windows.showRecovery() : windows.showApproval(approval.id);

/**
 * Records the request and shows it; a site that has one waiting gets that one brought forward instead.
 * @throws `rateLimited`, `userRejected` for a blocked site, `pending`
 */
export async function prompt(
  { approvals, passkeys, windows, blocks, limits }: Parts,
  asked: Asked,
  caller: SiteCaller,
  callId: string,
): Promise<typeof ACCEPTED> {
  await blocks.check(caller.origin);
  await limits.admit(caller.origin);
  try {
    // The window, which takes many times as long to open, does not wait for the record to be written.
    let showing: Promise<void> | undefined;
    const approval = await approvals.ask(asked, caller, callId, ({ id }) => {
      showing = windows.showApproval(id);
    });
    if (approval.state === "awaitingPasskey") void passkeys.ask(approval.id).catch(() => undefined);
    else if (isOpen(approval)) await (showing ?? showRequest(windows, approval));
    return ACCEPTED;
  } catch (error) {
    if (hasReason(error, "pending")) {
      const waiting = (await approvals.open()).find(({ origin }) => origin === caller.origin);
      if (waiting) await showRequest(windows, waiting);
    }
    throw error;
  }
}
