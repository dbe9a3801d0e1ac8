import { rpcError, toPublicJson } from "../../src/core/errors.ts";
import { type Approval, isUndecided } from "../approvalRecord.ts";
import type { PageHandlers } from "../router.ts";
import type { Parts } from "./parts.ts";
import { endRequestsOf } from "./sites.ts";

type RejectingHandlers = Pick<PageHandlers, "approval.reject" | "approval.rejectAll" | "approval.block">;

const HOUR = 60 * 60 * 1000;

/** The person's no: to one request, to all that wait, or to a site for some time or for good. */
export function rejectingHandlers(parts: Parts): RejectingHandlers {
  const { approvals, blocks, now } = parts;
  return {
    "approval.reject": async ({ id }) => {
      await reject(parts, await approvals.get(id));
      return null;
    },
    "approval.rejectAll": async () => {
      for (const approval of await approvals.open()) {
        if (isUndecided(approval)) await reject(parts, approval);
      }
      return null;
    },
    "approval.block": async ({ id, period }) => {
      const { origin } = await approvals.get(id);
      await blocks.block(origin, period === "hour" ? now() + HOUR : null);
      await endRequestsOf(parts, origin);
      await parts.changed();
      return null;
    },
  };
}

async function reject({ approvals, limits }: Parts, { id, origin }: Approval): Promise<void> {
  await limits.noteRejection(origin);
  await approvals.settle(id, "rejected", { error: toPublicJson(rpcError("userRejected")) });
}
