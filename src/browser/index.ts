import type { Browser } from "webextension-polyfill";

const host = globalThis as unknown as { readonly browser?: Browser; readonly chrome: Browser };

/** The extension API, which answers with promises in every browser; Chromium has its own name for it. */
export const browser: Browser = host.browser ?? host.chrome;

/**
 * Opens a page of the extension, such as `vault.html#/accounts`, in a tab; in a window of its own where no window takes
 * tabs, which Firefox refuses when only popups are open.
 * @returns the tab's number
 */
export async function openTab(path: string): Promise<number | undefined> {
  const url = browser.runtime.getURL(path);
  const inWindow = async () => (await browser.windows.create({ url })).tabs?.[0];
  return (await browser.tabs.create({ url }).catch(inWindow))?.id;
}
