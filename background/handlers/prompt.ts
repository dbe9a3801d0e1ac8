import { hasReason } from "../../src/core/errors.ts";
import { type Asked, isOpen } from "../approvalRecord.ts";
import type { SiteCaller } from "../caller.ts";
import { ACCEPTED } from "../router.ts";
import type { Parts } from "./parts.ts";

/**
 * Records the request and shows it; a site that has one waiting gets that one's window brought forward instead.
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
    else if (isOpen(approval)) await (showing ?? windows.showApproval(approval.id));
    return ACCEPTED;
  } catch (error) {
    if (hasReason(error, "pending")) {
      const waiting = (await approvals.open()).find(({ origin }) => origin === caller.origin);
      if (waiting) await windows.showApproval(waiting.id);
    }
    throw error;
  }
}
