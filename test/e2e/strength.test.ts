import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { field, fill, press, seeText } from "./harness/byName.ts";
import { startWorld, type World } from "./world.ts";

describe.each(BROWSERS)("choosing a vault password in %s", (name) => {
  let world: World;
  let page: Page;

  beforeAll(async () => {
    world = await startWorld(name);
    page = await world.browser.extensionPage("vault.html#/onboarding");
  });
  afterAll(() => world.close());

  it("shows how strong it is while it is typed", async () => {
    await fill(page, "Vault password", "short");
    await seeText(page, "Too weak At least 15 characters.");
    await fill(page, "Vault password", "passwordpassword");
    await seeText(page, "Too weak Repeating a part adds almost nothing.");
  });

  it("refuses what attackers try first, and a password that names Countersign", async () => {
    await fill(page, "Confirm vault password", "passwordpassword");
    await press(page, "Create vault");
    await seeText(page, "Attackers try this password first. Choose another.");
    await fill(page, "Vault password", "countersign is my vault");
    await press(page, "Create vault");
    await seeText(page, "Leave out your name, e-mail address and “Countersign”.");
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
  });

  it("calls the suggested words strong, and takes what is pasted", async () => {
    await press(page, "Use these words");
    await seeText(page, "Strong Hard to guess, even with a copy of this disk.");
    const input = await field(page, "Vault password");
    const pasted = await input.evaluate((node) => {
      const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
      return node.dispatchEvent(event);
    });
    expect(pasted).toBe(true);
    expect(await seriousFaultsInBothThemes(page)).toEqual([]);
  });
});
