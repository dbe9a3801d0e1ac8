import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Altered, alteredBuild } from "./harness/altered.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { seeText } from "./harness/byName.ts";
import { call, resultOf, startWorld, type World } from "./world.ts";

describe.each(BROWSERS)("the front of the background in %s, with nothing behind it,", (name) => {
  let build: Altered;
  let world: World;
  let page: Page;

  beforeAll(async () => {
    build = alteredBuild(name, () => 'throw new Error("nothing here");\n');
    world = await startWorld(name, {}, { extension: build.extension });
    page = await world.browser.newPage(world.sites.good);
  });
  afterAll(async () => {
    await world.close();
    build.remove();
  });

  const status = () => call(page, "dfns_getStatus");

  it("answers the first question of a page, so no answer waits for the rest", async () => {
    expect(resultOf(await status())).toEqual({ connected: false });
  });

  it("answers it when it has just been killed", async () => {
    await world.browser.killBackground();
    expect(resultOf(await status())).toEqual({ connected: false });
  });

  it("leaves no other question open", async () => {
    expect(await call(page, "dfns_connect")).toMatchObject({
      error: { code: 4900, data: { reason: "disconnected" } },
    });
  });

  it.each(["approve.html", "popup.html", "vault.html"])("is said not to answer by %s", async (path) => {
    const ours = await world.browser.extensionPage(path);
    await seeText(ours, "Countersign is not answering");
    await ours.close();
  });
});
