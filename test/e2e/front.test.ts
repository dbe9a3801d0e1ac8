import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, DIST } from "./harness/browsers.ts";
import { call, resultOf, startWorld, type World } from "./world.ts";

describe.each(BROWSERS)("the front of the background in %s, with nothing behind it,", (name) => {
  let folder: string;
  let world: World;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "countersign-front-"));
    cpSync(DIST[name], folder, { recursive: true });
    writeFileSync(join(folder, "rest.js"), 'throw new Error("nothing here");\n');
    world = await startWorld(name, {}, { extension: folder });
    page = await world.browser.newPage(world.sites.good);
  });
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
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
});
