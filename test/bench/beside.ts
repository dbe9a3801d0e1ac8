/** Countersign beside a bare extension (./bare) that runs the same errands and nothing else, in one Chromium. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { DIST } from "../e2e/harness/browsers.ts";
import { press, seeText, waitClosed } from "../e2e/harness/byName.ts";
import { createVault, reject } from "../e2e/harness/steps.ts";
import { until } from "../e2e/harness/until.ts";
import { ask, resultOf, startWorld, type World } from "../e2e/world.ts";
import { median, type Row } from "./rows.ts";

const BARE = join(import.meta.dirname, "bare");
const GOAL = 1.5;
const ROUND_TRIPS = 60;
const WINDOWS = 15;
const COLD_STARTS = 15;
const LOADS = 40;

/** Taken in turns, in milliseconds. */
interface Pair {
  readonly ours: number[];
  readonly bare: number[];
}

interface Both extends World {
  /** The address of the bare extension. */
  readonly bare: string;
}

/** Every row; Chromium must be there, and the extension built. */
export async function besideRows(): Promise<readonly Row[]> {
  const world = await startWorld("chromium");
  try {
    await createVault(world.browser);
    const page = await world.browser.newPage(world.sites.good);
    const both = { ...world, bare: `chrome-extension://${await page.browser().installExtension(BARE)}/` };
    await page.reload();
    const stranger = await roundTrips(page);
    const painted = await windows(both);
    await page.bringToFront();
    await connect(both, page);
    const connected = await roundTrips(page);
    const cold = await coldStarts(both, page);
    return [
      ratioRow("dfns_getStatus over a bare echo, site not connected", stranger),
      ratioRow("dfns_getStatus over a bare echo, connected site", connected),
      ratioRow("approval window painted over a bare window", painted),
      ratioRow("cold worker to first answer over a bare worker", cold),
      ...(await loadRows(both)),
    ];
  } finally {
    await world.close();
  }
}

function ratioRow(what: string, { ours, bare }: Pair): Row {
  const [our, their] = [median(ours), median(bare)];
  const shown = `${our.toFixed(1)} ms over ${their.toFixed(1)} ms`;
  return { what: `${what} (${shown})`, value: our / their, unit: "×", goal: GOAL };
}

interface BenchWindow extends Window {
  readonly bare: (request: string) => Promise<unknown>;
  readonly providers: readonly [
    { readonly provider: { request(args: { method: string }): Promise<unknown> } },
  ];
}

/** The clock of a page is too coarse for one call: each figure is of ten in a row. */
const roundTrips = (page: Page, times: number = ROUND_TRIPS, inARow = 10): Promise<Pair> =>
  page.evaluate(
    async (rounds, calls) => {
      const { bare, providers } = window as unknown as BenchWindow;
      const pair: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
      for (let i = 0; i < rounds; i++) {
        for (const [taken, run] of [
          [pair.bare, () => bare("echo")],
          [pair.ours, () => providers[0].provider.request({ method: "dfns_getStatus" })],
        ] as const) {
          const start = performance.now();
          for (let call = 0; call < calls; call++) await run();
          taken.push((performance.now() - start) / calls);
        }
      }
      return pair;
    },
    times,
    inARow,
  );

async function connect({ browser }: World, page: Page): Promise<void> {
  const answer = await ask(page, "dfns_connect");
  const window = await browser.waitForExtensionPage("approve.html");
  await press(window, "Approve");
  resultOf(await answer());
  await window.close().catch(() => undefined);
  await waitClosed(window);
}

/** From the call of the site to the first paint of the window; each round is another site, because a rejected one must wait. */
async function windows({ browser, sites, bare }: Both): Promise<Pair> {
  const pair: Pair = { ours: [], bare: [] };
  for (let i = 0; i < WINDOWS; i++) {
    const host = `site${i}.localhost`;
    const page = await browser.newPage(`http://${host}:${sites.port}`);
    const bareStart = await page.evaluate(() => {
      const start = performance.timeOrigin + performance.now();
      void (window as unknown as BenchWindow).bare("window");
      return start;
    });
    const bareWindow = await until("the bare window", async () =>
      (await page.browser().pages()).find((one) => one.url().startsWith(bare)),
    );
    pair.bare.push((await paintOf(bareWindow)) - bareStart);
    await bareWindow.close();
    await page.bringToFront();
    const start = await page.evaluate(() => performance.timeOrigin + performance.now());
    await ask(page, "dfns_connect");
    const approval = await browser.waitForExtensionPage("approve.html");
    await seeText(approval, host);
    pair.ours.push((await paintOf(approval)) - start);
    await reject(approval);
    await page.close();
  }
  return pair;
}

/** When the first content was painted, in milliseconds since the epoch. */
const paintOf = (page: Page): Promise<number> =>
  until("the first paint", () =>
    page.evaluate(() => {
      const [paint] = performance.getEntriesByName("first-contentful-paint");
      return paint && performance.timeOrigin + paint.startTime;
    }),
  );

/** A worker that is killed within milliseconds of another message may not hear the next one. */
const SETTLED_MS = 300;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function coldStarts({ browser, bare }: Both, page: Page): Promise<Pair> {
  const pair: Pair = { ours: [], bare: [] };
  for (let i = 0; i < COLD_STARTS; i++) {
    await pause(SETTLED_MS);
    await browser.killBackground();
    await killWorker(page, bare);
    await pause(SETTLED_MS);
    const { ours, bare: theirs } = await roundTrips(page, 1, 1);
    pair.ours.push(...ours);
    pair.bare.push(...theirs);
  }
  return pair;
}

async function killWorker(page: Page, base: string): Promise<void> {
  const targets = () => page.browser().targets();
  const worker = targets().find(
    (target) => target.type() === "service_worker" && target.url().startsWith(base),
  );
  await (await worker?.worker())?.close();
  await until("the bare worker to end", () => !targets().some((target) => target === worker));
}

/** The same page from three addresses: with Countersign in it, with the bare scripts, and with nothing. */
const HOSTS = { ours: "127.0.0.1", bare: "127.0.0.2", none: "127.0.0.3" } as const;

async function loadRows({ browser, sites }: Both): Promise<readonly Row[]> {
  const times: Record<keyof typeof HOSTS, number[]> = { ours: [], bare: [], none: [] };
  const page = await browser.newPage("about:blank");
  for (let i = 0; i < LOADS; i++) {
    for (const [name, host] of Object.entries(HOSTS)) {
      await page.goto(`http://${host}:${sites.port}`);
      times[name as keyof typeof HOSTS].push(await page.evaluate(loadTime));
    }
  }
  const none = median(times.none);
  const ours = bytesOf(DIST.chromium, ["provider.js", "relay.js"]);
  const bare = bytesOf(BARE, ["page.js", "relay.js"]);
  return [
    { what: `bytes in every page (bare scripts: ${bare})`, value: ours, unit: "bytes" },
    { what: `page load without either (median of ${LOADS})`, value: none, unit: "ms" },
    { what: "added to it by Countersign", value: median(times.ours) - none, unit: "ms" },
    { what: "added to it by the bare scripts", value: median(times.bare) - none, unit: "ms" },
  ];
}

function loadTime(): number {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return entry ? entry.loadEventEnd - entry.startTime : Number.NaN;
}

const bytesOf = (folder: string, files: readonly string[]): number =>
  files.map((file) => readFileSync(join(folder, file)).length).reduce((sum, length) => sum + length, 0);
