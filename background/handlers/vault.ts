import { rpcError } from "../../src/core/errors.ts";
import type { AccountEntry, Index, RecordEntry } from "../../src/core/vault/index.ts";
import type { Results } from "../../src/protocol/results.ts";
import { pendingKitViews } from "../createCredentialView.ts";
import { isLongEnough } from "../passwords.ts";
import { accountView, pendingView, summaryOf } from "../requestViews.ts";
import type { PageHandlers } from "../router.ts";
import { shortest } from "./inForce.ts";
import { lock, opened, unlock } from "./locking.ts";
import type { Parts } from "./parts.ts";
import { unsavedIn } from "./settings.ts";

type VaultHandlers = Pick<
  PageHandlers,
  "vault.status" | "vault.overview" | "vault.create" | "vault.unlock" | "vault.lock" | "vault.verify"
>;

export function vaultHandlers(parts: Parts): VaultHandlers {
  const { keyring } = parts;
  return {
    "vault.status": () => statusOf(parts),
    "vault.overview": () => overviewOf(parts),
    "vault.create": async ({ password }) => {
      if (!isLongEnough(password, await shortest(parts))) throw rpcError("weakPassword");
      await keyring.create(password);
      await opened(parts);
      return null;
    },
    "vault.unlock": async ({ password }) => {
      await unlock(parts, { type: "password", password });
      return null;
    },
    "vault.lock": async () => {
      await lock(parts);
      return null;
    },
    "vault.verify": async () => ({ records: (await keyring.verify()).records.length }),
  };
}

async function statusOf({ keyring, approvals, build }: Parts): Promise<Results["vault.status"]> {
  const state = await keyring.state();
  const open = await approvals.open();
  const index = state === "unlocked" ? await keyring.index() : null;
  const waiting = open.map((approval) => {
    const { id, origin, expiresAt } = approval;
    return { id, origin, expiresAt, summary: index && summaryOf(approval, index, build) };
  });
  return { state, waiting };
}

async function overviewOf({
  keyring,
  audits,
  pendings,
  policy,
  build,
  now,
}: Parts): Promise<Results["vault.overview"]> {
  const index = await keyring.index();
  const kept = await pendings.all();
  const records = recordsByAccount(index);
  const viewOf = async (account: AccountEntry) => {
    const own: Index = { ...index, records: records.get(account.id) ?? [] };
    return accountView(account, own, build, await audits.last(account.id));
  };
  return {
    accounts: await Promise.all(index.accounts.map(viewOf)),
    pending: [
      ...kept.map(([recordId, pending]) => pendingView(recordId, pending, now())),
      ...pendingKitViews(index),
    ],
    unsaved: (await policy.rows()).forbidExport ? 0 : unsavedIn(index),
  };
}

/** In one pass, so that a thousand accounts are listed as fast as ten. */
function recordsByAccount({ records }: Index): ReadonlyMap<string, readonly RecordEntry[]> {
  const groups = new Map<string, RecordEntry[]>();
  for (const entry of records) {
    const group = groups.get(entry.accountId);
    if (group) group.push(entry);
    else groups.set(entry.accountId, [entry]);
  }
  return groups;
}
