import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BROWSERS } from "./harness/browsers.ts";
import { find, press } from "./harness/byName.ts";
import { createVault, finish, unlock } from "./harness/steps.ts";
import { storageOf } from "./harness/stored.ts";
import { until } from "./harness/until.ts";
import { ask, call, resultOf, startWorld, type World } from "./world.ts";

/** The shortest time that Settings offer, and what a busy browser adds. */
const IDLE = { timeout: 110_000 };

interface Listening extends Window {
  providers: { provider: { on(event: string, listener: (data: object) => void): void } }[];
  locks?: object[];
}

describe.each(BROWSERS)("a vault in %s is locked", (name) => {
  let world: World;
  let site: Page;
  let vault: Page;
  /** What the page was told since the test began. */
  const told = () => site.evaluate(() => JSON.stringify((window as unknown as Listening).locks));
  const pageTold = (events: readonly object[], timeout?: number) =>
    until(
      `the page to be told ${JSON.stringify(events)}`,
      async () => (await told()) === JSON.stringify(events),
      timeout,
    );
  const isLocked = async ({ timeout }: { readonly timeout?: number } = {}) => {
    await pageTold([{ locked: true }], timeout);
    await find(vault, "button", "Unlock");
    expect(await storageOf(vault, "session")).not.toContain("vmk");
    expect(resultOf(await call(site, "dfns_getStatus"))).toEqual({ connected: true, locked: true });
  };

  beforeAll(async () => {
    world = await startWorld(name);
    vault = await createVault(world.browser);
    await press(vault, "Done");
    site = await world.browser.newPage(world.sites.good);
    const connecting = await ask(site, "dfns_connect");
    const window = await world.browser.waitForExtensionPage("approve.html");
    await press(window, "Approve");
    await finish(window);
    resultOf(await connecting());
    await site.evaluate(() => {
      const page = window as unknown as Listening;
      page.providers[0]?.provider.on("lockChanged", (data) => page.locks?.push(data));
    });
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await site.evaluate(() => {
      (window as unknown as Listening).locks = [];
    });
    await vault.bringToFront();
  });

  it("by its button, and pages are told of that and of unlocking", async () => {
    expect(await storageOf(vault, "session")).toContain("vmk");
    await press(vault, "Lock");
    await isLocked();
    await unlock(vault);
    await pageTold([{ locked: true }, { locked: false }]);
  });

  // Without a screen Chromium tells no extension that nobody is there; what follows from it is the same code.
  if (name === "firefox") {
    it("by itself after a while without use", async () => {
      await vault.evaluate(() => location.assign("#/settings"));
      await find(vault, "button", "Change password");
      await vault.select("select", "1 minute");
      await isLocked(IDLE);
    });
  }
});
