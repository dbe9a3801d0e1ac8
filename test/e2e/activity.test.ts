import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { click, press, seeText, textOf, waitClosed } from "./harness/byName.ts";
import { picturesOf } from "./harness/pictures.ts";
import { saved, watchSaving } from "./harness/saving.ts";
import { createVault, reject } from "./harness/steps.ts";
import { until } from "./harness/until.ts";
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
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    expect(resultOf(await call(page, "dfns_getStatus"))).toMatchObject({ connected: true });
  });

  it("shows one kind of entries, or says that there are none", async () => {
    await vault.bringToFront();
    await click(vault, "radio", "Sites");
    await until("the rest to go", async () => !(await textOf(vault)).includes("Unlocked the vault"));
    await seeText(vault, "Rejected a connection");
    await click(vault, "radio", "Security");
    await seeText(vault, "Unlocked the vault");
    await click(vault, "radio", "Signatures");
    await seeText(vault, "Nothing of this kind.");
    await click(vault, "radio", "All");
    await seeText(vault, "Approved a connection");
  });

  it("goes into a file, which is an entry too", async () => {
    await watchSaving(vault);
    await press(vault, "Export");
    const { format, missingOrChanged, entries } = JSON.parse(await saved(vault));
    expect({ format, missingOrChanged }).toEqual({ format: "countersign-activity", missingOrChanged: [] });
    expect(entries.map(({ type, method }: Record<string, unknown>) => [type, method])).toEqual([
      ["unlocked", undefined],
      ["rejected", "dfns_connect"],
      ["approved", "dfns_connect"],
    ]);
    await seeText(vault, "4 entries, none changed or missing");
    await seeText(vault, "Exported the activity log");
    await picturesOf(name)(vault, "activity");
  });
});
