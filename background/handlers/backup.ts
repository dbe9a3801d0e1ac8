import { rpcError } from "../../src/core/errors.ts";
import { type Backup, parseBackup, writeBackup } from "../../src/core/vault/backup.ts";
import type { Factor } from "../../src/core/vault/factors.ts";
import type { Index, RecordEntry } from "../../src/core/vault/index.ts";
import { type Merge, mergedIndex, planMerge } from "../../src/core/vault/merge.ts";
import { openRecord } from "../../src/core/vault/records.ts";
import { openAny } from "../../src/core/vault/rekey.ts";
import { verifyVault } from "../../src/core/vault/verify.ts";
import type { AnyFactorInput } from "../../src/protocol/vaultRequests.ts";
import type { BackupView } from "../../src/protocol/vaultViews.ts";
import type { Put } from "../opened.ts";
import type { PageHandlers } from "../router.ts";
import { factorOf, unlockersOf } from "../unlockers.ts";
import { opened } from "./locking.ts";
import type { Parts } from "./parts.ts";

type BackupHandlers = Pick<
  PageHandlers,
  "backup.save" | "backup.copy" | "backup.unlockers" | "backup.preview" | "backup.restore"
>;

interface OpenedBackup {
  readonly backup: Backup;
  readonly vmk: Uint8Array;
  readonly index: Index;
}

export function backupHandlers(parts: Parts): BackupHandlers {
  const { keyring, guard, policy, activity, now, tellPages } = parts;
  const open = ({ file, factor }: { readonly file: string; readonly factor: AnyFactorInput }) => {
    const backup = parseBackup(file);
    return guard.attempt("backup", async () => openBackup(backup, factorOf(factor)));
  };
  const dated = () => new Date(now()).toISOString();
  const nameOf = (kind: string) => `countersign-${kind}-${dated().slice(0, 10)}.json`;
  return {
    "backup.save": async () => {
      await policy.forbid("forbidExport");
      const backedUpAt = dated();
      await keyring.change((index) => ({
        index: { ...index, settings: { ...index.settings, backedUpAt } },
      }));
      const text = writeBackup(await keyring.stored(), backedUpAt);
      activity.note({ type: "exported", method: "backup.save" });
      tellPages();
      return { name: nameOf("backup"), text };
    },
    "backup.copy": async () => ({ name: nameOf("copy"), text: JSON.stringify(await keyring.stored()) }),
    "backup.unlockers": async ({ file }) => unlockersOf(parseBackup(file).header.slots),
    "backup.preview": async (asked) => {
      const { backup, index } = await open(asked);
      const state = await keyring.state();
      return previewOf(backup, index, state === "unlocked" ? await keyring.index() : null, state !== "none");
    },
    "backup.restore": async ({ how, ...asked }) => {
      const from = await open(asked);
      if (how === "replace") {
        await keyring.replace(from.backup, from.vmk);
        await guard.forget("vault");
      } else await merge(parts, from);
      activity.note({ type: "changed", method: "backup.restore" });
      await opened(parts);
      return null;
    },
  };
}

/** Reads all of it, as for a vault that was stored. @throws `notOpened` */
async function openBackup(backup: Backup, factor: Factor): Promise<OpenedBackup> {
  const { vmk } = await openAny(backup.header, factor);
  return { backup, vmk, index: await verifyVault(vmk, backup) };
}

async function merge({ keyring }: Parts, { backup, vmk, index: theirs }: OpenedBackup): Promise<void> {
  const byId = new Map(backup.records);
  const { vaultId, epoch } = backup.header;
  await keyring.change(async (mine) => {
    const plan = planMerge(mine, theirs);
    const put = await Promise.all(
      [...plan.add, ...plan.renew].map(async (entry): Promise<Put> => {
        const record = byId.get(entry.id);
        if (!record) throw rpcError("notOpened");
        return { entry, plaintext: await openRecord({ vmk, vaultId, epoch, entry, record }) };
      }),
    );
    return { index: mergedIndex(mine, plan), put };
  });
}

function previewOf({ createdAt }: Backup, theirs: Index, mine: Index | null, replaces: boolean): BackupView {
  const credentials = theirs.records.filter(isCredential).length;
  const counts = { createdAt, accounts: theirs.accounts.length, credentials, replaces };
  return { ...counts, merge: mine && mergeView(planMerge(mine, theirs), theirs) };
}

function mergeView({ accounts, add, renew, older, same }: Merge, theirs: Index): BackupView["merge"] {
  const usernameOf = (accountId: string) =>
    theirs.accounts.find(({ id }) => id === accountId)?.username ?? "";
  const lines = (entries: readonly RecordEntry[]) =>
    entries.filter(isCredential).map(({ name, accountId }) => ({ name, username: usernameOf(accountId) }));
  const isNew = ({ accountId }: RecordEntry) => accounts.some(({ id }) => id === accountId);
  return {
    accounts: accounts.map(({ id, username }) => ({
      username,
      credentials: add.filter(({ accountId, kind }) => accountId === id && kind !== "pending").length,
    })),
    added: lines(add.filter((entry) => !isNew(entry))),
    renewed: lines(renew),
    older: lines(older),
    same: same.filter(isCredential).length,
  };
}

const isCredential = ({ kind }: RecordEntry): boolean => kind !== "pending";
