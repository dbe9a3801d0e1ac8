/** A local Dfns, two sites and one browser with Countersign in it, and the calls that a dapp page makes. */
import type { Page } from "puppeteer-core";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
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
  options: LaunchOptions = {},
): Promise<World> {
  const [dfns, sites, browser] = await Promise.all([startDfns(), startSites(pages), launch(name, options)]);
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

/** What the page keeps of its calls. */
interface DappWindow extends Window {
  providers: { provider: { request(args: object): Promise<unknown> } }[];
  outcomes?: Record<string, unknown>;
}

/** Waits for the outcome, in milliseconds. */
export type Awaiting = (timeout?: number) => Promise<Outcome>;

let count = 0;

/** Starts a call in the page. @returns a function that waits for its outcome */
export async function ask(page: Page, method: string, params?: unknown): Promise<Awaiting> {
  count += 1;
  const key = `call${count}`;
  await page.evaluate(
    (k, m, p) => {
      const dapp = window as unknown as DappWindow;
      const outcomes = dapp.outcomes ?? {};
      dapp.outcomes = outcomes;
      const call = dapp.providers[0]?.provider.request(p === null ? { method: m } : { method: m, params: p });
      call?.then(
        (result) => {
          outcomes[k] = { result };
        },
        (error) => {
          outcomes[k] = { error: { code: error.code, message: error.message, data: error.data } };
        },
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
        const text = await page.evaluate((k) => {
          const outcome = (window as unknown as DappWindow).outcomes?.[k];
          return outcome === undefined ? "" : JSON.stringify(outcome);
        }, key);
        return text === "" ? null : (JSON.parse(text) as Outcome);
      },
      timeout,
    );
}

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
