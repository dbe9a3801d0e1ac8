import type { ActivityEntry } from "../src/core/vault/activity.ts";
import type { ActivityView } from "../src/protocol/activityViews.ts";
import { activityText } from "./textActivity.ts";
import { day } from "./time.ts";

export type ActivityRow = ActivityView["entries"][number];
export type Filter = keyof typeof activityText.filters;

const SITES = ["dfns_connect", "dfns_register", "dfns_createCredential", "dfns_recover"];
const SECURITY: readonly ActivityEntry["type"][] = [
  "failed",
  "locked",
  "unlocked",
  "exported",
  "changed",
  "revoked",
];

const FILTERS: Readonly<Record<Filter, (entry: ActivityEntry) => boolean>> = {
  all: () => true,
  signatures: ({ type }) => type === "signed",
  sites: ({ type, method = "" }) => type === "revoked" || SITES.includes(method),
  security: ({ type }) => SECURITY.includes(type),
};

/** The rows that the filter lets through, in the order given, by the day they happened. */
export function byDay(
  entries: readonly ActivityRow[],
  filter: Filter,
): readonly (readonly [day: string, rows: readonly ActivityRow[]])[] {
  const days = new Map<string, ActivityRow[]>();
  for (const entry of entries.filter(FILTERS[filter])) {
    const key = day(entry.at);
    days.set(key, [...(days.get(key) ?? []), entry]);
  }
  return [...days];
}

/** "88 to 91, 95": ascending numbers, runs joined. */
export function rangesOf(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, until]) => activityText.to(from, until)).join(", ");
}
