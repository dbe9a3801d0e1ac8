import { utf8 } from "../src/core/bytes.ts";
import type { Wallet } from "../src/core/dfns/types.ts";
import { accountIdOf, type Index, type RecordEntry } from "../src/core/vault/index.ts";
import type { PendingRegistration, StoredCredential } from "../src/core/vault/pending.ts";
import type { CredentialSecret } from "../src/core/vault/records.ts";
import type { Change } from "./opened.ts";
import { withPins } from "./sites.ts";

/** Whether the record holds a registration, or a recovery, that Dfns has not accepted yet. */
export const isRegistration = ({ kind, purpose }: RecordEntry): boolean =>
  kind === "pending" && purpose !== "kit";

/** The entry of a registration, or of a further recovery kit, that begins. */
export function newEntry(
  purpose: "registration" | "recovery" | "kit",
  { api, user, origin }: Pick<PendingRegistration, "api" | "user" | "origin">,
  createdAt: string,
): RecordEntry {
  return {
    id: crypto.randomUUID(),
    version: 0,
    kind: "pending",
    purpose,
    accountId: accountIdOf(api.url, user.id),
    credId: "",
    publicKey: "",
    algorithm: "",
    name: "",
    registeredOn: origin,
    origins: [],
    createdAt,
    lastUsed: null,
    confirmedAt: null,
    rehearsedAt: null,
    user: {
      url: api.url,
      orgId: api.orgId,
      userId: user.id,
      username: user.name,
    },
  };
}

export const withEntry = (index: Index, entry: RecordEntry): Index => ({
  ...index,
  records: [...index.records.filter(({ id }) => id !== entry.id), entry],
});

export const withoutRecord = (index: Index, recordId: string): Index => ({
  ...index,
  records: index.records.filter(({ id }) => id !== recordId),
});

/** The account and its credentials in the place of the pending record; the phrase is erased with that. */
export function promoted(
  index: Index,
  recordId: string,
  pending: PendingRegistration,
  wallets: readonly Wallet[],
  orgId: string | undefined,
  at: string,
): Change {
  const { api, user, origin, firstFactor, secondFactor, recovery } = pending;
  const id = accountIdOf(api.url, user.id);
  const known = index.accounts.find((account) => account.id === id);
  const account = {
    id,
    url: api.url,
    orgId: orgId ?? api.orgId,
    userId: user.id,
    username: user.name,
    label: known?.label ?? "",
    wallets: [
      ...(known?.wallets ?? []),
      ...wallets.map(({ id, network, address, name }) => ({
        id,
        network,
        address,
        name,
      })),
    ],
    createdAt: known?.createdAt ?? at,
  };
  const made = [firstFactor, ...(secondFactor ? [secondFactor] : []), recovery];
  const put = made.map((credential) => ({
    entry: credentialEntry(pending, credential, at),
    plaintext: utf8(JSON.stringify(secretOf(credential))),
  }));
  const accounts = [...index.accounts.filter((other) => other !== known), account];
  const before = withoutRecord(index, recordId).records;
  const kept = pending.old
    ? before.map((entry) => (entry.accountId === id ? invalid(entry, at) : entry))
    : before;
  const next = { ...index, accounts, records: [...kept, ...put.map(({ entry }) => entry)] };
  const pinned = [...factorsPinnedTo(index, origin), id];
  return { index: origin === "" ? next : withPins(next, origin, pinned), put };
}

/** A recovery ends every older credential of the account at Dfns; here they stay listed and serve nobody. */
const invalid = (entry: RecordEntry, at: string): RecordEntry =>
  entry.kind === "pending" ? entry : { ...entry, origins: [], invalidAt: entry.invalidAt ?? at };

const factorsPinnedTo = (index: Index, origin: string): readonly string[] =>
  index.records.filter(({ origins }) => origins.includes(origin)).map(({ accountId }) => accountId);

/** The index with a further credential of the account, which is added where the vault does not know it yet. */
export function withOffered(
  index: Index,
  { api, user, origin }: Offered,
  credential: StoredCredential,
  at: string,
): Required<Pick<Change, "index" | "put">> {
  const id = accountIdOf(api.url, user.id);
  const account = {
    ...{ id, url: api.url, orgId: api.orgId, userId: user.id, username: user.name, label: "" },
    ...{ wallets: [], createdAt: at },
  };
  const known = index.accounts.some((one) => one.id === id);
  const made = { api, user, origin, secondFactor: null, confirmedAt: at };
  const entry = { ...credentialEntry(made, credential, at), offeredAt: at };
  return {
    index: {
      ...index,
      accounts: known ? index.accounts : [...index.accounts, account],
      records: [...index.records, entry],
    },
    put: [{ entry, plaintext: utf8(JSON.stringify(secretOf(credential))) }],
  };
}

/** Whom a further credential is for, and who asked for it. */
export type Offered = Pick<PendingRegistration, "api" | "user" | "origin">;

/** A container opens by its own password or phrase only; once it is registered, the bare key is forgotten. */
function secretOf({ secret, encryptedPrivateKey, attestation }: StoredCredential): CredentialSecret {
  if (attestation) return { rpId: attestation.rpId };
  return encryptedPrivateKey === null ? { secret } : { container: encryptedPrivateKey };
}

function credentialEntry(
  pending: Offered & Pick<PendingRegistration, "secondFactor" | "confirmedAt">,
  credential: StoredCredential,
  at: string,
): RecordEntry {
  const recovery = credential.kind === "RecoveryKey";
  return {
    id: crypto.randomUUID(),
    version: 0,
    kind: credential.kind,
    purpose: recovery ? "recovery" : credential === pending.secondFactor ? "secondFactor" : "firstFactor",
    accountId: accountIdOf(pending.api.url, pending.user.id),
    credId: credential.credId,
    publicKey: credential.publicKey,
    algorithm: credential.algorithm,
    name: credential.name,
    registeredOn: pending.origin,
    origins: recovery || pending.origin === "" ? [] : [pending.origin],
    createdAt: at,
    lastUsed: null,
    confirmedAt: recovery ? pending.confirmedAt : null,
    rehearsedAt: null,
    user: null,
  };
}
