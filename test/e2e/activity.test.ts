import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { find, press, seeText, waitClosed } from "./harness/byName.ts";
import { createVault, reject } from "./harness/steps.ts";
import { ask, call, reasonOf, resultOf, startWorld, type World } from "./world.ts";

describe.each(BROWSERS)("the activity page in %s", (name) => {
  let world: World;
  let vault: Page;
  let page: Page;

  beforeAll(async () => {
    world = await startWorld(name);
    vault = await createVault(world.browser);
    await press(vault, "Done");
    page = await world.browser.newPage(world.sites.good);
  });
  afterAll(() => world.close());

  it("lists what was approved and rejected, and says that the log is whole", async () => {
    const rejected = await ask(page, "dfns_connect");
    await reject(await world.browser.waitForExtensionPage("approve.html"));
    expect(reasonOf(await rejected())).toBe("userRejected");
    const approved = await ask(page, "dfns_connect");
    const window = await world.browser.waitForExtensionPage("approve.html");
    await press(window, "Approve");
    resultOf(await approved());
    await window.close().catch(() => undefined);
    await waitClosed(window);
    await vault.bringToFront();
    await vault.evaluate(() => {
      location.hash = "#/activity";
    });
    await seeText(vault, "3 entries, none changed or missing");
    await seeText(vault, "Approved a connection");
    await seeText(vault, "Rejected a connection");
    await find(vault, "button", "Export");
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    expect(resultOf(await call(page, "dfns_getStatus"))).toMatchObject({ connected: true });
  });
});
