import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ARMS_AFTER_MS, disarmedBy } from "./harness/arming.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { enabled, fill, find, press, seeText } from "./harness/byName.ts";
import { createVault, finish, PASSWORD, reject } from "./harness/steps.ts";
import { until } from "./harness/until.ts";
import { ask, call, reasonOf, startWorld, type World } from "./world.ts";

const PATIENCE = { timeout: 30_000 };
/** Smaller than the approval window wants to be. */
const SCREEN = { width: 500, height: 560 };

/** Asks the browser for a change of the window that shows the page, as the person's window manager would. */
const change = (page: Page, wanted: object) =>
  page.evaluate(`(async () => {
    const { windows } = globalThis.browser ?? chrome;
    await windows.update((await windows.getCurrent()).id, ${JSON.stringify(wanted)});
  })()`);

const typeOfWindow = (page: Page) =>
  page.evaluate("(globalThis.browser ?? chrome).windows.getCurrent().then(({ type }) => type)");

/** A page of ours that closes each window as the browser opens it, as an impatient person or a window manager may. */
const CLOSE_EACH = `{
  const { windows } = globalThis.browser ?? chrome;
  globalThis.closer = async ({ id }) => {
    await windows.remove(id);
    globalThis.hasClosed = true;
  };
  windows.onCreated.addListener(closer);
}`;
const HAS_CLOSED = "globalThis.hasClosed === true";
const CLOSE_NO_MORE = "(globalThis.browser ?? chrome).windows.onCreated.removeListener(closer)";

/** Asked of the document: a page that is hidden tells nothing of its controls. */
const isOutOfSight = (window: Page) =>
  window.evaluate(() => document.visibilityState === "hidden" || !document.hasFocus());

/** Whether all of the window, and Approve in it, is on the screen. */
const isOnScreen = (window: Page) =>
  window.evaluate(() => {
    const {
      availLeft = 0,
      availTop = 0,
      availWidth,
      availHeight,
    } = screen as Screen & {
      readonly availLeft?: number;
      readonly availTop?: number;
    };
    const button = document.querySelector("button.approve")?.getBoundingClientRect();
    return (
      screenX >= availLeft &&
      screenY >= availTop &&
      screenX + outerWidth <= availLeft + availWidth &&
      screenY + outerHeight <= availTop + availHeight &&
      button !== undefined &&
      button.top >= 0 &&
      button.bottom <= innerHeight
    );
  });

