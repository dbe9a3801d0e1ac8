import { DfnsApiClient } from "@dfns/sdk";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerParams } from "../background/register.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { fill, find, press, seeText, textOf } from "./harness/byName.ts";
import {
  createVaultIn,
  finish,
  PASSWORD,
  registerInWindow,
  reject,
  typeWords,
  unlock,
  writeDown,
} from "./harness/steps.ts";
import { ask, call, reasonOf, resultOf, startWorld, type World } from "./world.ts";

interface Response {
  readonly user: { readonly id: string; readonly username: string };
  readonly authentication: { readonly token: string };
  readonly wallets: readonly { readonly network: string; readonly address: string }[];
}

describe.each(BROWSERS)("a registration in %s", (name) => {
  let world: World;
  let page: Page;
  let user = 0;
  const username = () => `jane${user}@example.com`;

  beforeAll(async () => {
    world = await startWorld(name);
    page = await world.browser.newPage(world.sites.good);
  });
  afterAll(() => world.close());

  const params = async (change?: object) => {
    user += 1;
    return registerParams(world.dfns, username(), change);
  };
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html");
  const isRegistered = () => world.dfns.users().find((one) => one.username === username())?.registered;

  it("waits for a vault, then goes on in the same window", async () => {
    const outcome = await ask(page, "dfns_register", await params());
    const window = await approvalWindow();
    await seeText(window, "Set up Countersign first");
    await press(window, "Create vault");
    const tab = await world.browser.waitForExtensionPage("vault.html#/onboarding");
    await createVaultIn(tab, PASSWORD);
    await seeText(tab, "Your vault is ready");
    const { words } = await registerInWindow(window);
    expect(words).toHaveLength(12);
    const response = resultOf<Response>(await outcome());
    expect(response.user.username).toBe(username());
    expect(response.wallets.map(({ network }) => network)).toEqual(["EthereumSepolia", "Solana"]);
    await tab.close();
  });

  it("gives a token with which the stock SDK lists the wallets", async () => {
    const outcome = await ask(page, "dfns_register", await params());
    await registerInWindow(await approvalWindow());
    const { authentication } = resultOf<Response>(await outcome());
    const sdk = new DfnsApiClient({
      baseUrl: world.dfns.url,
      orgId: world.dfns.orgId,
      authToken: authentication.token,
    });
    const { items } = await sdk.wallets.listWallets();
    expect(items.map(({ network, name: walletName }) => [network, walletName])).toEqual([
      ["EthereumSepolia", "main"],
      ["Solana", undefined],
    ]);
  });

  it("hands the bodies to a site that posts them with the stock SDK", async () => {
    const asked = await params({});
    const outcome = await ask(page, "dfns_register", asked);
    const window = await approvalWindow();
    await registerInWindow(window);
    expect(isRegistered()).toBe(false);
    const bodies = resultOf<never>(await outcome());
    const { temporaryAuthenticationToken } = asked.challenge as unknown as {
      temporaryAuthenticationToken: string;
    };
    const sdk = new DfnsApiClient({
      baseUrl: world.dfns.url,
      orgId: world.dfns.orgId,
      authToken: temporaryAuthenticationToken,
    });
    const body = Object.assign({ wallets: [{ network: "EthereumSepolia" as const }] }, bodies);
    const response = await sdk.auth.registerEndUser({ body });
    expect(response.user.username).toBe(username());
    const { accounts } = resultOf<{ accounts: { username: string }[] }>(await call(page, "dfns_connect"));
    expect(accounts.map((account) => account.username)).toContain(username());
  });

  it("opens at Unlock when the vault is locked, and refuses a wrong password in words", async () => {
    const tab = await world.browser.extensionPage("vault.html#/accounts");
    await press(tab, "Lock");
    await find(tab, "button", "Unlock");
    expect(resultOf(await call(page, "dfns_getStatus"))).toEqual({ connected: true, locked: true });
    const outcome = await ask(page, "dfns_register", await params());
    const window = await approvalWindow();
    await seeText(window, "Unlock to see this request");
    expect(await textOf(window)).not.toContain(username());
    await fill(window, "Vault password", "not the password at all");
    await press(window, "Unlock");
    await seeText(window, "That password does not open this vault.");
    await unlock(window);
    await registerInWindow(window);
    resultOf(await outcome());
    await tab.close();
  });

  it("is later when the window is closed, and the toolbar popup brings it back", async () => {
    const outcome = await ask(page, "dfns_register", await params());
    await (await approvalWindow()).close();
    const popup = await world.browser.openPopup(page);
    await popup.click("Review");
    await registerInWindow(await approvalWindow());
    resultOf(await outcome());
  });

  it("returns to the phrase when the window was closed there, and shows the same words", async () => {
    const outcome = await ask(page, "dfns_register", await params());
    const first = await approvalWindow();
    await press(first, "Approve");
    const words = await writeDown(first);
    await first.close();
    const again = await ask(page, "dfns_connect");
    resultOf(await again());
    const popup = await world.browser.openPopup(page);
    await popup.click("Review");
    const window = await approvalWindow();
    await press(window, "Show the words again");
    expect(await writeDown(window)).toEqual(words);
    await typeWords(window, words);
    await press(window, "Finish");
    await finish(window);
    resultOf(await outcome());
  });

  it("is rejected at once by Reject, and only by Reject", async () => {
    const outcome = await ask(page, "dfns_register", await params());
    await reject(await approvalWindow());
    expect(await outcome()).toMatchObject({ error: { code: 4001, data: { reason: "userRejected" } } });
    expect(isRegistered()).toBe(false);
  });

  it("says which word is wrong, and registers nothing before all three are right", async () => {
    const outcome = await ask(page, "dfns_register", await params());
    const window = await approvalWindow();
    await press(window, "Approve");
    const words = await writeDown(window);
    await typeWords(
      window,
      words.map(() => "zoo"),
    );
    await press(window, "Finish");
    await seeText(window, /That is not word \d+/);
    expect(isRegistered()).toBe(false);
    await press(window, "Show the words again");
    await press(window, "I wrote down the recovery phrase");
    await typeWords(window, words);
    await press(window, "Finish");
    await finish(window);
    resultOf(await outcome());
  });

  it("shows Dfns' own words when it refuses, keeps the words, and uses them for the next challenge", async () => {
    const asked = await params();
    const stale = {
      ...asked,
      challenge: { ...asked.challenge, challenge: `${asked.challenge.challenge}AAAA` },
    };
    const outcome = await ask(page, "dfns_register", stale);
    const window = await approvalWindow();
    await press(window, "Approve");
    const words = await writeDown(window);
    await typeWords(window, words);
    await press(window, "Finish");
    await seeText(window, "Dfns refused the registration");
    expect(await textOf(window)).toContain("Unable to verify signature");
    expect(reasonOf(await outcome())).toBe("apiError");
    expect(isRegistered()).toBe(false);
    await window.close();
    const next = await ask(page, "dfns_register", await registerParams(world.dfns, username()));
    const again = await registerInWindow(await approvalWindow());
    expect(again.words).toEqual(words);
    resultOf(await next());
    expect(isRegistered()).toBe(true);
  });

  it("can be discarded after a refusal, once the person says so twice", async () => {
    const asked = await params();
    const stale = {
      ...asked,
      challenge: { ...asked.challenge, challenge: `${asked.challenge.challenge}AAAA` },
    };
    const outcome = await ask(page, "dfns_register", stale);
    const window = await approvalWindow();
    await press(window, "Approve");
    await typeWords(window, await writeDown(window));
    await press(window, "Finish");
    await press(window, "Discard");
    await seeText(window, "Discard these keys?");
    await window.evaluate(() => {
      const dialog = document.querySelector("dialog[open]");
      for (const button of dialog?.querySelectorAll("button") ?? []) {
        if (button.textContent?.includes("Discard")) button.click();
      }
    });
    expect(reasonOf(await outcome())).toBe("apiError");
    const tab = await world.browser.extensionPage("vault.html#/accounts");
    await seeText(tab, "Accounts");
    expect(await textOf(tab)).not.toContain(username());
    await tab.close();
  });
});
