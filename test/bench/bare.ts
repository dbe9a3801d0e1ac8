/** The bare extension (./bare): the same errands as Countersign's, and nothing else. */
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import type { TestBrowser } from "../e2e/harness/browsers.ts";
import { until, within } from "../e2e/harness/until.ts";

export const BARE = join(import.meta.dirname, "bare");

/** A page that is just opening or closing may not answer; the next look asks it again. */
const ANSWERS_WITHIN_MS = 500;

/** Installs it beside ours. @returns the address of its pages */
export async function addBare(browser: TestBrowser): Promise<string> {
  const page = await browser.addExtension(BARE, "window.html");
  const base = await page.evaluate(() => `${location.origin}/`);
  await page.close();
  return base;
}

/** The window that it has opened. */
export const windowOf = (base: string, beside: Page): Promise<Page> =>
  until("the bare window", async () => {
    const pages = [...(await beside.browser().pages())].reverse();
    for (const page of pages) if ((await addressOf(page)).startsWith(base)) return page;
  });

const addressOf = (page: Page): Promise<string> =>
  within(
    page.evaluate(() => location.href),
    ANSWERS_WITHIN_MS,
  ).catch(() => "");