describe.each(BROWSERS)("the approval window in %s, on a small screen", (name) => {
  let world: World;
  let vault: Page;
  let page: Page;
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html", PATIENCE.timeout);
  const noApprovalWindow = () =>
    until(
      "the window to close",
      async () => (await world.browser.openExtensionPages("approve.html")).length === 0,
    );
  const siteAt = (label: string) => world.browser.newPage(`http://${label}.localhost:${world.sites.port}`);
  const opened = async (asker: Page, label: string) => {
    const outcome = await ask(asker, "dfns_connect");
    const window = await approvalWindow();
    await seeText(window, label, PATIENCE);
    return { outcome, window };
  };

  beforeAll(async () => {
    world = await startWorld(name, {}, { screen: SCREEN });
    vault = await createVault(world.browser);
    await press(vault, "Done");
    page = await siteAt("asker");
  });
  afterAll(() => world.close());

  it.each([
    ["in the corner", { left: 0, top: 0, width: 480, height: 400 }],
    ["at the edge", { left: 40, top: 100, width: 480, height: 400 }],
  ])("is all on the screen, with Approve in sight, when the site's window lies %s", async (where, place) => {
    await change(vault, { state: "normal" });
    await change(vault, place);
    const asker = await siteAt(`site${place.left}`);
    const { window, outcome } = await opened(asker, `site${place.left}`);
    await until(`a window ${where} on the screen`, () => isOnScreen(window), PATIENCE.timeout);
    await reject(window);
    expect(reasonOf(await outcome())).toBe("userRejected");
    await asker.close();
  });

  // Chromium opens a window on the screen by itself, but lets it be moved half off; Firefox does neither.
  if (name === "chromium") {
    it("is put back on the screen when it is loaded again", async () => {
      const asker = await siteAt("moved");
      const { window, outcome } = await opened(asker, "moved.localhost");
      await until("the window on the screen", () => isOnScreen(window), PATIENCE.timeout);
      await change(window, { left: SCREEN.width / 2, top: 20 });
      await until("the window off the screen", async () => !(await isOnScreen(window)), PATIENCE.timeout);
      await window.evaluate(() => void setTimeout(() => location.reload()));
      await until("the window back on the screen", () => isOnScreen(window), PATIENCE.timeout);
      await reject(window);
      expect(reasonOf(await outcome())).toBe("userRejected");
      await asker.close();
    });
  }

  it("is disarmed while it is minimized, and comes forward instead of a second one when another site asks", async () => {
    const other = await siteAt("other");
    const { window, outcome } = await opened(page, "asker.localhost");
    let next: typeof outcome | undefined;
    const spell = await disarmedBy(window, async () => {
      await change(window, { state: "minimized" });
      await until("the window to be out of sight", () => isOutOfSight(window));
      next = await ask(other, "dfns_connect");
      await until("the window to come back", () =>
        window.evaluate(() => document.visibilityState === "visible"),
      );
    });
    expect(spell).toBeGreaterThan(ARMS_AFTER_MS);
    await seeText(window, "1 of 2", PATIENCE);
    expect(await window.evaluate(() => document.hasFocus())).toBe(true);
    expect(await world.browser.openExtensionPages("approve.html")).toHaveLength(1);
    await press(window, "1 of 2");
    await press(window, "Reject all 2", PATIENCE);
    expect([reasonOf(await outcome()), next && reasonOf(await next())]).toEqual([
      "userRejected",
      "userRejected",
    ]);
    await other.close();
  });

  it("is opened anew after one that was closed before it was whole", async () => {
    await noApprovalWindow();
    await vault.evaluate(CLOSE_EACH);
    const first = await ask(page, "dfns_connect");
    await until("a window to be closed", () => vault.evaluate(HAS_CLOSED));
    await vault.evaluate(CLOSE_NO_MORE);
    const again = await ask(page, "dfns_connect");
    const window = await approvalWindow();
    await seeText(window, "asker.localhost", PATIENCE);
    await reject(window);
    expect([reasonOf(await first()), reasonOf(await again())]).toEqual(["userRejected", "userRejected"]);
  });

  it("is a tab where the browser opens no windows, disarmed behind another tab", async () => {
    await noApprovalWindow();
    await world.browser.killBackground();
    await call(page, "dfns_getStatus");
    await world.browser.refuseWindows();
    await page.bringToFront();
    const { window, outcome } = await opened(page, "asker.localhost");
    expect(await typeOfWindow(window)).toBe("normal");
    const spell = await disarmedBy(window, async () => {
      await page.bringToFront();
      await until("the window to be out of sight", () => isOutOfSight(window));
      await window.bringToFront();
    });
    expect(spell).toBeGreaterThan(ARMS_AFTER_MS);
    await press(window, "Approve", PATIENCE);
    await finish(window, PATIENCE);
    expect(await outcome()).toEqual({ result: { accounts: [] } });
    await world.browser.killBackground();
  });

  // Firefox gives an extension no passkeys of its own, so that there its popup has no such button.
  if (name === "chromium") {
    it("leaves the passkey to a tab: the toolbar popup never asks for it itself", async () => {
      await vault.bringToFront();
      await world.browser.addAuthenticator(vault);
      await vault.evaluate(() => location.assign("#/settings"));
      await press(vault, "Set up passkey unlock");
      await fill(vault, "Vault password", PASSWORD);
      await press(vault, "Set up passkey unlock");
      await find(vault, "button", "Remove Passkey");
      await press(vault, "Lock");
      await find(vault, "button", "Unlock with passkey");
      const popup = await world.browser.openPopup(page);
      await popup.click("Unlock with passkey");
      const tab = await until("a tab", async () =>
        (await world.browser.openExtensionPages("vault.html")).find((one) => one !== vault),
      );
      await enabled(tab, "button", "Unlock with passkey", PATIENCE);
      await until("the popup to close", () =>
        popup.text().then(
          () => false,
          () => true,
        ),
      );
    });
  } else {
    it("has no passkey in the toolbar popup", async () => {
      await press(vault, "Lock");
      await find(vault, "button", "Unlock");
      const popup = await world.browser.openPopup(page);
      expect(await popup.text()).not.toContain("passkey");
      await popup.close();
    });
  }
});
