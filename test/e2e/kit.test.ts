import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerParams } from "../background/register.ts";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { fill, find, peek, press, seeText, textOf } from "./harness/byName.ts";
import { phraseSecrets, searchFor } from "./harness/onDisk.ts";
import { pdfText } from "./harness/pdf.ts";
import { createVault, finish, typeWords, unlock, writeDown } from "./harness/steps.ts";
import { showIn } from "./harness/theme.ts";
import { until } from "./harness/until.ts";
import { ask, resultOf, startWorld, type World } from "./world.ts";

const USER = "jane@example.com";

const compared = ({ dfns }: World) => dfns.requests.some(({ path }) => path === "/auth/credentials");

describe.each(BROWSERS)("the recovery kit in %s", (name) => {
  let world: World;
  let vault: Page;
  let words: readonly string[];
  let sheet = "";
  const canPrint = name === "chromium";
  const picture = async (step: string) => {
    const folder = process.env.COUNTERSIGN_PICTURES;
    if (!folder) return;
    for (const [theme, width] of [
      ["light", 1000],
      ["dark", 1000],
      ["dark", 360],
    ] as const) {
      if (canPrint) await vault.setViewport({ width, height: 800 });
      await showIn(vault, theme);
      await vault.screenshot({ path: `${folder}/${name}-${step}-${theme}-${width}.png`, fullPage: true });
    }
    await showIn(vault, "");
    if (canPrint) await vault.setViewport(null);
  };
  const openAccount = async () => {
    await vault.evaluate(() => {
      location.hash = "#/accounts";
    });
    await (await vault.waitForSelector("a.account"))?.click();
  };

  beforeAll(async () => {
    world = await startWorld(name);
    vault = await createVault(world.browser);
    await press(vault, "Done");
    const page = await world.browser.newPage(world.sites.good);
    const outcome = await ask(page, "dfns_register", await registerParams(world.dfns, USER));
    const window = await world.browser.waitForExtensionPage("approve.html");
    await press(window, "Approve");
    await find(window, "list", "Recovery phrase");
    if (canPrint) sheet = (await pdfText(await window.pdf({ format: "A4" }))).text;
    words = await writeDown(window);
    await typeWords(window, words);
    await press(window, "Finish");
    await find(window, "button", "Done");
    await finish(window);
    resultOf(await outcome());
    await vault.bringToFront();
  });
  afterAll(() => world.close());

  it("is printed at registration with everything that a recovery needs", () => {
    if (!canPrint) return;
    const user = world.dfns.users().find(({ username }) => username === USER);
    const kit = user?.credentials.find(({ kind }) => kind === "RecoveryKey");
    for (const line of [USER, user?.id, world.dfns.orgId, world.dfns.url, kit?.credId])
      expect(sheet).toContain(line);
    expect(sheet.replaceAll(/\b\d{1,2} /g, "")).toContain(words.join(" "));
  });

  it("is not tested until its words were typed once more, without the network", async () => {
    await openAccount();
    await seeText(vault, "Recovery kit not tested yet");
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    await picture("account");
    await press(vault, "Rehearse recovery");
    await fill(vault, "Recovery phrase", `${words.slice(0, 8).join(" ")} zzyzx ${words.slice(9).join(" ")}`);
    await press(vault, "Rehearse recovery");
    await seeText(vault, "Word 9 is not on the word list. Check its spelling on your paper.");
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    await picture("rehearse-wrong");
    await fill(
      vault,
      "Recovery phrase",
      "legal winner thank year wave sausage worth useful legal winner thank yellow",
    );
    await press(vault, "Rehearse recovery");
    await seeText(vault, "A valid phrase, but not of this kit.");
    await seeText(vault, "Replace the kit while you still can sign in.");
    await picture("rehearse-hint");
    await until("the comparison after the registration", () => compared(world));
    const before = world.dfns.requests.length;
    await fill(vault, "Recovery phrase", words.join(" "));
    await press(vault, "Rehearse recovery");
    await seeText(vault, "Your kit works.");
    expect(await peek(vault, "button", "Rehearse recovery")).toBeNull();
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    await picture("rehearse-right");
    expect(world.dfns.requests).toHaveLength(before);
    await press(vault, "Done");
    await seeText(vault, /Recovery kit tested on \d+ \w+ \d{4}/);
    await picture("account-tested");
  });

  it("is none the worse for a kill while it is rehearsed, and leaves no words on disk", async () => {
    const type = async () => {
      await press(vault, "Rehearse recovery");
      await fill(vault, "Recovery phrase", words.join(" "));
    };
    const secrets = await phraseSecrets("kit", words);
    for (const meanwhile of [async () => {}, () => press(vault, "Rehearse recovery")]) {
      await type();
      await meanwhile();
      await world.browser.crash();
      expect(searchFor(secrets).inFolder(world.browser.profile)).toEqual([]);
      await world.browser.relaunch();
      vault = await world.browser.extensionPage("vault.html#/accounts");
      await unlock(vault);
      await openAccount();
      await seeText(vault, /Recovery kit tested on \d+ \w+ \d{4}/);
    }
    await type();
    await press(vault, "Rehearse recovery");
    await seeText(vault, "Your kit works.");
    await press(vault, "Done");
  });

  it("is printed again on one page without its words", async () => {
    await press(vault, "Print recovery kit");
    await seeText(vault, "Countersign recovery kit");
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    expect(await peek(vault, "checkbox", "Include the words")).toBeNull();
    await picture("kit");
    if (!canPrint) return;
    for (const format of ["A4", "Letter"] as const) {
      const bytes = await vault.pdf({ format, printBackground: true });
      const { text, pages } = await pdfText(bytes);
      expect(pages).toBe(1);
      expect(text).toContain(USER);
      // Words of the list are also plain English, such as "hand", so two in a row are looked for.
      const printed = ` ${text.split(/[\W\d]+/).join(" ")} `;
      const pairs = words.slice(1).map((word, before) => ` ${words[before]} ${word} `);
      expect(pairs.filter((pair) => printed.includes(pair))).toEqual([]);
    }
  });

  it("belongs to an account that can be labelled, renamed and removed", async () => {
    await openAccount();
    await press(vault, "Edit label");
    await fill(vault, "Label", "Acme Treasury");
    await press(vault, "Save");
    await seeText(vault, "Acme Treasury");
    await vault.$$eval("details", (all) => {
      for (const one of all) one.setAttribute("open", "");
    });
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    await picture("account-open");
    await press(vault, "Rename");
    await fill(vault, "Name", "Laptop");
    await press(vault, "Save");
    await seeText(vault, "Laptop");
    await press(vault, "Remove this account from the vault");
    await press(vault, "Remove");
    await seeText(vault, "Type the word remove.");
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
    await picture("account-remove");
    await fill(vault, "Type “remove” to confirm", "remove");
    await press(vault, "Remove");
    await seeText(vault, "No accounts yet");
    expect(await textOf(vault)).not.toContain(USER);
  });
});
