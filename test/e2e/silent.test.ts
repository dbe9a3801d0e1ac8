import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { registerParams } from "../background/register.ts";
import { type Altered, alteredBuild } from "./harness/altered.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { find, press, seeText } from "./harness/byName.ts";
import { type Gate, startGate } from "./harness/gate.ts";
import { createVault, typeWords, writeDown } from "./harness/steps.ts";
import { ask, startWorld, type World } from "./world.ts";

/** From the moment on at which the window was told that Dfns is being asked, nobody is answered any more. */
const FALLS_SILENT = `
  const start = globalThis.startRest;
  globalThis.startRest = (...parts) => {
    const rest = start(...parts);
    let isSilent = false;
    const route = async (message, sender) => {
      if (isSilent) return new Promise(() => {});
      const answer = await rest.route(message, sender);
      isSilent ||= answer?.result?.step === "sending";
      return answer;
    };
    return { ...rest, route };
  };
`;

describe.each(BROWSERS)("a background of %s that falls silent", (name) => {
  let build: Altered;
  let world: World;
  let gate: Gate;
  let page: Page;

  beforeAll(async () => {
    build = alteredBuild(name, (rest) => `${rest}\n{${FALLS_SILENT}}\n`);
    world = await startWorld(name, {}, { extension: build.extension });
    gate = await startGate(world.dfns.url);
    await createVault(world.browser);
    page = await world.browser.newPage(world.sites.good);
  });
  afterAll(async () => {
    await gate.close();
    await world.close();
    build.remove();
  });

  it("is said not to answer by the window that waits for Dfns", async () => {
    gate.hold("/auth/registration/enduser", "before");
    const params = await registerParams(world.dfns, "kim@example.com");
    await ask(page, "dfns_register", { ...params, api: { ...params.api, url: gate.url } });
    const window = await world.browser.waitForExtensionPage("approve.html");
    await press(window, "Approve");
    await typeWords(window, await writeDown(window));
    await press(window, "Finish");
    await seeText(window, "Countersign is not answering");
    await find(window, "button", "Restart");
  });
});
