/** What a person does to get an account back, and what must follow from it. */
import type { Page } from "puppeteer-core";
import { expect } from "vitest";
import type { TestBrowser } from "./harness/browsers.ts";
import { fill, press, seeText } from "./harness/byName.ts";
import { approve, finish, typeWords, writeDown } from "./harness/steps.ts";
import { until } from "./harness/until.ts";
import { ask, resultOf } from "./world.ts";

const PATIENCE = { timeout: 30_000 };

/** In the tab, from the old words or code to the last button: new words are written down on the way. */
export async function renewIn(tab: Page, { username, typed }: { username: string; typed: string }) {
  await tab.bringToFront();
  await seeText(tab, "Type your recovery phrase", PATIENCE);
  await fill(tab, "Recovery phrase", typed);
  await press(tab, "Continue");
  await seeText(tab, "Write down your new 12 words", PATIENCE);
  const words = await writeDown(tab);
  await typeWords(tab, words);
  await press(tab, "Finish");
  await seeText(tab, `Ready to recover ${username}`, PATIENCE);
  await press(tab, "Recover account");
  return words;
}

/** Connects the site with an account that it did not register; the window shows both steps. */
export async function connectAccount(browser: TestBrowser, page: Page, username: string): Promise<void> {
  const outcome = await ask(page, "dfns_connect");
  const window = await browser.waitForExtensionPage("approve.html");
  await seeText(window, username, PATIENCE);
  const box = await until("the account", async () => {
    const all = await window.$$("label.choice");
    const texts = await Promise.all(all.map((label) => label.evaluate((node) => node.textContent)));
    return all[texts.findIndex((text) => text.includes(username))];
  });
  await box.click();
  await press(window, "Approve");
  await seeText(window, "Let another site use “Vault key”", PATIENCE);
  await press(window, "Approve");
  await finish(window, PATIENCE);
  expect(resultOf<{ accounts: unknown[] }>(await outcome()).accounts).toHaveLength(1);
}

export interface SignedIn {
  readonly browser: TestBrowser;
  readonly page: Page;
  readonly api: { readonly url: string; readonly orgId: string };
  readonly username: string;
}

/** Signs in on a connected site and signs an action there. */
export async function signInAndAct({ browser, page, api, username }: SignedIn): Promise<void> {
  const approveNext = async (text: string) => {
    const window = await browser.waitForExtensionPage("approve.html");
    await seeText(window, text, PATIENCE);
    await approve(window);
  };
  const login = await ask(page, "dfns_login", { api, username });
  await approveNext("Sign in");
  const { token } = resultOf<{ token: string }>(await login());
  const action = { method: "POST", path: "/wallets", payload: JSON.stringify({ network: "Solana" }) };
  const signing = await ask(page, "dfns_signAction", { api, authToken: token, ...action });
  await approveNext("Full request");
  expect(resultOf(await signing())).toEqual({ userAction: expect.any(String) });
}
