import { sameId, utf8 } from "../src/core/bytes.ts";
import { readChallengeIdentifier } from "../src/core/dfns/challengeIdentifier.ts";
import type { Api } from "../src/core/dfns/types.ts";
import { rpcError } from "../src/core/errors.ts";
import { type AccountEntry, accountIdOf, type Index, type RecordEntry } from "../src/core/vault/index.ts";
import type { Approval } from "./approvalRecord.ts";
import type { Change } from "./opened.ts";
import { challengeOf, ROAMING_NAME } from "./signers.ts";

/** Whose key roamed in; `null` where the challenge does not say, and then it cannot be kept. */
export function holderOfRoamed(
  approval: Approval,
): Pick<AccountEntry, "url" | "orgId" | "userId" | "username"> | null {
  const { api } = approval.params as { readonly api?: Api };
  const claims = readChallengeIdentifier(challengeOf(approval)?.challengeIdentifier ?? "");
  if (approval.roamed === null || !api || !claims) return null;
  return { url: api.url, orgId: api.orgId, userId: claims.userId, username: claims.username };
}

/**
 * The vault with the key that roamed in and signed, usable by the site that brought it. A key that is there already only
 * gets the site. @throws `gone` when nothing roamed in
 */
export function withRoamed(index: Index, approval: Approval, at: string): Change {
  const { origin, roamed } = approval;
  const holder = holderOfRoamed(approval);
  const container = containerOf(approval);
  if (!roamed || !holder || container === undefined) throw rpcError("gone");
  const known = index.records.find(({ credId }) => sameId(credId, roamed.credId));
  if (known)
    return {
      index: { ...index, records: index.records.map((one) => (one === known ? pinned(one, origin) : one)) },
    };
  const id = accountIdOf(holder.url, holder.userId);
  const account = { id, ...holder, label: "", wallets: [], createdAt: at };
  const accounts = index.accounts.some((one) => one.id === id)
    ? index.accounts
    : [...index.accounts, account];
  const entry = entryOf(roamed, id, origin, at);
  const plaintext = utf8(JSON.stringify({ container }));
  return { index: { ...index, accounts, records: [...index.records, entry] }, put: [{ entry, plaintext }] };
}

const pinned = (entry: RecordEntry, origin: string): RecordEntry => ({
  ...entry,
  origins: [...entry.origins.filter((one) => one !== origin), origin],
});

function containerOf(approval: Approval): string | undefined {
  const containers = challengeOf(approval)?.allowCredentials.passwordProtectedKey ?? [];
  return containers.find(({ id }) => id === approval.roamed?.credId)?.encryptedPrivateKey;
}

const entryOf = (
  { credId, publicKey, algorithm }: NonNullable<Approval["roamed"]>,
  accountId: string,
  origin: string,
  at: string,
): RecordEntry => ({
  id: crypto.randomUUID(),
  version: 0,
  kind: "PasswordProtectedKey",
  purpose: "firstFactor",
  accountId,
  credId,
  publicKey,
  algorithm,
  name: ROAMING_NAME,
  registeredOn: origin,
  origins: [origin],
  createdAt: at,
  lastUsed: at,
  confirmedAt: null,
  rehearsedAt: null,
  user: null,
});
