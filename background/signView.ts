import type { ActionDescription } from "../src/core/dfns/actions/description.ts";
import { describeAction } from "../src/core/dfns/actions/index.ts";
import { type ChallengeInfo, readChallengeIdentifier } from "../src/core/dfns/challengeIdentifier.ts";
import type { Api } from "../src/core/dfns/types.ts";
import type { AccountEntry, Index } from "../src/core/vault/index.ts";
import { isOfficialContainer } from "../src/core/vault/officialContainer.ts";
import { environmentOf } from "../src/protocol/apiHosts.ts";
import type { Params } from "../src/protocol/requests.ts";
import type { SignerView, SignOptionView, SignRequestView } from "../src/protocol/views.ts";
import type { Approval } from "./approvalRecord.ts";
import type { Build } from "./requestViews.ts";
import { challengeOf, optionsFor, type Signable, type SignMethod, type SignOption } from "./signers.ts";

/** What the window shows of a sign-in or an action. */
export function signView(approval: Approval, index: Index, build: Build): SignRequestView {
  const method = approval.method as SignMethod;
  const options = optionsFor(approval, index);
  return {
    method,
    origin: approval.origin,
    ...TOLD[method](approval.params as never, walletsOf(options, index)),
    options: options.map((option) => optionView(option, approval, index, build)),
  };
}

type Wallets = AccountEntry["wallets"];
type Told = Omit<SignRequestView, "method" | "origin" | "options">;

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
    const disagrees = action !== undefined && info !== undefined && !isSameAction(action, info);
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

/** Whether nobody can tell what is signed: neither the site nor the challenge says. */
export function isOpaque({ params }: Pick<Approval, "params">): boolean {
  const { action, challenge } = params as Params<"dfns_sign">;
  return !action && !readChallengeIdentifier(challenge.challengeIdentifier)?.challengeInfo;
}

/** Byte for byte: what Dfns runs is this method, path and payload and no other. */
export const isSameAction = (a: ChallengeInfo, b: ChallengeInfo): boolean =>
  a.method === b.method && a.path === b.path && a.payload === b.payload;

function walletsOf(options: readonly SignOption[], { accounts }: Index): Wallets {
  const ids = new Set(options.map(({ first }) => first.entry?.accountId));
  return accounts.filter(({ id }) => ids.has(id)).flatMap(({ wallets }) => wallets);
}

function optionView(
  { id, first, second }: SignOption,
  approval: Approval,
  index: Index,
  build: Build,
): SignOptionView {
  const view = (signable: Signable) => signerView(signable, holderOf(signable, approval, index), build);
  return { id, first: view(first), second: second && view(second) };
}

type Holder = Pick<AccountEntry, "username" | "orgId" | "url">;

/** Whose credential it is: as the vault knows, else as the site says. */
function holderOf({ entry }: Signable, approval: Approval, { accounts }: Index): Holder {
  const known = accounts.find(({ id }) => id === entry?.accountId);
  if (known) return known;
  const { api } = approval.params as { readonly api?: Api };
  const claims = readChallengeIdentifier(challengeOf(approval)?.challengeIdentifier ?? "");
  return {
    username: claims?.username ?? "",
    orgId: api?.orgId ?? claims?.orgId ?? "",
    url: api?.url ?? "",
  };
}

function signerView(signable: Signable, { username, orgId, url }: Holder, build: Build): SignerView {
  const { name, kind, container } = signable;
  const environment = environmentOf(url, build) ?? "Live";
  const roams = container === null ? null : isOfficialContainer(container) ? "unverified" : "verified";
  return { name, kind, username, orgId, url, environment, roams };
}
