import { rpcError } from "../../src/core/errors.ts";
import type { Index, RecordEntry } from "../../src/core/vault/index.ts";
import { cleanText } from "../../src/protocol/text.ts";
import type { PageHandlers } from "../router.ts";
import { accountsOf } from "../sites.ts";
import type { Parts } from "./parts.ts";

type AccountHandlers = Pick<
  PageHandlers,
  | "account.label"
  | "account.audit"
  | "account.remove"
  | "account.rehearse"
  | "credential.rename"
  | "credential.remove"
>;

const LONGEST = 100;

/** What the person changes in the vault itself; Dfns is told nothing. */
export function accountHandlers(parts: Parts): AccountHandlers {
  return {
    "account.label": async ({ accountId, label }) => {
      const clean = cleanText(label, LONGEST);
      await edit(parts, (index) => {
        accountIn(index, accountId);
        const labelled = index.accounts.map((one) => (one.id === accountId ? { ...one, label: clean } : one));
        return { ...index, accounts: labelled };
      });
      return null;
    },
    "account.audit": ({ accountId }) => parts.audits.check(accountId),
    "account.remove": async ({ accountId }) => {
      await edit(parts, (index) => {
        accountIn(index, accountId);
        return {
          ...index,
          accounts: index.accounts.filter(({ id }) => id !== accountId),
          records: index.records.filter((entry) => entry.accountId !== accountId || entry.kind === "pending"),
        };
      });
      return null;
    },
    "account.rehearse": async ({ accountId, phrase }) => {
      const outcome = await parts.rehearsals.rehearse(accountId, phrase);
      await parts.changed();
      return outcome;
    },
    "credential.rename": async ({ recordId, name }) => {
      const clean = cleanText(name, LONGEST);
      await editRecord(parts, recordId, (entry) => [{ ...entry, name: clean }]);
      return null;
    },
    "credential.remove": async ({ recordId }) => {
      await editRecord(parts, recordId, () => []);
      return null;
    },
  };
}

/** @throws `gone` for an account that is no longer there */
function accountIn({ accounts }: Index, accountId: string): void {
  if (!accounts.some(({ id }) => id === accountId)) throw rpcError("gone");
}

/** @throws `gone` for a record that is no longer there, or that is no credential yet */
function editRecord(
  parts: Parts,
  recordId: string,
  change: (entry: RecordEntry) => readonly RecordEntry[],
): Promise<void> {
  return edit(parts, (index) => {
    const known = index.records.some(({ id, kind }) => id === recordId && kind !== "pending");
    if (!known) throw rpcError("gone");
    return { ...index, records: index.records.flatMap((one) => (one.id === recordId ? change(one) : [one])) };
  });
}

/** The sites that see a difference hear of it, and so do our own pages. */
async function edit(
  { keyring, connections, changed }: Parts,
  change: (index: Index) => Index,
): Promise<void> {
  const before = await keyring.index();
  await keyring.change((index) => ({ index: change(index) }));
  const after = await keyring.index();
  for (const { origin } of after.sites) {
    const accounts = accountsOf(after, origin);
    if (JSON.stringify(accounts) === JSON.stringify(accountsOf(before, origin))) continue;
    await connections.emit("accountsChanged", () => accounts, origin);
  }
  await changed();
}
