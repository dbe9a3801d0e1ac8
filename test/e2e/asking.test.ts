import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerParams } from "../background/register.ts";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { click, enabled, find, peek, press, seeText, textOf, waitClosed } from "./harness/byName.ts";
import { createVault, finish, registerInWindow, reject } from "./harness/steps.ts";
import { until } from "./harness/until.ts";
import { ask, call, reasonOf, resultOf, startWorld, type World } from "./world.ts";

describe.each(BROWSERS)("sites that ask, in %s", (name) => {
  let world: World;
  let vault: Page;
  let page: Page;
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html");
  /** In a flood a browser may be too busy to answer at once. */
  const windowsThatAnswer = () =>
    until("a window to answer", async () => {
      const windows = await world.browser.openExtensionPages("approve.html");
      return windows.length > 0 && windows;
    });
  const siteAt = (label: string) => world.browser.newPage(`http://${label}.localhost:${world.sites.port}`);
  const open = async (path: string) => {
    await vault.bringToFront();
    await vault.evaluate((hash) => {
      location.hash = hash;
    }, path);
  };

  beforeAll(async () => {
    world = await startWorld(name);
    vault = await createVault(world.browser);
    await press(vault, "Done");
    page = await world.browser.newPage(world.sites.good);
  });
  afterAll(() => world.close());

  it("wait in one window, which lists them and rejects them all", async () => {
    const other = await siteAt("other");
    const first = await ask(page, "dfns_connect");
    const window = await approvalWindow();
    const second = await ask(other, "dfns_connect");
    await press(window, "1 of 2");
    await seeText(window, "2 requests are waiting");
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await press(window, "Back to the request");
    await seeText(window, "Connect this site");
    expect(await world.browser.openExtensionPages("approve.html")).toHaveLength(1);
    await press(window, "1 of 2");
    await press(window, "Reject all 2");
    expect([reasonOf(await first()), reasonOf(await second())]).toEqual(["userRejected", "userRejected"]);
    await waitClosed(window);
    await other.close();
  });

  it("can be blocked from the window and let in again on the sites page", async () => {
    const pest = await siteAt("pest");
    const first = await ask(pest, "dfns_connect");
    const window = await approvalWindow();
    await press(window, "Block this site");
    expect(reasonOf(await first())).toBe("userRejected");
    await waitClosed(window);
    expect(reasonOf(await call(pest, "dfns_connect"))).toBe("userRejected");
    expect(await world.browser.openExtensionPages("approve.html")).toEqual([]);
    await open("#/sites");
    await seeText(vault, "No sites yet");
    await seeText(vault, "pest.localhost");
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    await press(vault, "Unblock");
    const again = await ask(pest, "dfns_connect");
    await reject(await approvalWindow());
    expect(reasonOf(await again())).toBe("userRejected");
    await pest.close();
  });

  it("are offered to be blocked for an hour after two rejections within a minute", async () => {
    const pest = await siteAt("nag");
    for (let n = 0; n < 2; n += 1) {
      const outcome = await ask(pest, "dfns_connect");
      await reject(await approvalWindow());
      await outcome();
    }
    const third = await ask(pest, "dfns_connect");
    const window = await approvalWindow();
    await press(window, "Block this site for an hour");
    expect(reasonOf(await third())).toBe("userRejected");
    await waitClosed(window);
    expect(reasonOf(await call(pest, "dfns_connect"))).toBe("rateLimited");
    await pest.close();
  });

  it("get one window for 1,000 requests from 20 tabs; another site is served next", async () => {
    const flood = `http://flood.localhost:${world.sites.port}`;
    const other = await siteAt("other");
    const tabs: Page[] = [];
    while (tabs.length < 20) tabs.push(await world.browser.newPage(flood));
    const counts = await Promise.all(tabs.map(floodFrom));
    const window = await approvalWindow();
    const next = await ask(other, "dfns_connect");
    await seeText(window, "1 of 2");
    expect(await windowsThatAnswer()).toHaveLength(1);
    await press(window, "Reject");
    await seeText(window, "other.localhost");
    await reject(window);
    expect(reasonOf(await next())).toBe("userRejected");
    const reasons = await Promise.all(tabs.map(settledReasons));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
    expect(reasons.flat()).toHaveLength(1000);
    // The first 30 are let through: those of the tab whose request waits join it, those of other tabs hear that it waits.
    const told = new Set(reasons.flat());
    expect([...told].filter((reason) => reason !== "pending").sort()).toEqual([
      "rateLimited",
      "userRejected",
    ]);
    for (const tab of [...tabs, other]) await tab.close();
  }, 120_000);

  it("are told apart from those they look like", async () => {
    const known = await siteAt("acme");
    const connecting = await ask(known, "dfns_connect");
    const first = await approvalWindow();
    await press(first, "Approve");
    resultOf(await connecting());
    await finish(first);
    const fake = await siteAt("xn--cme-5cd");
    const outcome = await ask(fake, "dfns_connect");
    const window = await approvalWindow();
    await seeText(window, "This address looks like acme.localhost, which you use. It is a different site.");
    await seeText(window, "This address mixes alphabets. Read it letter by letter.");
    await seeText(window, "xn--cme-5cd.localhost");
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await reject(window);
    await outcome();
    for (const one of [known, fake]) await one.close();
  });

  it("use another site's credential only after an approval that shows both, until revoked", async () => {
    const registering = await ask(page, "dfns_register", await registerParams(world.dfns, "pia@example.com"));
    await registerInWindow(await approvalWindow());
    resultOf(await registering());
    const other = await siteAt("pay");
    await other.evaluate(listen);
    const connecting = await ask(other, "dfns_connect");
    const window = await approvalWindow();
    await enabled(window, "button", "Approve");
    await (await window.waitForSelector("input[type=checkbox]"))?.click();
    await press(window, "Approve");
    await seeText(window, "Let another site use");
    await seeText(window, "New way in");
    await seeText(window, "Registered on");
    await seeText(window, world.sites.good);
    await seeText(window, `http://pay.localhost:${world.sites.port}`);

    expect(await peek(window, "button", "Done")).toBeNull();
    expect(await seriousFaultsInBothThemes(window)).toEqual([]);
    await press(window, "Approve");
    const { accounts } = resultOf<{ accounts: { username: string }[] }>(await connecting());
    expect(accounts.map(({ username }) => username)).toEqual(["pia@example.com"]);
    await finish(window);
    await revokeFirst();
    expect(resultOf(await call(other, "dfns_getStatus"))).toEqual({ connected: false });
    await until("the event disconnect", async () => (await other.evaluate(heard)).includes("disconnect"));
    await other.close();
  });

  /** The site used last stands first. */
  const revokeFirst = async () => {
    await open("#/sites");
    await seeText(vault, "pay.localhost");
    await click(vault, "button", "Revoke");
    await seeText(vault, "Revoke pay.localhost");
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    await vault.click("dialog .danger");
    await until("the site to go", async () => !(await textOf(vault)).includes("pay.localhost"));
    await find(vault, "button", "Revoke");
    await until("the focus on the title", () =>
      vault.evaluate(() => document.activeElement?.tagName === "H1"),
    );
  };
});

