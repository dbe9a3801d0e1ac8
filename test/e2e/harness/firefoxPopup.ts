import { writeFileSync } from "node:fs";
import type { Page } from "puppeteer-core";
import type { Popup } from "./browsers.ts";
import type { ChromeScope } from "./chromeScope.ts";
import { until } from "./until.ts";

/** What the helper page uses of the extension API. */
declare const browser: {
  readonly action: { openPopup(): Promise<void> };
  readonly extension: { getViews(filter: { readonly type: "popup" }): readonly Window[] };
};

const SNAPSHOT = `(async () => {
  for (const window of Services.wm.getEnumerator("navigator:browser")) {
    for (const view of window.document.querySelectorAll("panel browser")) {
      if (!view.currentURI?.spec.includes("/popup.html")) continue;
      const picture = await view.browsingContext.currentWindowGlobal.drawSnapshot(null, 1, "white");
      const canvas = window.document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
      canvas.width = picture.width;
      canvas.height = picture.height;
      canvas.getContext("2d").drawImage(picture, 0, 0);
      return canvas.toDataURL("image/png").split(",")[1];
    }
  }
})()`;

/** No driver reaches the toolbar popup of Firefox; another page of the extension, in the same process, does. */
export async function openFirefoxPopup(over: Page, helper: Page, chrome: ChromeScope): Promise<Popup> {
  const text = () =>
    // biome-ignore lint/performance/useDomNodeTextContent: what is visible is the point.
    helper.evaluate(() => browser.extension.getViews({ type: "popup" })[0]?.document.body.innerText ?? "");
  await over.bringToFront();
  await helper.evaluate(() => browser.action.openPopup());
  await until("the popup to load", async () => (await text()) !== "");
  return {
    text,
    click: (name) => until(`the control "${name}" in the popup`, () => clickIn(helper, name)).then(() => {}),
    async screenshot(path) {
      const picture = await chrome(SNAPSHOT);
      if (picture === undefined) throw new Error("The popup is not open.");
      writeFileSync(path, Buffer.from(picture, "base64"));
    },
    async close() {
      await helper.evaluate(() => browser.extension.getViews({ type: "popup" })[0]?.close());
      await helper.close();
    },
  };
}

const clickIn = (helper: Page, wanted: string): Promise<boolean> =>
  helper.evaluate((name) => {
    const popup = browser.extension.getViews({ type: "popup" })[0]?.document;
    const controls = [...(popup?.querySelectorAll<HTMLElement>("button, a") ?? [])];
    const named = controls.find((control) => (control.ariaLabel ?? control.textContent.trim()) === name);
    if (named === undefined || named.matches(":disabled")) return false;
    named.click();
    return true;
  }, wanted);
