/** A local Dfns, two sites and one browser with Countersign in it, and the calls that a dapp page makes. */
import type { Page } from "puppeteer-core";
import { type DfnsOptions, type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { type BrowserName, type LaunchOptions, launch, type TestBrowser } from "./harness/browsers.ts";
import { type SitePage, type Sites, startSites } from "./harness/origins.ts";
import { until } from "./harness/until.ts";

export interface World {
  readonly dfns: LocalDfns;
  readonly sites: Sites;
  readonly browser: TestBrowser;
  close(): Promise<void>;
}

export async function startWorld(
  name: BrowserName,
  pages: Readonly<Record<string, SitePage>> = {},
  { dfns: how, ...options }: LaunchOptions & { readonly dfns?: DfnsOptions } = {},
): Promise<World> {
  const [dfns, sites, browser] = await Promise.all([
    startDfns(how),
    startSites(pages),
    launch(name, options),
  ]);
  return {
    dfns,
    sites,
    browser,
    async close() {
      await browser.close();
      await Promise.all([sites.close(), dfns.close()]);
    },
  };
}

export interface PageError {
  readonly code: number;
  readonly message: string;
  readonly data: { readonly reason: string; readonly path?: string; readonly status?: number };
}

export type Outcome = { readonly result: unknown } | { readonly error: PageError };

/** What the page keeps of its calls: each outcome as JSON, once there is one. */
interface DappWindow extends Window {
  providers: { provider: { request(args: object): Promise<unknown> } }[];
  outcomes?: Record<string, Promise<string>>;
}

/** Waits for the outcome, in milliseconds. */
export type Awaiting = (timeout?: number) => Promise<Outcome>;

/** How long a page waits before it is asked again, in milliseconds: less than `until` gives to one look. */
const ONE_WAIT = 2_000;

let count = 0;

/** Starts a call in the page. @returns a function that waits for its outcome */
export async function ask(page: Page, method: string, params?: unknown): Promise<Awaiting> {
  count += 1;
  const key = `call${count}`;
  await page.evaluate(
    (k, m, p) => {
      const dapp = window as unknown as DappWindow;
      dapp.outcomes ??= {};
      const call = dapp.providers[0]?.provider.request(p === null ? { method: m } : { method: m, params: p });
      if (!call) return;
      dapp.outcomes[k] = call.then(
        (result) => JSON.stringify({ result }),
        ({ code, message, data }) => JSON.stringify({ error: { code, message, data } }),
      );
    },
    key,
    method,
    params ?? null,
  );
  return (timeout = 20_000) =>
    until(
      `the outcome of ${method}`,
      async () => {
        const text = await page.evaluate(outcomeIn, key, ONE_WAIT);
        return text === "" ? null : (JSON.parse(text) as Outcome);
      },
      timeout,
    );
}

/** Runs in the page. @returns `""` when there is none yet */
const outcomeIn = (key: string, patience: number): Promise<string> =>
  Promise.race([
    (window as unknown as DappWindow).outcomes?.[key] ?? "",
    new Promise<string>((resolve) => {
      setTimeout(resolve, patience, "");
    }),
  ]);

/** Calls and waits. */
export async function call(page: Page, method: string, params?: unknown): Promise<Outcome> {
  return (await ask(page, method, params))();
}

export const resultOf = <T = Record<string, unknown>>(outcome: Outcome): T => {
  if ("error" in outcome) throw new Error(`${outcome.error.code} ${outcome.error.message}`);
  return outcome.result as T;
};

export const reasonOf = (outcome: Outcome): string =>
  "error" in outcome ? outcome.error.data.reason : "no error";
