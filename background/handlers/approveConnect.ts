import type { Approval } from "../approvalRecord.ts";
import { addedPins } from "../requestViews.ts";
import { accountsOf, withPins, withSite } from "../sites.ts";
import type { Parts } from "./parts.ts";

/**
 * Connects a site with the accounts chosen. Credentials that it never used take a second approval, which shows both
 * origins; the first one then only keeps the choice.
 */
export async function approveConnect(
  parts: Parts,
  approval: Approval,
  chosen: readonly string[],
): Promise<void> {
  const { approvals, keyring } = parts;
  const { id, origin } = approval;
  const added = addedPins(origin, chosen, await keyring.index());
  if (approval.chosen === null && added.length > 0) return approvals.setChosen(id, chosen);
  const accountIds = [...(approval.chosen ?? chosen)];
  await connect(parts, await approvals.move(id, "approved", { chosen: accountIds }));
}

/** Goes on with the connections that a kill or a lock has interrupted; what was written once stays as it is. */
export async function resumeConnects(parts: Parts, open: readonly Approval[]): Promise<void> {
  for (const approval of open) {
    if (approval.method !== "dfns_connect" || approval.state !== "approved") continue;
    await connect(parts, approval).catch(() => undefined);
  }
}

async function connect(parts: Parts, approval: Approval): Promise<void> {
  const { approvals, keyring, now } = parts;
  const { id, origin, chosen } = approval;
  const at = new Date(now()).toISOString();
  await keyring.change((index) => ({ index: withPins(withSite(index, origin, at), origin, chosen ?? []) }));
  await tellConnected(parts, approval);
  const accounts = accountsOf(await keyring.index(), origin);
  await approvals.settle(id, "delivered", { result: { accounts } });
}

/** The site is on the vault's list: its document hears so, and may ask what only connected sites may. */
export async function tellConnected(
  { connections, keyring }: Parts,
  { origin, document }: Approval,
): Promise<void> {
  await connections.refresh(await keyring.index());
  if (document) await connections.note({ type: "site", origin, ...document });
  await connections.emit("connect", () => ({}), origin);
}
