import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { registerParams } from "../background/register.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { find, press } from "./harness/byName.ts";
import { createVault, registerInWindow, unlock, writeDown } from "./harness/steps.ts";
import { until } from "./harness/until.ts";
import { ask, call, resultOf, startWorld, type World } from "./world.ts";

const GONE = { error: { code: 4900, data: { reason: "disconnected" } } };
const PATIENCE = { timeout: 30_000 };

/**
 * Both browsers empty `storage.session` when an extension goes, so no record survives; what was stored in the vault does.
 * Firefox puts a new relay into the pages that are open, Chromium does not.
 */
describe.each(BROWSERS)("a request in %s while the extension goes away", (name) => {
  let world: World;
  let page: Page;

  beforeAll(async () => {
    world = await startWorld(name);
    await createVault(world.browser);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    page = await world.browser.newPage(world.sites.good);
  });

  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html", PATIENCE.timeout);
  const noWindow = () =>
    until(
      "the window to go",
      async () => (await world.browser.openExtensionPages("approve.html")).length === 0,
    );
  const registrations = (username: string) =>
    world.dfns.users().filter((one) => one.username === username && one.registered);

  it("updated: disconnected at once, and the same question after a reload ends in the same account", async () => {
    const params = await registerParams(world.dfns, "kim@example.com");
    const outcome = await ask(page, "dfns_register", params);
    const window = await approvalWindow();
    await press(window, "Approve", PATIENCE);
    const words = await writeDown(window);
    await world.browser.reloadExtension();
    expect(await outcome()).toMatchObject(GONE);
    await noWindow();
    await page.reload();
    const again = await ask(page, "dfns_register", params);
    const reopened = await approvalWindow();
    await unlock(reopened);
    expect((await registerInWindow(reopened, undefined, PATIENCE)).words).toEqual(words);
    resultOf(await again());
    expect(registrations("kim@example.com")).toHaveLength(1);
  });

  it("disabled: disconnected at once and while it is off; enabled again, it serves the reloaded page", async () => {
    const outcome = await ask(page, "dfns_register", await registerParams(world.dfns, "pat@example.com"));
    await find(await approvalWindow(), "button", "Reject", PATIENCE);
    await world.browser.disableExtension();
    expect(await outcome()).toMatchObject(GONE);
    expect(await call(page, "dfns_getStatus")).toMatchObject(GONE);
    await world.browser.enableExtension();
    await page.reload();
    expect(resultOf(await call(page, "dfns_getStatus"))).toMatchObject({ connected: false });
    expect(registrations("pat@example.com")).toHaveLength(0);
  });
});
