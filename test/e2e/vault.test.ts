import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newEntropy, phraseOf } from "../../src/core/recovery/phrase.ts";
import { seriousFaultsInBothThemes } from "./axe.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { click, field, fill, find, itemsOf, peek, press, seeText } from "./harness/byName.ts";
import { picturesOf } from "./harness/pictures.ts";
import { saved, watchSaving } from "./harness/saving.ts";
import { createVaultIn, PASSWORD } from "./harness/steps.ts";
import { until } from "./harness/until.ts";
import { backupOf } from "./manyKeys.ts";
import { startWorld, type World } from "./world.ts";

const NEXT = "quartz lantern orbit saddle meadow comet";

const choose = (page: Page, file: string) =>
  page.$eval(
    "input[type=file]",
    (input, text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "countersign-backup-2026-11-22.json"));
      (input as HTMLInputElement).files = transfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    file,
  );

/** Takes out of the stored vault what opens it. */
const damage = (page: Page) =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await settled(indexedDB.open("countersign"));
    const headers = db.transaction("header", "readwrite").objectStore("header");
    const header: object = await settled(headers.get("header"));
    await settled(headers.put({ ...header, slots: [] }, "header"));
    db.close();
  });

describe.each(BROWSERS)("the vault in %s", (name) => {
  let world: World;
  let vault: Page;
  let backup = "";
  let phrase: readonly string[] = [];
  const goTo = (hash: string) => vault.evaluate((to) => location.assign(to), hash);
  const see = picturesOf(name);
  const accessible = async (state: string) => {
    await see(vault, state);
    expect(await seriousFaultsInBothThemes(vault)).toEqual([]);
  };
  const unlockWith = async (password: string) => {
    await fill(vault, "Vault password", password);
    await press(vault, "Unlock");
  };

  beforeAll(async () => {
    world = await startWorld(name);
    vault = await world.browser.extensionPage("vault.html#/onboarding");
    await createVaultIn(vault, PASSWORD);
    await press(vault, "Done");
  });
  afterAll(() => world.close());

  it("has settings that are saved at once", async () => {
    await goTo("#/settings");
    await find(vault, "button", "Change password");
    await accessible("settings");
    await vault.select("select", "5 minutes");
    await seeText(vault, "Saved");
    await goTo("#/accounts");
    await seeText(vault, "No accounts yet");
    await goTo("#/settings");
    await find(vault, "button", "Export backup");
    expect(await vault.$eval("select", (select) => (select as HTMLSelectElement).value)).toBe("5 minutes");
  });

  it("looks in all its pages as the person wants, and like the system again", async () => {
    const popup = await world.browser.extensionPage("popup.html");
    await find(popup, "button", "Lock");
    const scheme = () => popup.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    await vault.bringToFront();
    const choice = await field(vault, "Appearance");
    for (const [label, wanted] of [
      ["Dark", "dark"],
      ["Like the system", "light dark"],
    ] as const) {
      await choice.select(label);
      await until(`the popup to look ${wanted}`, async () => (await scheme()) === wanted);
    }
    await popup.close();
  });

  it("is saved to a file", async () => {
    await watchSaving(vault);
    await press(vault, "Export backup");
    await seeText(vault, "It opens with your vault password.");
    backup = await saved(vault);
    expect(JSON.parse(backup)).toMatchObject({ format: "countersign-backup", version: 1 });
  });

  it("gives a report for support that names nobody", async () => {
    await seeText(vault, "Countersign 0.1.0");
    await watchSaving(vault);
    await press(vault, "Save a report");
    const report = JSON.parse(await saved(vault));
    expect(report).toMatchObject({ extension: "Countersign", version: "0.1.0", vault: "unlocked" });
    expect(Object.keys(report).sort()).toEqual(["at", "browser", "extension", "vault", "version"]);
  });

  it("opens with 12 words too, once they are set up", async () => {
    await press(vault, "Set up vault phrase");
    phrase = await itemsOf(vault, "Vault phrase");
    expect(phrase).toHaveLength(12);
    await accessible("phrase-set-up");
    await fill(vault, "Vault password", PASSWORD);
    await press(vault, "Set up vault phrase");
    await find(vault, "button", "Remove Vault phrase");
    const spoken = vault.waitForFunction(() =>
      Array.from(document.querySelectorAll("[role=status]")).some(
        (one) => one.textContent === "Vault locked",
      ),
    );
    await press(vault, "Lock");
    await spoken;
    await find(vault, "button", "Unlock");
    await goTo("#/forgot");
    await seeText(vault, "Nobody can reset a vault password");
    await accessible("forgot");
    await fill(vault, "Vault phrase", phrase.join(" "));
    await press(vault, "Unlock");
    await goTo("#/settings");
    await find(vault, "button", "Change password");
  });

  it("calls it what the person calls it, and has the focus back", async () => {
    await press(vault, "Rename Vault phrase");
    await accessible("rename");
    await fill(vault, "Name", " ");
    await press(vault, "Save");
    await seeText(vault, "Type a name.");
    await fill(vault, "Name", "In the safe");
    await vault.keyboard.press("Enter");
    await until("the focus to be back", () =>
      vault.evaluate(() => document.activeElement?.textContent === "Rename In the safe"),
    );
  });

  // Passkey unlock needs the extension itself as relying party, which only Chromium allows.
  if (name === "chromium") {
    it("opens with a passkey, once it is set up", async () => {
      await world.browser.addAuthenticator(vault);
      await press(vault, "Set up passkey unlock");
      await fill(vault, "Vault password", PASSWORD);
      await press(vault, "Set up passkey unlock");
      await find(vault, "button", "Remove Passkey");
      await press(vault, "Lock");
      await press(vault, "Unlock with passkey");
      await find(vault, "button", "Change password");
    });
  } else {
    it("says why it has no passkey", async () => {
      await seeText(vault, "Not in Firefox");
    });
  }

  it("changes its password, names what goes with it, and keeps only what was presented", async () => {
    await press(vault, "Change password");
    await seeText(vault, "still open with the old password");
    await accessible("change-password");
    await fill(vault, "Vault password", "not the password");
    await fill(vault, "New vault password", NEXT);
    await fill(vault, "Confirm vault password", NEXT);
    await press(vault, "Change password");
    await seeText(vault, "Nothing was changed.");
    await fill(vault, "Vault password", PASSWORD);
    await fill(vault, "Vault phrase", phrase.join(" "));
    await press(vault, "Change password");
    await find(vault, "button", "Remove In the safe");
    expect(await peek(vault, "button", "Remove Passkey")).toBeNull();
    await press(vault, "Lock");
    await unlockWith(PASSWORD);
    await seeText(vault, "That password does not open this vault.");
    await unlockWith(NEXT);
    await find(vault, "button", "Lock");
  });

  it("takes a backup in, after its password and a look at what it changes", async () => {
    await goTo("#/settings/restore");
    await find(vault, "button", "Show what changes");
    await choose(vault, backup.slice(0, -50));
    await fill(vault, "Vault password", PASSWORD);
    await press(vault, "Show what changes");
    await seeText(vault, "This file was changed or cut off. Nothing was imported.");
    await choose(vault, backup);
    await press(vault, "Show what changes");
    await seeText(vault, "What will change");
    await accessible("import-preview");
    await press(vault, "Import backup");
    await seeText(vault, "The backup was imported.");
  });

  it("waits after too many wrong passwords, and is replaced by a backup from a wiped browser", async () => {
    await press(vault, "Lock");
    for (let i = 0; i < 5; i++) {
      await unlockWith(`wrong password ${i}`);
      await seeText(vault, "That password does not open this vault.");
    }
    await unlockWith("wrong again");
    await seeText(vault, "Too many tries.");
    await accessible("too-many-tries");
    await click(vault, "link", "See what you can do");
    await press(vault, "Start again…");
    await fill(vault, "Type “start again” to confirm", "start again");
    await press(vault, "Start again");
    await find(vault, "button", "Create vault");
    await press(vault, "Import backup");
    await find(vault, "button", "Show what changes");
    await choose(vault, backup);
    await fill(vault, "Vault password", PASSWORD);
    await press(vault, "Show what changes");
    await press(vault, "Import backup");
    await find(vault, "button", "Lock");
    await press(vault, "Lock");
    await unlockWith(PASSWORD);
    await find(vault, "button", "Lock");
    await goTo("#/activity");
    await seeText(vault, "none changed or missing");
  });

  it("takes a backup in by its phrase, and says what is in no backup since", async () => {
    const entropy = newEntropy();
    await goTo("#/settings/restore");
    await find(vault, "button", "Show what changes");
    await choose(vault, await backupOf(2, NEXT, { type: "phrase", entropy }));
    await press(vault, "Use the vault phrase");
    await accessible("import-phrase");
    await fill(vault, "Vault phrase", phraseOf(newEntropy()).join(" "));
    await press(vault, "Show what changes");
    await seeText(vault, "These words do not open this backup. Nothing was imported.");
    await fill(vault, "Vault phrase", phraseOf(entropy).join(" "));
    await press(vault, "Show what changes");
    await click(vault, "radio", "Replace");
    await press(vault, "Import backup");
    await fill(vault, "Type “replace” to confirm", "replace");
    await press(vault, "Replace");
    await seeText(vault, "The backup was imported.");
    await seeText(vault, "2 credentials are in no backup yet");
  });

  // Firefox shows the file that was just saved in a panel, and opens no popup beside it.
  if (name === "chromium") {
    it("reminds of the backup in the toolbar popup, which leads there", async () => {
      const popup = await world.browser.openPopup(await world.browser.newPage(world.sites.good));
      await until("the reminder", async () =>
        (await popup.text()).includes("2 credentials are in no backup."),
      );
      await popup.click("Export backup");
      await until("two tabs with settings", async () => {
        const pages = await world.browser.openExtensionPages("vault.html#/settings");
        return pages.length === 2;
      });
      await vault.bringToFront();
    });
  }

  it("is shown as damaged once its stored data is, and is never begun anew over that", async () => {
    await press(vault, "Lock");
    await find(vault, "button", "Unlock");
    await damage(vault);
    vault = await world.browser.extensionPage("vault.html#/onboarding");
    await seeText(vault, "This vault cannot be opened safely");
    expect(await peek(vault, "button", "Create vault")).toBeNull();
    await accessible("damaged");
    await watchSaving(vault);
    await press(vault, "Save a copy");
    expect(JSON.parse(await saved(vault))).toMatchObject({ header: { slots: [] } });
  });
});
