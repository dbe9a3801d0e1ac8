/** What a backup adds to a vault. Nothing of the vault is ever removed, and no site gets a connection back. */
import { sameId } from "../bytes.ts";
import type { AccountEntry, Index, RecordEntry } from "./index.ts";

/** `add` and `renew` are entries of the backup; `older` and `same` are those that stay as the vault has them. */
export interface Merge {
  readonly accounts: readonly AccountEntry[];
  readonly add: readonly RecordEntry[];
  /** The backup has a later write of a record that the vault has too. */
  readonly renew: readonly RecordEntry[];
  readonly older: readonly RecordEntry[];
  readonly same: readonly RecordEntry[];
}

/** A registration that is pending in the backup is over when its account is here. */
export function planMerge(mine: Index, theirs: Index): Merge {
  const accounts = theirs.accounts.filter(({ id }) => !mine.accounts.some((account) => account.id === id));
  const has = (accountId: string) => mine.accounts.some(({ id }) => id === accountId);
  const wanted = theirs.records.filter(({ kind, accountId }) => kind !== "pending" || !has(accountId));
  const by = (fits: (entry: RecordEntry, known: RecordEntry | undefined) => boolean) =>
    wanted.filter((entry) => fits(entry, counterpart(mine, entry)));
  return {
    accounts,
    add: by((_, known) => known === undefined),
    renew: by((entry, known) => known?.id === entry.id && entry.version > known.version),
    older: by((entry, known) => known?.id === entry.id && entry.version < known.version),
    same: by(
      (entry, known) => known !== undefined && (known.id !== entry.id || known.version === entry.version),
    ),
  };
}

/** The index after the merge; versions of the records that are added are for the keyring to set. */
export function mergedIndex(mine: Index, { accounts, add, renew }: Merge): Index {
  const renewed = new Map(renew.map((entry) => [entry.id, entry]));
  return {
    ...mine,
    accounts: [...mine.accounts, ...accounts],
    records: [...mine.records.map((entry) => renewed.get(entry.id) ?? entry), ...add],
  };
}

/** The same record, or another record of the same credential: an account recovered into a second vault has those. */
const counterpart = (mine: Index, entry: RecordEntry): RecordEntry | undefined =>
  mine.records.find(({ id }) => id === entry.id) ??
  mine.records.find(
    ({ kind, accountId, credId }) =>
      kind !== "pending" &&
      entry.kind !== "pending" &&
      accountId === entry.accountId &&
      sameId(credId, entry.credId),
  );
