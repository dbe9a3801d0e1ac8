import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Dapp, startDapp } from "../../example/dapp/server.ts";
import {
  credentialsAt,
  OFFICIAL_USER,
  officialKit,
  oldSignsIn,
  ownKit,
  type Person,
  recoverParams,
  registerPerson,
} from "../background/recovering.ts";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { enabled, fill, press, seeText } from "./harness/byName.ts";
import { picturesOf } from "./harness/pictures.ts";
import { approve, createVault } from "./harness/steps.ts";
import { until } from "./harness/until.ts";
import { connectAccount, renewIn, signInAndAct } from "./recoverSteps.ts";
import { ask, resultOf, startWorld, type World } from "./world.ts";

const PATIENCE = { timeout: 30_000 };

describe.each(BROWSERS)("a recovery in %s", (name) => {
  let world: World;
  let dapp: Dapp;
  let page: Page;
  const picture = picturesOf(name);
  const window = () => world.browser.waitForExtensionPage("approve.html");
  const tab = () => world.browser.waitForExtensionPage("vault.html#/recover");
  /** The window says who asks and what ends; after Approve it goes, and the tab has come. */
  const approveRecovery = async ({ username }: Person) => {
    const asked = await window();
    await seeText(asked, `Recover ${username}`, PATIENCE);
    await seeText(asked, "Every other sign-in key, passkey, kit and token of this account stops working.");
    await seeText(asked, "Continues in a tab, where you type the 12 words.");
    await enabled(asked, "button", "Approve");
    expect(await seriousFaultsInBothThemes(asked)).toEqual([]);
    await picture(asked, "recover-asked");
    await approve(asked, PATIENCE);
    return tab();
  };
  /** The site signs with what the recovery made; Dfns takes the old credential no more. */
  const expectNewAlone = async (site: Page, person: Person) => {
    const { browser, dfns } = world;
    await signInAndAct({
      browser,
      page: site,
      api: { url: dfns.url, orgId: dfns.orgId },
      username: person.username,
    });
    expect(await oldSignsIn(dfns, person)).toBe(false);
  };

  /** Tabs that stay open make the search for the next window slow in Firefox. */
  const leave = async (vault: Page) => {
    await press(vault, "Done");
    await seeText(vault, /Kit not tested|Recover an account/, PATIENCE);
    await vault.close();
  };

  beforeAll(async () => {
    world = await startWorld(name);
    dapp = await startDapp({ dfns: world.dfns });
    await createVault(world.browser);
    page = await world.browser.newPage(world.sites.good);
  });
  afterAll(async () => {
    await dapp.close();
    await world.close();
  });

  it("that a site asks for is posted by the vault, and the site signs with the new credential", async () => {
    const rose = await registerPerson(world.dfns, "rose@example.com", await ownKit());
    expect(await oldSignsIn(world.dfns, rose)).toBe(true);
    const outcome = await ask(page, "dfns_recover", await recoverParams(world.dfns, rose));
    const vault = await approveRecovery(rose);
    await seeText(vault, "asked for this recovery.", PATIENCE);
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    await picture(vault, "recover-asked-phrase");
    await renewIn(vault, rose);
    expect(resultOf(await outcome(30_000))).toMatchObject({ user: { username: rose.username } });
    await seeText(vault, `${rose.username} is back`, PATIENCE);
    await leave(vault);
    await expectNewAlone(page, rose);
  });

  it("ends with a passkey of the page, where the site wants one", async () => {
    const fay = await registerPerson(world.dfns, "fay@example.com", await ownKit());
    await world.browser.addAuthenticator(page);
    const params = await recoverParams(world.dfns, fay, { submit: true, firstFactor: "Fido2" });
    const outcome = await ask(page, "dfns_recover", params);
    const vault = await approveRecovery(fay);
    await renewIn(vault, fay);
    expect(resultOf(await outcome(30_000))).toMatchObject({ user: { username: fay.username } });
    await vault.bringToFront();
    await seeText(vault, `${fay.username} is back`, PATIENCE);
    await leave(vault);
    expect(credentialsAt(world.dfns, fay).map(({ kind }) => kind)).toEqual(["Fido2", "RecoveryKey"]);
  });

  it("that the example dapp asks for is handed over, and posted by its backend", async () => {
    const anna = await registerPerson(world.dfns, "anna@example.com", await ownKit());
    const site = await world.browser.newPage(dapp.url);
    await fill(site, "Username", anna.username);
    await fill(site, "Recovery credential ID, from the kit of a lost account", anna.credentialId);
    await (await site.$("#submit"))?.click();
    await press(site, "Recover account");
    const vault = await approveRecovery(anna);
    await renewIn(vault, anna);
    await seeText(vault, "Your new keys are ready", PATIENCE);
    await leave(vault);
    await seeText(site, '"username": "anna@example.com"', PATIENCE);
    await site.bringToFront();
    await press(site, "Log in");
    const signIn = await window();
    await seeText(signIn, "Sign in", PATIENCE);
    await approve(signIn);
    await seeText(site, '"loggedIn": "anna@example.com"', PATIENCE);
    await press(site, "Send (vault signs the action)");
    const toSign = await window();
    await seeText(toSign, "Full request", PATIENCE);
    await approve(toSign);
    await seeText(site, "Pending", PATIENCE);
    expect(await oldSignsIn(world.dfns, anna)).toBe(false);
    await site.close();
  });

  it("from one of Dfns' own kits goes by the code of its paper", async () => {
    const official = await registerPerson(world.dfns, OFFICIAL_USER, officialKit());
    const vault = await world.browser.extensionPage("vault.html#/recover");
    await fill(vault, "Username", official.username);
    await fill(vault, "Organisation ID", world.dfns.orgId);
    await fill(vault, "API URL", world.dfns.url);
    await fill(vault, "Recovery credential ID", official.credentialId);
    await press(vault, "Continue");
    await seeText(vault, "Check your e-mail", PATIENCE);
    await fill(vault, "E-mail code", world.dfns.codes(official.username).recovery ?? "");
    await press(vault, "Continue");
    await renewIn(vault, official);
    await seeText(vault, `${official.username} is back`, PATIENCE);
    await leave(vault);
    await page.goto(world.sites.evil);
    await connectAccount(world.browser, page, official.username);
    await expectNewAlone(page, official);
  });

  // Firefox refuses a tab there; Chromium opens a window for it by itself.
  it("goes on where only popups are open, which take no tab", async () => {
    const ivy = await registerPerson(world.dfns, "ivy@example.com", await ownKit());
    const opener = await world.browser.extensionPage("vault.html#/accounts");
    const others = await opener.browser().pages();
    const popup = JSON.stringify({ type: "popup", url: world.sites.good });
    await opener.evaluate(`void (globalThis.browser ?? chrome).windows.create(${popup})`);
    const isSite = async (one: Page) =>
      !others.includes(one) && (await one.evaluate("providers.length")) === 1;
    const site = await until("the site in a popup", async () => {
      for (const one of await opener.browser().pages()) if (await isSite(one)) return one;
      return null;
    });
    for (const one of others) await one.close();
    const outcome = await ask(site, "dfns_recover", await recoverParams(world.dfns, ivy));
    await renewIn(await approveRecovery(ivy), ivy);
    expect(resultOf(await outcome(30_000))).toMatchObject({ user: { username: ivy.username } });
  });
});
