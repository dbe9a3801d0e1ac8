/** What Countersign's scripts add to every page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DIST } from "../e2e/harness/browsers.ts";
import { BARE } from "./bare.ts";
import type { Both } from "./beside.ts";
import { median, quartiles, type Row } from "./rows.ts";

const LOADS = 60;
const WARM_UP = 5;

/** The same page from three addresses: with Countersign in it, with the bare scripts, and with nothing. */
const HOSTS = { ours: "127.0.0.1", bare: "127.0.0.2", none: "127.0.0.3" } as const;

type Times = Record<keyof typeof HOSTS, number>;

/** Bytes and milliseconds that a page load takes more. */
export async function loadRows({ browser, sites }: Both): Promise<readonly Row[]> {
  const page = await browser.newPage("about:blank");
  const rounds: Times[] = [];
  for (let round = 0; round < LOADS + WARM_UP; round++) {
    const times: Times = { ours: 0, bare: 0, none: 0 };
    for (const [name, host] of Object.entries(HOSTS)) {
      await page.goto(`http://${host}:${sites.port}`);
      times[name as keyof Times] = await page.evaluate(loadTime);
    }
    if (round >= WARM_UP) rounds.push(times);
  }
  const added = (what: string, name: keyof Times): Row => {
    const more = rounds.map((times) => times[name] - times.none);
    return { what, value: median(more), spread: quartiles(more), unit: "ms" };
  };
  const ours = bytesOf(DIST[browser.name], ["provider.js", "relay.js"]);
  const bare = bytesOf(BARE, ["page.js", "relay.js"]);
  return [
    { what: `bytes in every page (bare scripts: ${bare})`, value: ours, unit: "bytes" },
    { what: "page load without either", value: median(rounds.map(({ none }) => none)), unit: "ms" },
    added("added to it by Countersign", "ours"),
    added("added to it by the bare scripts", "bare"),
  ];
}

function loadTime(): number {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return entry ? entry.loadEventEnd - entry.startTime : Number.NaN;
}

const bytesOf = (folder: string, files: readonly string[]): number =>
  files.map((file) => readFileSync(join(folder, file)).length).reduce((sum, length) => sum + length, 0);
