import type { AccountEntry, Index, RecordEntry } from "../src/core/vault/index.ts";
import type { Account } from "../src/protocol/results.ts";

/** What a site may use; a recovery credential is never pinned to anyone, nor what a recovery has ended. */
const isFactor = ({ kind, invalidAt }: RecordEntry): boolean =>
  kind !== "pending" && kind !== "RecoveryKey" && invalidAt === undefined;

export const isConnected = ({ sites }: Index, origin: string): boolean =>
  sites.some((site) => site.origin === origin);

/** The index with the site on its list, its last use now. */
export function withSite(index: Index, origin: string, at: string): Index {
  const known = index.sites.find((site) => site.origin === origin);
  const site = { ...known, origin, connectedAt: known?.connectedAt ?? at, lastUsed: at };
  return {
    ...index,
    sites: [...index.sites.filter((other) => other !== known), site],
  };
}

/** The index with the factors of the chosen accounts, and of no others, pinned to the origin. */
export function withPins(index: Index, origin: string, accountIds: readonly string[]): Index {
  const pin = (entry: RecordEntry): RecordEntry => {
    if (!isFactor(entry)) return entry;
    const others = entry.origins.filter((pinned) => pinned !== origin);
    return {
      ...entry,
      origins: accountIds.includes(entry.accountId) ? [...others, origin] : others,
    };
  };
  return { ...index, records: index.records.map(pin) };
}

/** The index without the site: not on the list, nothing pinned to it. Credentials stay. */
export function withoutSite(index: Index, origin: string): Index {
  return {
    ...withPins(index, origin, []),
    sites: index.sites.filter((site) => site.origin !== origin),
  };
}

/** What a site may see: the accounts with a credential pinned to it, and only these credentials. */
export function accountsOf(index: Index, origin: string): readonly Account[] {
  return index.accounts.flatMap((account) => {
    const pinned = factorsOf(index, account).filter(({ origins }) => origins.includes(origin));
    return pinned.length === 0 ? [] : [accountFor(account, pinned)];
  });
}

export const factorsOf = (index: Index, { id }: AccountEntry): readonly RecordEntry[] =>
  index.records.filter((entry) => entry.accountId === id && isFactor(entry));

function accountFor(account: AccountEntry, pinned: readonly RecordEntry[]): Account {
  const { username, userId, orgId, url, wallets } = account;
  return {
    username,
    userId,
    orgId,
    url,
    credentials: pinned.flatMap(({ credId, kind, name }) =>
      kind === "pending" ? [] : [{ credId, kind, name }],
    ),
    wallets: wallets.map(({ id, network, address }) => ({
      id,
      network,
      ...(address ? { address } : {}),
    })),
  };
}
