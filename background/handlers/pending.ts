import { rpcError } from "../../src/core/errors.ts";
import type { PendingRegistration } from "../../src/core/vault/pending.ts";
import type { PageHandlers } from "../router.ts";
import type { Parts } from "./parts.ts";

type PendingHandlers = Pick<PageHandlers, "pending.open" | "pending.discard">;

/** Registrations and recoveries that were left unfinished: going on without a page, or giving them up. */
export function pendingHandlers({
  pendings,
  registrations,
  recoveries,
  approvals,
  windows,
  now,
  changed,
}: Parts): PendingHandlers {
  return {
    "pending.open": async ({ recordId }) => {
      const pending = await pendings.get(recordId);
      if (pending.old !== undefined) throw rpcError("gone");
      if (pending.tokenExpiresAt <= now()) throw rpcError("challengeExpired");
      const { challenge, origin, tokenExpiresAt: expiresAt } = pending;
      const asked = {
        method: "dfns_register",
        params: paramsOf(pending),
        challenge,
        expiresAt,
      } as const;
      const approval = await approvals.resume(asked, origin, recordId);
      await windows.showApproval(approval.id);
      return null;
    },
    "pending.discard": async ({ recordId }) => {
      const pending = await pendings.find(recordId);
      await (pending?.old ? recoveries.discardRecord(recordId) : registrations.discard(recordId));
      await changed();
      return null;
    },
  };
}

/** The request as the site made it, as far as the vault keeps it. */
function paramsOf({
  api,
  user,
  token,
  challenge,
  wallets,
  submit,
  firstFactor,
  secondFactor,
}: PendingRegistration) {
  return {
    api,
    challenge: {
      user: { ...user, displayName: user.name },
      temporaryAuthenticationToken: token,
      challenge,
      supportedCredentialKinds: {
        firstFactor: [firstFactor.kind],
        secondFactor: secondFactor ? [secondFactor.kind] : [],
      },
    },
    firstFactor: firstFactor.kind,
    ...(secondFactor && { secondFactor: secondFactor.kind }),
    ...(wallets !== null && { wallets }),
    ...(submit && { submit }),
  };
}
