import type { ActionDescription } from "../src/core/dfns/actions/description.ts";
import { describeAction } from "../src/core/dfns/actions/index.ts";
import { type ChallengeInfo, readChallengeIdentifier } from "../src/core/dfns/challengeIdentifier.ts";
import { allowedCredentials } from "../src/core/dfns/choose.ts";
import { rpcError } from "../src/core/errors.ts";
import type { Index, RecordEntry } from "../src/core/vault/index.ts";
import { environmentOf } from "../src/protocol/apiHosts.ts";
import type { Params } from "../src/protocol/requests.ts";
import type { SignerView, SignRequestView } from "../src/protocol/views.ts";
import type { Approval } from "./approvals.ts";
import type { HeldKind } from "./credentials.ts";
import type { Build } from "./requestViews.ts";
import { holderOf } from "./tokens.ts";

export type SignMethod = SignRequestView["method"];

/** Our credentials pinned to the site that may answer this request, the last used first. Needs no network. */
export function signersFor({ origin, method, params }: Approval, index: Index): readonly RecordEntry[] {
  const pinned = index.records
    .filter(({ kind, origins }) => isHeld(kind) && origins.includes(origin))
    .sort((a, b) => (b.lastUsed ?? "").localeCompare(a.lastUsed ?? ""));
  return SIGNERS[method as SignMethod](pinned, params as never, index);
}

const isHeld = (kind: RecordEntry["kind"]): kind is HeldKind =>
  kind === "Key" || kind === "PasswordProtectedKey";

type Signers<M extends SignMethod> = (
  pinned: readonly RecordEntry[],
  params: Params<M>,
  index: Index,
) => readonly RecordEntry[];

const SIGNERS: { readonly [M in SignMethod]: Signers<M> } = {
  dfns_sign: (pinned, { challenge }) =>
    allowedCredentials(challenge, pinned).firstFactors.filter((one) => !one.requiresSecondFactor),
  dfns_login: (pinned, { api, username }, index) =>
    ofAccounts(
      pinned,
      index,
      (account) => account.url === api.url && account.orgId === api.orgId && account.username === username,
    ),
  dfns_signAction: (pinned, { api, authToken }, index) => {
    const holder = holderOf(authToken);
    return ofAccounts(
      pinned,
      index,
      (account) =>
        account.url === api.url &&
        account.orgId === api.orgId &&
        (holder === null || account.userId === holder.userId),
    );
  },
};

function ofAccounts(
  pinned: readonly RecordEntry[],
  { accounts }: Index,
  fits: (account: Index["accounts"][number]) => boolean,
): readonly RecordEntry[] {
  const ids = new Set(accounts.filter(fits).map(({ id }) => id));
  return pinned.filter(({ accountId }) => ids.has(accountId));
}

/** What the window shows of a sign-in or an action. */
export function signView(approval: Approval, index: Index, build: Build): SignRequestView {
  const method = approval.method as SignMethod;
  const signers = signersFor(approval, index);
  return {
    method,
    origin: approval.origin,
    ...TOLD[method](approval.params as never, walletsOf(signers, index)),
    credentials: signers.flatMap((entry) => signerView(entry, index, build)),
  };
}

type Wallets = Index["accounts"][number]["wallets"];
type Told = Omit<SignRequestView, "method" | "origin" | "credentials">;

const TOLD: { readonly [M in SignMethod]: (params: Params<M>, wallets: Wallets) => Told } = {
  dfns_login: () => ({ ...NOTHING, label: "verified", title: "Sign in", risk: "ordinary" }),
  dfns_signAction: ({ method, path, payload }, wallets) => ({
    ...described({ method, path, payload }, wallets),
    label: "verified",
  }),
  dfns_sign: ({ challenge, action }, wallets) => {
    const info = readChallengeIdentifier(challenge.challengeIdentifier)?.challengeInfo;
    const stated = action ?? info;
    if (stated === undefined) return { ...OPAQUE, code: challenge.challenge };
    const told = { ...described(stated, wallets), label: "stated" } as const;
    const disagrees = action !== undefined && info !== undefined && !sameAction(action, info);
    return disagrees ? { ...told, disagrees, risk: "dangerous", tag: null, raw: true } : told;
  },
};

const NOTHING = {
  tag: null,
  consequence: null,
  amount: null,
  rows: [],
  disagrees: false,
  full: null,
  raw: false,
  code: null,
} as const;

const OPAQUE = {
  ...NOTHING,
  label: "opaque",
  title: "Sign something nobody can read",
  risk: "dangerous",
  consequence: "The site sent only a code. It could move funds or change who controls this account.",
} as const;

function described(action: ChallengeInfo, wallets: Wallets): Omit<Told, "label"> {
  const { endpoint: _endpoint, ...told }: ActionDescription = describeAction(action, { wallets });
  const { method, path, payload } = action;
  return { ...NOTHING, ...told, full: { method, path, payload } };
}

const sameAction = (a: ChallengeInfo, b: ChallengeInfo): boolean =>
  a.method === b.method && a.path === b.path && a.payload === b.payload;

function walletsOf(signers: readonly RecordEntry[], { accounts }: Index): Wallets {
  const ids = new Set(signers.map(({ accountId }) => accountId));
  return accounts.filter(({ id }) => ids.has(id)).flatMap(({ wallets }) => wallets);
}

function signerView(entry: RecordEntry, { accounts }: Index, build: Build): readonly SignerView[] {
  const account = accounts.find(({ id }) => id === entry.accountId);
  if (!account || !isHeld(entry.kind)) return [];
  const { username, orgId, url } = account;
  const environment = environmentOf(url, build) ?? "Live";
  return [{ recordId: entry.id, name: entry.name, kind: entry.kind, username, orgId, url, environment }];
}

/**
 * Refuses an identifier that speaks of another challenge: it was made to mislead.
 * @throws `invalidParams`
 */
export function checkIdentifier({ challenge }: Params<"dfns_sign">): void {
  const claims = readChallengeIdentifier(challenge.challengeIdentifier);
  if (claims && claims.challenge !== challenge.challenge) {
    throw rpcError("invalidParams", { path: "challenge.challengeIdentifier" });
  }
}
