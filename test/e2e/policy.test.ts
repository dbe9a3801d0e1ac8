import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as client from "../example/client.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { enabled, find, press, seeText, textOf } from "./harness/byName.ts";
import { createVault, finish } from "./harness/steps.ts";
import { ask, call, reasonOf, resultOf, startWorld, type World } from "./world.ts";

const MANAGED = { requireRecoveryKit: true, forbidExport: true, lockIdleMinutes: 5 };

describe.each(BROWSERS)("%s without a policy", (name) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(name);
  });
  afterAll(() => world.close());

  it("leaves everything to the person", async () => {
    const tab = await createVault(world.browser);
    await press(tab, "Done");
    await tab.evaluate(() => location.assign("#/settings"));
    await enabled(tab, "button", "Export backup");
    expect(await textOf(tab)).not.toContain("Set by your organisation");
  });
});

// Chromium on Linux reads policies from /etc only: for every browser of the machine, those of other tests included.
describe.each(BROWSERS.filter((name) => name === "firefox"))("a managed %s", (name) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(name, {}, { managed: MANAGED });
  });
  afterAll(() => world.close());

  it("refuses a credential of an account without a recovery kit, and says in Settings what was decided", async () => {
    const tab = await createVault(world.browser);
    await press(tab, "Done");
    const page = await world.browser.newPage(world.sites.good);
    const connecting = await ask(page, "dfns_connect");
    const window = await world.browser.waitForExtensionPage("approve.html");
    await press(window, "Approve");
    await finish(window);
    resultOf(await connecting());
    const { session } = await client.register(world.dfns, "elsewhere@example.com");
    const begun = await client.send(world.dfns, "POST", "/auth/credentials/init", { kind: "Key" }, session);
    const api = { url: world.dfns.url, orgId: world.dfns.orgId };
    const asked = await call(page, "dfns_createCredential", { api, challenge: begun.body });
    expect(reasonOf(asked)).toBe("policyForbids");
    await tab.bringToFront();
    await tab.evaluate(() => location.assign("#/settings"));
    await find(tab, "button", "Change password");
    await seeText(tab, "Set by your organisation");
  });
});
