/** Countersign beside a bare extension that runs the same errands, in one browser, in turns. */
import type { Page } from "puppeteer-core";
import type { BrowserName } from "../e2e/harness/browsers.ts";
import { press, seeText, waitClosed } from "../e2e/harness/byName.ts";
import { createVault, reject } from "../e2e/harness/steps.ts";
import { until } from "../e2e/harness/until.ts";
import { ask, resultOf, startWorld, type World } from "../e2e/world.ts";
import { addBare, windowOf } from "./bare.ts";
import { loadRows } from "./loads.ts";
import { inTurns, type Pair, ratioRow } from "./pairs.ts";
import type { Row } from "./rows.ts";

const GOAL = 1.5;
const ROUND_TRIPS = 150;
const WINDOWS = 50;
const COLD_STARTS = 50;

export interface Both extends World {
  /** The address of the bare extension. */
  readonly bare: string;
}

/** Every row of one browser, which must be there, with the extension built. */
export async function besideRows(name: BrowserName): Promise<readonly Row[]> {
  const world = await startWorld(name);
  try {
    // The bare extension has no page open either, which would be told of every request and paint itself anew.
    await (await createVault(world.browser)).close();
    const both = { ...world, bare: await addBare(world.browser) };
    const page = await world.browser.newPage(world.sites.good);
    const stranger = await roundTrips(page);
    const painted = await windows(both);
    await page.bringToFront();
    await connect(both, page);
    const connected = await roundTrips(page);
    const cold = await coldStarts(both, page);
    const judged = [
      ratioRow("dfns_getStatus over a bare echo, site not connected", stranger),
      ratioRow("dfns_getStatus over a bare echo, connected site", connected),
      ratioRow("approval window painted with the request over a bare window", painted),
      ratioRow("cold worker to first answer over a bare worker", cold),
    ];
    return [...judged.map((row) => ({ ...row, goal: GOAL })), ...(await loadRows(both))];
  } finally {
    await world.close();
  }
}

interface BenchWindow extends Window {
  readonly bare: (request: string) => Promise<unknown>;
  readonly providers: readonly [
    { readonly provider: { request(args: { method: string }): Promise<unknown> } },
  ];
}

/** The clock of a page is too coarse for one call: a figure is of ten in a row, each after the answer to the one before. */
const IN_A_ROW = 10;

const roundTrips = (page: Page): Promise<Pair> =>
  inTurns(ROUND_TRIPS, { ours: () => status(page, IN_A_ROW), bare: () => echo(page, IN_A_ROW) });

/** Milliseconds per call. */
const status = (page: Page, calls: number): Promise<number> =>
  page.evaluate(async (times) => {
    const { providers } = window as unknown as BenchWindow;
    const start = performance.now();
    for (let call = 0; call < times; call++)
      await providers[0].provider.request({ method: "dfns_getStatus" });
    return (performance.now() - start) / times;
  }, calls);

const echo = (page: Page, calls: number): Promise<number> =>
  page.evaluate(async (times) => {
    const { bare } = window as unknown as BenchWindow;
    const start = performance.now();
    for (let call = 0; call < times; call++) await bare("echo");
    return (performance.now() - start) / times;
  }, calls);

async function connect({ browser }: World, page: Page): Promise<void> {
  const answer = await ask(page, "dfns_connect");
  const opened = await browser.waitForExtensionPage("approve.html");
  await press(opened, "Approve");
  resultOf(await answer());
  await opened.close().catch(() => undefined);
  await waitClosed(opened);
}

/** From the call of the site to the first paint of the window, which is of the request: before, it is empty. */
const windows = (both: Both): Promise<Pair> =>
  inTurns(WINDOWS, {
    ours: (round) => onPage(both, round, approvalPainted),
    bare: (round) => onPage(both, round, bareWindowPainted),
  });

/** Each round is another site, because a rejected one must wait. */
async function onPage(
  both: Both,
  round: number,
  measure: (both: Both, page: Page, host: string) => Promise<number>,
): Promise<number> {
  const host = `site${round}.localhost`;
  const page = await both.browser.newPage(`http://${host}:${both.sites.port}`);
  const taken = await measure(both, page, host);
  await page.close();
  return taken;
}

async function bareWindowPainted({ bare }: Both, page: Page): Promise<number> {
  const start = await page.evaluate(() => {
    void (window as unknown as BenchWindow).bare("window");
    return performance.timeOrigin + performance.now();
  });
  const opened = await windowOf(bare, page);
  const painted = await paintOf(opened);
  await opened.close();
  return painted - start;
}

async function approvalPainted({ browser }: Both, page: Page, host: string): Promise<number> {
  const start = await page.evaluate(() => {
    const { providers } = window as unknown as BenchWindow;
    providers[0].provider.request({ method: "dfns_connect" }).catch(() => undefined);
    return performance.timeOrigin + performance.now();
  });
  const opened = await browser.waitForExtensionPage("approve.html");
  await seeText(opened, host);
  const painted = await paintOf(opened);
  await reject(opened);
  return painted - start;
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

function coldStarts({ browser, bare }: Both, page: Page): Promise<Pair> {
  const killed = async (base: string) => {
    await pause(SETTLED_MS);
    await browser.killBackground(base);
    await pause(SETTLED_MS);
  };
  return inTurns(COLD_STARTS, {
    ours: () => killed(browser.base).then(() => status(page, 1)),
    bare: () => killed(bare).then(() => echo(page, 1)),
  });
}
