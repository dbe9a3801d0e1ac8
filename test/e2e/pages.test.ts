import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerParams } from "../background/register.ts";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { enabled, fill, find, itemsOf, peek, press, seeText, textOf } from "./harness/byName.ts";
import {
  askedWords,
  createVaultIn,
  finish,
  PASSWORD,
  reject,
  typeWords,
  unlock,
  writeDown,
} from "./harness/steps.ts";
import { until } from "./harness/until.ts";
import { ask, call, resultOf, startWorld, type World } from "./world.ts";

/** Runs in the page: goes to the page at `hash`, and puts the focus into its first field as soon as there is one. */
function focusFirst(hash: string): void {
  const before = document.title;
  new MutationObserver((_changes, observer) => {
    const input = document.querySelector("input");
    if (document.title !== before || !input) return;
    observer.disconnect();
    input.focus();
  }).observe(document.body, { childList: true, subtree: true });
  location.hash = hash;
}

describe.each(BROWSERS)("the pages in %s", (name) => {
  let world: World;
  let page: Page;
  let vault: Page;
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html");
  const params = (username: string, change?: object) => registerParams(world.dfns, username, change);

  beforeAll(async () => {
    world = await startWorld(name);
    page = await world.browser.newPage(world.sites.good);
  });
  afterAll(() => world.close());

  it("have nothing serious for axe before there is a vault, and say what to do", async () => {
    const popup = await world.browser.extensionPage("popup.html");
    await seeText(popup, "Your keys, on this device");
    expect(await seriousFaultsInBothThemes(popup)).toEqual([]);
    await popup.close();
    await ask(page, "dfns_connect");
    const window = await approvalWindow();
    await seeText(window, "Set up Countersign first");
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await reject(window);
    vault = await world.browser.extensionPage("vault.html#/onboarding");
    await find(vault, "button", "Create vault");
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
  });

  it("say in words what is wrong with a password, and suggest six words", async () => {
    await fill(vault, "Vault password", "too short");
    await press(vault, "Create vault");
    await seeText(vault, "9 characters. Use at least 15, or take the suggestion.");
    await fill(vault, "Vault password", PASSWORD);
    await fill(vault, "Confirm vault password", `${PASSWORD}!`);
    await press(vault, "Create vault");
    await seeText(vault, "The two passwords differ.");
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    await press(vault, "Use these words");
    const filled = await vault.evaluate(() =>
      Array.from(document.querySelectorAll("input"), (input) => [input.type, input.value.split(" ").length]),
    );
    expect(filled[0]).toEqual(["password", 6]);
    await createVaultIn(vault, PASSWORD);
    await seeText(vault, "Your vault is ready");
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
  });

  it("are accessible through a whole registration, in both themes", async () => {
    const outcome = await ask(page, "dfns_register", await params("amy@example.com"));
    const window = await approvalWindow();
    await enabled(window, "button", "Approve");
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await press(window, "Approve");
    expect(await itemsOf(window, "Recovery phrase")).toHaveLength(12);
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    const words = await writeDown(window);
    const [first] = await askedWords(window);
    await fill(window, `Word ${first}`, "zoo");
    await window.keyboard.press("Tab");
    await seeText(window, `That is not word ${first}.`);
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await typeWords(window, words);
    await press(window, "Finish");
    await find(window, "button", "Done");
    await seeText(window, "You are registered");
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await finish(window);
    resultOf(await outcome());
  });

  it("are accessible when Dfns refuses, when the vault is locked, and with accounts", async () => {
    const asked = await params("bob@example.com");
    const stale = {
      ...asked,
      challenge: { ...asked.challenge, challenge: `${asked.challenge.challenge}AAAA` },
    };
    await ask(page, "dfns_register", stale);
    const window = await approvalWindow();
    await press(window, "Approve");
    await typeWords(window, await writeDown(window));
    await press(window, "Finish");
    await seeText(window, "Dfns refused the registration");
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await window.close();
    await press(vault, "Done");
    await seeText(vault, "bob@example.com");
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    const popup = await world.browser.extensionPage("popup.html");
    await seeText(popup, "amy@example.com");
    expect(await seriousFaultsInBothThemes(popup)).toEqual([]);
    await press(popup, "Lock");
    await seeText(popup, "Vault locked");
    expect(await seriousFaultsInBothThemes(popup)).toEqual([]);
    expect(await textOf(vault)).not.toContain("amy@example.com");
    await unlock(popup);
    await popup.close();
  });

  it("leave the focus where the person puts it as they appear", async () => {
    await vault.bringToFront();
    await seeText(vault, "amy@example.com");
    await vault.evaluate(focusFirst, "#/recover");
    // A page names itself when it has painted.
    await until("the page to be whole", async () => (await vault.title()).startsWith("Recover an account"));
    expect(await vault.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
  });

  it("do not let Approve be pressed early, by script, by Enter or by a held key", async () => {
    const outcome = await ask(page, "dfns_register", await params("cat@example.com"));
    const window = await approvalWindow();
    const approve = await find(window, "button", "Approve");
    expect(await approve.evaluate((node) => document.activeElement !== node)).toBe(true);
    await window.evaluate(() => {
      for (const button of document.querySelectorAll("button")) button.click();
      for (const button of document.querySelectorAll("button"))
        button.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    });
    await enabled(window, "button", "Approve");
    await window.evaluate(() => {
      for (const button of document.querySelectorAll("button")) button.click();
    });
    await approve.focus();
    await window.keyboard.press("Enter");
    await seeText(window, "Press Space or click.");
    expect(await peek(window, "list", "Recovery phrase")).toBeNull();
    await window.keyboard.press(" ");
    expect(await itemsOf(window, "Recovery phrase")).toHaveLength(12);
    await window.close();
    const tab = await world.browser.extensionPage("vault.html#/accounts");
    await seeText(tab, "cat@example.com");
    expect(await textOf(tab)).toContain("Continue");
    await tab.close();
    const popup = await world.browser.openPopup(page);
    await popup.click("Review");
    const again = await approvalWindow();
    await typeWords(again, await writeDown(again));
    await press(again, "Finish");
    await finish(again);
    resultOf(await outcome());
  });

  it("are used from the keyboard alone", async () => {
    const outcome = await ask(page, "dfns_register", await params("dan@example.com"));
    const window = await approvalWindow();
    await enabled(window, "button", "Approve");
    const hasFocus = (wanted: string) =>
      window.evaluate((text) => document.activeElement?.textContent?.includes(text), wanted);
    const tabTo = (wanted: string) =>
      until(`the focus on ${wanted}`, async () => {
        if (await hasFocus(wanted)) return true;
        await window.keyboard.press("Tab");
        return false;
      });
    await tabTo("Approve");
    await window.keyboard.press(" ");
    const words = await itemsOf(window, "Recovery phrase");
    await tabTo("I wrote down the recovery phrase");
    await window.keyboard.press(" ");
    const asked = await askedWords(window);
    await until("the focus in the first field", () =>
      window.evaluate(() => document.activeElement instanceof HTMLInputElement),
    );
    for (const place of asked) {
      await window.keyboard.type(words[place - 1] ?? "");
      await window.keyboard.press("Enter");
    }
    await tabTo("Finish");
    await window.keyboard.press(" ");
    await find(window, "button", "Done");
    await tabTo("Done");
    await window.keyboard.press(" ");
    resultOf(await outcome());
  });

  it("never touch the page that asks", async () => {
    const before = await page.evaluate(() => document.documentElement.outerHTML);
    const outcome = await ask(page, "dfns_connect");
    resultOf(await outcome());
    const rejected = await ask(page, "dfns_register", await params("eve@example.com"));
    await reject(await approvalWindow());
    await rejected();
    expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
  });

  it("ask a new site before it sees anything, and show it only the chosen accounts", async () => {
    const other = await world.browser.newPage(world.sites.evil);
    expect(resultOf(await call(other, "dfns_getStatus"))).toEqual({ connected: false });
    const outcome = await ask(other, "dfns_connect");
    const window = await approvalWindow();
    await seeText(window, "Connect this site");
    await seeText(window, "evil.localhost");
    await enabled(window, "button", "Approve");
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await press(window, "Approve");
    expect(resultOf(await outcome())).toEqual({ accounts: [] });
    expect(resultOf(await call(other, "dfns_getStatus"))).toEqual({ connected: true, locked: false });
    expect(resultOf(await call(other, "dfns_disconnect"))).toBeNull();
    expect(resultOf(await call(other, "dfns_getStatus"))).toEqual({ connected: false });
    await other.close();
  });
});
