/** Finds controls as a screen reader does, by role and accessible name; works on every page of both browsers. */
import type { ElementHandle, Page } from "puppeteer-core";
import { isFirefox, lookUp } from "./lookup.ts";
import { until, WAIT } from "./until.ts";

/** How long a window may take to close after the click that closes it, in milliseconds. */
const GOING = 5_000;

export interface Patience {
  /** Milliseconds. */
  readonly timeout?: number;
}

const aria = (name: string, role?: string) =>
  `::-p-aria([name="${name}"]${role === undefined ? "" : `[role="${role}"]`})`;

/** The control that is there now, or null. */
export const peek = async (page: Page, role: string, name: string): Promise<ElementHandle | null> =>
  (await isFirefox(page)) ? lookUp(page, role, name) : page.$(aria(name, role));

/** @throws Error that names the control, when it does not appear in time. */
export const find = (page: Page, role: string, name: string, { timeout = WAIT }: Patience = {}) =>
  until(`the ${role} "${name}"`, () => peek(page, role, name), timeout);

/** Firefox gives password fields no role, so fields are found by name alone. */
export const field = (page: Page, name: string, { timeout = WAIT }: Patience = {}) =>
  until(`the field "${name}"`, () => peekField(page, name), timeout);

/** The field that is there now, or null. */
export async function peekField(page: Page, name: string): Promise<ElementHandle<HTMLInputElement> | null> {
  if (await isFirefox(page)) return (await lookUp(page, "field", name)) as ElementHandle<HTMLInputElement>;
  for (const element of await page.$$(aria(name))) {
    if (await element.evaluate((node) => node.matches("input, textarea, select"))) {
      return element as ElementHandle<HTMLInputElement>;
    }
  }
  return null;
}

export const isEnabled = (element: ElementHandle) =>
  element.evaluate((node) => !node.matches(":disabled, [aria-disabled=true], [aria-busy=true]"));

/** The control, once it is there and takes clicks. */
export const enabled = (page: Page, role: string, name: string, { timeout = WAIT }: Patience = {}) =>
  until(
    `the ${role} "${name}" to be enabled`,
    async () => {
      const element = await peek(page, role, name);
      return element !== null && (await isEnabled(element)) ? element : null;
    },
    timeout,
  );

/** Clicks with the pointer, once the control is enabled. A window may close under the click. */
export async function click(page: Page, role: string, name: string, patience: Patience = {}): Promise<void> {
  const element = await enabled(page, role, name, patience);
  try {
    await element.evaluate((node) => node.scrollIntoView({ block: "nearest" }));
    await element.click();
  } catch (error) {
    await waitClosed(page, { timeout: GOING }).catch(() => {
      throw error;
    });
  }
}

export const press = (page: Page, name: string, patience: Patience = {}) =>
  click(page, "button", name, patience);

/** Replaces what the field holds by typing, as a person does. */
export async function fill(page: Page, name: string, value: string, patience: Patience = {}): Promise<void> {
  const input = await field(page, name, patience);
  await input.evaluate((node) => {
    node.focus();
    node.select();
  });
  await page.keyboard.type(value);
}

/** The visible text of the page. */
// biome-ignore lint/performance/useDomNodeTextContent: what is visible is the point.
export const textOf = (page: Page): Promise<string> => page.evaluate(() => document.body.innerText);

/** Waits until the page shows `text`. */
export const seeText = (page: Page, text: string | RegExp, { timeout = WAIT }: Patience = {}) =>
  until(
    `the text ${text}`,
    async () => {
      const shown = await textOf(page);
      return typeof text === "string" ? shown.includes(text) : text.test(shown);
    },
    timeout,
  );

/** The texts of the items of a list. */
export async function itemsOf(page: Page, name: string, patience: Patience = {}): Promise<readonly string[]> {
  const list = await find(page, "list", name, patience);
  return list.$$eval("li", (items) => items.map((item) => item.textContent.trim()));
}

export const isLoaded = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.readyState === "complete");

/** Whether the page is still there. Firefox closes pages of the extension without a word: only their next question fails. */
export async function isOpen(page: Page): Promise<boolean> {
  if (page.isClosed()) return false;
  return page.evaluate(() => true).catch(() => false);
}

export const waitClosed = (page: Page, { timeout = WAIT }: Patience = {}) =>
  until("the window to close", async () => !(await isOpen(page)), timeout);
