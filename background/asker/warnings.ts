import type { Index } from "../../src/core/vault/index.ts";
import type { Params } from "../../src/protocol/requests.ts";
import type { Warning } from "../../src/protocol/siteViews.ts";
import type { Approval } from "../approvalRecord.ts";
import { skeleton } from "./confusables.ts";
import { unicodeLabel } from "./punycode.ts";
import { isMixed } from "./scripts.ts";

/** What is odd about who asks, compared with what the vault knows. */
export function warningsFor(approval: Approval, index: Index): readonly Warning[] {
  const { origin } = approval;
  const known = knownOrigins(index);
  const like = known.includes(origin)
    ? undefined
    : known.map(hostname).find((host) => looksLike(origin, host));
  return [
    ...(like === undefined ? [] : [{ type: "lookAlike", host: like } as const]),
    ...(labelsOf(hostname(origin)).some(isMixed) ? [{ type: "mixed" } as const] : []),
    ...elsewhere(approval, index),
  ];
}

/** Sites the person uses: connected ones, and those where a credential was registered. */
const knownOrigins = ({ sites, records }: Index): readonly string[] => [
  ...new Set([...sites.map(({ origin }) => origin), ...records.map(({ registeredOn }) => registeredOn)]),
];

/** Whether the address could be taken for `known`: by its letters, by one letter more, less or other, or as its beginning. */
export function looksLike(origin: string, known: string): boolean {
  const host = hostname(origin);
  const [mine, theirs] = [domainOf(host), domainOf(known)];
  if (host === "" || known === "" || isAddress(host) || isAddress(known)) return false;
  // Under one public suffix of two labels (co.uk) all have the same last two.
  if (mine === theirs) return host !== known && skeleton(shown(host)) === skeleton(shown(known));
  if (host.startsWith(`${theirs}.`) || host.includes(`.${theirs}.`)) return true;
  const [seen, meant] = [skeleton(shown(mine)), skeleton(shown(theirs))];
  return seen === meant || (meant.length >= SHORTEST_TYPO && isOneApart(seen, meant));
}

/** In shorter names one letter makes a different word. */
const SHORTEST_TYPO = 8;

const hostname = (origin: string): string => (URL.canParse(origin) ? new URL(origin).hostname : "");
const labelsOf = (host: string): readonly string[] => host.split(".").map(unicodeLabel);
const shown = (host: string): string => labelsOf(host).join(".");
const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host);
/** The last two labels. */
const domainOf = (host: string): string => host.split(".").slice(-2).join(".");

/** One letter added, left out, replaced, or two neighbours swapped. */
function isOneApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right === `${left[1]}${left[0]}`;
}

/** A registration that names a user whom another site registered. */
function elsewhere({ origin, method, params }: Approval, { accounts, records }: Index): readonly Warning[] {
  if (method !== "dfns_register") return [];
  const { api, challenge } = params as Params<"dfns_register">;
  const { name: username } = challenge.user;
  const account = accounts.find((one) => one.url === api.url && one.username === username);
  const mine = records.filter(({ accountId }) => accountId === account?.id);
  const first = mine.find(({ kind, registeredOn }) => kind !== "pending" && registeredOn !== "");
  if (!first || mine.some(({ origins }) => origins.includes(origin))) return [];
  return [{ type: "elsewhere", username, origin: first.registeredOn }];
}
