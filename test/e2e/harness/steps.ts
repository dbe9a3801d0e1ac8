/** What people do, by the accessible names of the controls, which are part of the contract and never change. */
import type { Page } from "puppeteer-core";
import type { TestBrowser } from "./browsers.ts";
import { fill, find, itemsOf, type Patience, peek, press, waitClosed } from "./byName.ts";
import { until } from "./until.ts";

export const PASSWORD = "correct horse battery staple";

const gone = (page: Page, name: string) =>
  until(`the button "${name}" to go`, async () => (await peek(page, "button", name)) === null);

/** Creates the vault in a tab and leaves the tab open. */
export async function createVault(browser: TestBrowser, password: string = PASSWORD): Promise<Page> {
  const page = await browser.extensionPage("vault.html#/onboarding");
  await createVaultIn(page, password);
  return page;
}

/** Creates the vault in a page that shows the onboarding. */
export async function createVaultIn(page: Page, password: string = PASSWORD): Promise<void> {
  await fill(page, "Vault password", password);
  await fill(page, "Confirm vault password", password);
  await press(page, "Create vault");
  await gone(page, "Create vault");
}

/** Unlocks in any page that asks for the vault password. */
export async function unlock(page: Page, password: string = PASSWORD): Promise<void> {
  await fill(page, "Vault password", password);
  await press(page, "Unlock");
  await gone(page, "Unlock");
}

/** Writes the words down: the window is at the phrase after Approve. */
export async function writeDown(window: Page): Promise<readonly string[]> {
  const words = await itemsOf(window, "Recovery phrase");
  await press(window, "I wrote down the recovery phrase");
  return words;
}

/** The numbers of the words that the window asks for. */
export async function askedWords(window: Page, patience: Patience = {}): Promise<readonly number[]> {
  await find(window, "button", "Finish", patience);
  const names = await window.$$eval("input", (inputs) =>
    inputs.map((input) => input.ariaLabel ?? input.labels?.[0]?.textContent ?? ""),
  );
  return names.flatMap((name) => {
    const place = /^Word (\d+)/.exec(name.trim())?.[1];
    return place === undefined ? [] : [Number(place)];
  });
}

/** Types the words that the window asks for. */
export async function typeWords(
  window: Page,
  words: readonly string[],
  patience: Patience = {},
): Promise<void> {
  for (const place of await askedWords(window, patience)) {
    await fill(window, `Word ${place}`, words[place - 1] ?? "", patience);
  }
}

export interface Registered {
  /** The recovery phrase. */
  readonly words: readonly string[];
}

/**
 * The whole registration in the approval window, from Approve to Done, until the window is closed.
 * @param see called at each step with its name, while the window shows it.
 */
export async function registerInWindow(
  window: Page,
  see: (step: "overview" | "phrase" | "words" | "done") => Promise<void> = async () => {},
  patience: Patience = {},
): Promise<Registered> {
  await find(window, "button", "Approve", patience);
  await see("overview");
  await press(window, "Approve", patience);
  await find(window, "list", "Recovery phrase", patience);
  await see("phrase");
  const words = await writeDown(window);
  await typeWords(window, words);
  await see("words");
  await press(window, "Finish", patience);
  await find(window, "button", "Done", patience);
  await see("done");
  await finish(window, patience);
  return { words };
}

/** Approves, and waits until the window has closed. */
export async function approve(window: Page, patience: Patience = {}): Promise<void> {
  await press(window, "Approve", patience);
  await waitClosed(window);
}

/** Done, and waits until the window has closed. */
export async function finish(window: Page, patience: Patience = {}): Promise<void> {
  await press(window, "Done", patience);
  await waitClosed(window);
}

/** Rejects, and waits until the window has closed. */
export async function reject(window: Page): Promise<void> {
  await press(window, "Reject");
  await waitClosed(window);
}
