import { rpcError, toPublicJson } from "../../src/core/errors.ts";
import type { Factor } from "../../src/core/vault/factors.ts";
import { isUndecided } from "../approvalRecord.ts";
import { checkKit } from "../kitRule.ts";
import { isOpaque } from "../signView.ts";
import { accountsOf, isConnected, withoutSite } from "../sites.ts";
import { resumeConnects } from "./approveConnect.ts";
import { idleMinutes } from "./inForce.ts";
import type { Parts } from "./parts.ts";

/** Locks the vault and tells everyone who shows or relies on it. */
export async function lock({
  keyring,
  recoveries,
  activity,
  audits,
  approvals,
  connections,
  changed,
}: Parts): Promise<void> {
  const isUnlocked = await keyring.isUnlocked();
  if (isUnlocked) {
    activity.note({ type: "locked" });
    // Into the vault while it is open: what waits in memory does not outlive the browser.
    await activity.flush();
  }
  if (!(await keyring.lock())) return;
  if (!isUnlocked) activity.note({ type: "locked" });
  await recoveries.leave();
  await audits.forget();
  await approvals.forgetEnded();
  await connections.emit("lockChanged", () => ({ locked: true }));
  await changed();
}

/** Has the vault locked in time: after a while without use, and some hours after it was opened. */
export async function watch(parts: Parts): Promise<void> {
  const openedAt = await parts.keyring.openedAt();
  if (openedAt !== null) parts.lockAfter(await idleMinutes(parts), openedAt + (await parts.policy.longest()));
}

/** Opens the vault and goes on with what waited for it; a try that fails is noted. @throws `rateLimited`, `notOpened` */
export async function unlock(parts: Parts, factor: Factor): Promise<void> {
  const { guard, keyring, activity, registrations } = parts;
  await guard.attempt("vault", () =>
    keyring.unlock(factor).catch((error: unknown) => {
      activity.note({ type: "failed", method: "vault.unlock" });
      throw error;
    }),
  );
  await opened(parts);
  void registrations.resumeAll().catch(() => undefined);
}

/** What follows whenever the vault has been opened. */
export async function opened(parts: Parts): Promise<void> {
  const { activity, keyring, connections, changed } = parts;
  activity.note({ type: "unlocked" });
  await watch(parts);
  await connections.takeCutOff((origin) =>
    keyring.change((before) => ({ index: withoutSite(before, origin) })),
  );
  await connections.refresh(await keyring.index());
  await resumeConnects(parts, await parts.approvals.open());
  await settleKnown(parts);
  await connections.emit("lockChanged", () => ({ locked: false }));
  await changed();
}

/** Ends the requests that need no question once the vault can tell: known sites, and what is switched off. */
async function settleKnown({ keyring, approvals, connections, policy }: Parts): Promise<void> {
  const index = await keyring.index();
  for (const approval of await approvals.open()) {
    const { id, method, origin, document } = approval;
    const refuse = (error: unknown) =>
      approvals.settle(id, "delivered", { error: toPublicJson(error) }).then(() => undefined);
    if (method === "dfns_sign" && index.settings.opaque === "refuse" && isOpaque(approval)) {
      await refuse(rpcError("userRejected"));
    }
    if (isUndecided(approval)) await checkKit(policy, index, approval).catch(refuse);
    if (method !== "dfns_connect" || !isConnected(index, origin)) continue;
    if (document) await connections.note({ type: "site", origin, ...document });
    await approvals.settle(id, "delivered", {
      result: { accounts: accountsOf(index, origin) },
    });
  }
}