interface FloodWindow extends Window {
  providers: {
    provider: {
      request(args: object): Promise<unknown>;
      on(event: string, listener: () => void): void;
    };
  }[];
  reasons?: string[];
  heard?: string[];
}

/** 50 calls at once. @returns how many were made */
const floodFrom = (tab: Page): Promise<number> =>
  tab.evaluate(() => {
    const site = window as unknown as FloodWindow;
    const reasons: string[] = [];
    site.reasons = reasons;
    for (let n = 0; n < 50; n += 1) {
      site.providers[0]?.provider.request({ method: "dfns_connect" }).then(
        () => reasons.push("result"),
        (error) => reasons.push(error.data.reason),
      );
    }
    return 50;
  });

const settledReasons = (tab: Page): Promise<readonly string[]> =>
  until(
    "50 outcomes",
    async () => {
      const reasons = await tab.evaluate(() => (window as unknown as FloodWindow).reasons ?? []);
      return reasons.length === 50 && reasons;
    },
    30_000,
  );

const listen = () => {
  const site = window as unknown as FloodWindow;
  const events: string[] = [];
  site.heard = events;
  for (const event of ["connect", "disconnect"])
    site.providers[0]?.provider.on(event, () => events.push(event));
};
const heard = () => (window as unknown as FloodWindow).heard ?? [];
