import { clean } from "./clean.ts";
import { credentials } from "./credentials.ts";
import type { Action, ActionDescription, DescriptionRow, Known } from "./description.ts";
import { exchanges } from "./exchanges.ts";
import { feeSponsors } from "./feeSponsors.ts";
import { isObject, type JsonObject, readJson } from "./json.ts";
import { keyStores } from "./keyStores.ts";
import { keys } from "./keys.ts";
import { NETWORK_PATTERN } from "./networks.ts";
import { payouts } from "./payouts.ts";
import { permissions } from "./permissions.ts";
import { policies } from "./policies.ts";
import type { ActionRow, Actions, Judged } from "./row.ts";
import { type Seen, see, walletRows } from "./seen.ts";
import { serviceAccounts } from "./serviceAccounts.ts";
import { staking } from "./staking.ts";
import { swaps } from "./swaps.ts";
import { tokens } from "./tokens.ts";
import { transactions } from "./transactions.ts";
import { transfers } from "./transfers.ts";
import { users } from "./users.ts";
import { validators } from "./validators.ts";
import { wallets } from "./wallets.ts";
import { webhooks } from "./webhooks.ts";

export type { Action, ActionDescription, Amount, DescriptionRow, Known, Risk } from "./description.ts";

/** Every endpoint that @dfns/sdk 0.8.21 signs, one row each. */
export const ACTIONS: Actions = {
  ...wallets,
  ...transfers,
  ...transactions,
  ...keys,
  ...keyStores,
  ...policies,
  ...permissions,
  ...users,
  ...credentials,
  ...tokens,
  ...serviceAccounts,
  ...webhooks,
  ...exchanges,
  ...staking,
  ...swaps,
  ...payouts,
  ...feeSponsors,
  ...validators,
};

/** What the ids in paths are called. */
const PARAM_LABELS: Readonly<Record<string, string>> = {
  accountId: "Account",
  agreementId: "Agreement",
  allocationId: "Allocation",
  approvalId: "Request",
  assignmentId: "Assignment",
  exchangeId: "Exchange",
  feeSponsorId: "Fee sponsor",
  keyId: "Key",
  offerId: "Offer",
  payoutId: "Payout",
  permissionId: "Permission",
  policyId: "Policy",
  serviceAccountId: "Account",
  stakeId: "Stake",
  storeId: "Key store",
  tokenId: "Token",
  transactionId: "Transaction",
  transferId: "Transfer",
  userId: "User",
  validatorId: "Validator",
  webhookId: "Webhook",
};

const READ_IT = "Read the full request. If you cannot tell what it does, reject.";

/** What stands where a path has `:name`. Anything else, such as an escape or a dot, makes the path unknown. */
const ID_PATTERN = /^[a-z0-9-]{1,64}$/;

const ROUTES = Object.entries(ACTIONS).map(([endpoint, row]) => {
  const [method = "", path = ""] = row.at.split(" ");
  return { endpoint, row, method, segments: path.split("/") };
});

/**
 * What an action does, in plain words, or that Countersign does not know. Total: every text gets an answer. Nothing is
 * guessed: a path that is not literally one of the table, a body with anything in it that the table does not list, or
 * one that two readers could read in two ways, is dangerous and left to the full request.
 */
export function describeAction(action: Action, known: Known): ActionDescription {
  const [path = "", ...query] = action.path.split("?");
  const found = find(action.method, path);
  if (!found) return unknown(action);
  const body = action.payload === "" ? {} : readJson(action.payload);
  const seen = see(found.params, isObject(body) ? body : {}, known);
  const fits = isObject(body) && query.length === 0;
  const described = fits ? describe(found, body, seen) : undefined;
  return described ?? unclear(found, seen, query.length === 0 ? undefined : query.join("?"));
}

interface Found {
  readonly endpoint: string;
  readonly row: ActionRow;
  readonly params: Readonly<Record<string, string>>;
}

function find(method: string, path: string): Found | undefined {
  const given = path.split("/");
  for (const { endpoint, row, method: own, segments } of ROUTES) {
    if (own !== method || segments.length !== given.length) continue;
    const params: Record<string, string> = {};
    const fits = segments.every((segment, i) => {
      const value = given[i] ?? "";
      if (!segment.startsWith(":")) return value === segment;
      params[segment.slice(1)] = value;
      return (segment === ":network" ? NETWORK_PATTERN : ID_PATTERN).test(value);
    });
    if (fits) return { endpoint, row, params };
  }
  return undefined;
}

function describe({ endpoint, row }: Found, body: JsonObject, seen: Seen): ActionDescription | undefined {
  const read = row.body(body, seen);
  if (!read) return undefined;
  const reading = { ...seen, amount: read.amount, noun: read.noun };
  const judged: Judged = typeof row.risk === "function" ? row.risk(reading) : row.risk;
  const { first, target, rest } = read.rows;
  return {
    endpoint,
    title: row.say?.(reading) ?? row.title,
    ...judged,
    amount: read.amount ?? null,
    rows: [...first, ...target, ...paramRows(row, seen), ...rest],
    raw: false,
  };
}

/** A known endpoint with a body or a query that this version cannot read out. */
function unclear({ endpoint, row }: Found, seen: Seen, query: string | undefined): ActionDescription {
  const own = typeof row.risk === "function" ? null : row.risk.consequence;
  const added: DescriptionRow[] =
    query === undefined ? [] : [{ label: "Query", value: clean(query, 512), as: "code" }];
  return {
    endpoint,
    title: row.title,
    risk: "dangerous",
    tag: null,
    consequence: own ?? READ_IT,
    amount: null,
    rows: [
      ...paramRows(row, seen),
      ...added,
      { label: "Unclear", value: "Countersign cannot read all of this request.", as: "text" },
    ],
    raw: true,
  };
}

const unknown = ({ method, path }: Action): ActionDescription => ({
  endpoint: "unknown",
  title: "Run an action Countersign does not know",
  risk: "dangerous",
  tag: null,
  consequence: READ_IT,
  amount: null,
  rows: [
    { label: "Method", value: clean(method, 64), as: "code" },
    { label: "Path", value: clean(path, 512), as: "code" },
  ],
  raw: true,
});

const paramRows = (row: ActionRow, { params, wallet }: Seen): DescriptionRow[] =>
  Object.entries(params).flatMap(([name, value]) => {
    if (name === "walletId") return walletRows(row.wallet ?? "Wallet", value, wallet);
    if (name === "network") return [{ label: "Network", value, as: "network" }];
    return [{ label: PARAM_LABELS[name] ?? "ID", value, as: "id" }];
  });
