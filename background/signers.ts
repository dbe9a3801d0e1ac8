import { readChallengeIdentifier } from "../src/core/dfns/challengeIdentifier.ts";
import { allowedCredentials, type Pairing, pairingsOf } from "../src/core/dfns/choose.ts";
import type { AssertionChallenge, FactorKind } from "../src/core/dfns/types.ts";
import type { AccountEntry, Index, RecordEntry } from "../src/core/vault/index.ts";
import type { Params } from "../src/protocol/requests.ts";
import type { SignRequestView } from "../src/protocol/views.ts";
import type { Approval } from "./approvalRecord.ts";
import { holderOf } from "./tokens.ts";

export type SignMethod = SignRequestView["method"];

const SIGN_METHODS: readonly string[] = ["dfns_sign", "dfns_login", "dfns_signAction"] satisfies SignMethod[];

export const isSignMethod = (method: string): method is SignMethod => SIGN_METHODS.includes(method);

/**
 * A credential that can answer a request: one that the vault knows, a PasswordProtectedKey that the challenge brings along,
 * or a passkey of the page's authenticator.
 */
export interface Signable {
  /** The record's id; for a key that roams in, `roaming:` and its credId; `passkey` for one that the vault does not know. */
  readonly id: string;
  readonly kind: FactorKind;
  readonly credId: string;
  readonly name: string;
  readonly entry: RecordEntry | null;
  /** The container of a key that roams in, as the site gave it. */
  readonly container: string | null;
}

/** One way to answer. With a second factor, both sign the same challenge. */
export interface SignOption {
  /** Says which credentials sign, whichever of them is the first factor. */
  readonly id: string;
  readonly first: Signable;
  readonly second: Signable | null;
}

/** What a roaming key is called until the person keeps it. */
export const ROAMING_NAME = "Travel key";

/**
 * Every way to answer this request with what is pinned to the site or roams in: the site's last choice first, then what
 * was used last. Two credentials make one option, also where either may be the first factor. Empty while the vault has
 * not opened the challenge of a login or an action. Needs no network.
 */
export function optionsFor(approval: Approval, index: Index): readonly SignOption[] {
  const challenge = challengeOf(approval);
  if (challenge === null) return [];
  const pinned = pinnedFor(approval, index).filter((entry) => fitsClaims(entry, index, challenge));
  const ours = pinned.map(signableOf);
  const others = [...roamingIn(approval, challenge, ours), ...passkeyIn(challenge, ours)];
  const choice = allowedCredentials(challenge, [...ours, ...others]);
  const last = index.sites.find(({ origin }) => origin === approval.origin)?.lastChoice;
  const options = pairingsOf(choice)
    .filter(({ first, second }) => !second || !(asksPassword(first) && asksPassword(second)))
    .map((pairing) => ({ id: optionId(pairing), ...pairing }));
  return options
    .filter(({ id }, place) => options.findIndex((other) => other.id === id) === place)
    .sort((a, b) => Number(b.id === last) - Number(a.id === last));
}

const optionId = ({ first, second }: Pairing<Signable>): string =>
  [first.id, ...(second ? [second.id] : [])].sort().join("+");

/** There is one field for a credential password. */
export const asksPassword = ({ kind }: Signable): boolean => kind === "PasswordProtectedKey";

/** The challenge to answer; `null` while it is still to be opened at Dfns. */
export const challengeOf = ({ method, params, opened }: Approval): AssertionChallenge | null =>
  method === "dfns_sign" ? (params as Params<"dfns_sign">).challenge : opened;

/** Whether anything here could answer, before the challenge of a login or an action is opened. */
export function mayAnswer(approval: Approval, index: Index): boolean {
  if (approval.method === "dfns_sign") return optionsFor(approval, index).length > 0;
  return pinnedFor(approval, index).length > 0 || bringsContainers(approval);
}

const bringsContainers = ({ method, params }: Approval): boolean =>
  method === "dfns_login" && (params as Params<"dfns_login">).loginCode !== undefined;

function pinnedFor({ origin, method, params }: Approval, index: Index): readonly RecordEntry[] {
  const fits = ACCOUNTS[method as SignMethod](params as never);
  const accounts = new Set(index.accounts.filter(fits).map(({ id }) => id));
  return index.records
    .filter(
      ({ kind, origins, accountId }) => isFactor(kind) && origins.includes(origin) && accounts.has(accountId),
    )
    .sort((a, b) => (b.lastUsed ?? "").localeCompare(a.lastUsed ?? ""));
}

const isFactor = (kind: RecordEntry["kind"]): boolean => kind !== "pending" && kind !== "RecoveryKey";

type Fits = (account: AccountEntry) => boolean;

/** Whose credentials a request is about, as far as it says. */
const ACCOUNTS: { readonly [M in SignMethod]: (params: Params<M>) => Fits } = {
  dfns_sign: () => () => true,
  dfns_login:
    ({ api, username }) =>
    (account) =>
      account.url === api.url && account.orgId === api.orgId && account.username === username,
  dfns_signAction: ({ api, authToken }) => {
    const holder = holderOf(authToken);
    return (account) =>
      account.url === api.url &&
      account.orgId === api.orgId &&
      (holder === null || account.userId === holder.userId);
  },
};

/** A challenge that says whose it is is answered with nobody else's credential. */
function fitsClaims(entry: RecordEntry, { accounts }: Index, challenge: AssertionChallenge): boolean {
  const claims = readChallengeIdentifier(challenge.challengeIdentifier);
  const account = accounts.find(({ id }) => id === entry.accountId);
  return !claims || !account || (claims.userId === account.userId && claims.orgId === account.orgId);
}

const signableOf = (entry: RecordEntry): Signable => ({
  id: entry.id,
  kind: entry.kind as FactorKind,
  credId: entry.credId,
  name: entry.name,
  entry,
  container: null,
});

/** Containers that the challenge brings, of keys that the site cannot use from the vault; only where the API is told. */
function roamingIn(
  { params }: Approval,
  challenge: AssertionChallenge,
  ours: readonly Signable[],
): readonly Signable[] {
  if ((params as { readonly api?: unknown }).api === undefined) return [];
  const known = new Set(ours.map(({ credId }) => credId));
  return (challenge.allowCredentials.passwordProtectedKey ?? [])
    .filter(({ id }) => !known.has(id))
    .map(({ id, encryptedPrivateKey }) => ({
      id: `roaming:${id}`,
      kind: "PasswordProtectedKey",
      credId: id,
      name: ROAMING_NAME,
      entry: null,
      container: encryptedPrivateKey,
    }));
}

/** The page's authenticator picks among its own; one that the vault knows stands for all of them. */
function passkeyIn(challenge: AssertionChallenge, ours: readonly Signable[]): readonly Signable[] {
  const [first] = challenge.allowCredentials.webauthn;
  if (!first || ours.some(({ kind }) => kind === "Fido2")) return [];
  return [{ id: "passkey", kind: "Fido2", credId: first.id, name: "Passkey", entry: null, container: null }];
}
