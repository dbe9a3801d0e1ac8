import * as v from "valibot";
import browser from "webextension-polyfill";
import type { Session } from "./session.ts";

const WIDTH = 400;
const HEIGHT = 640;
const WINDOW = "window";

/** The approval window: one at most, brought forward rather than opened twice; a tab where windows are refused. */
export interface Windows {
  showApproval(id: string): Promise<void>;
  /** Brings the tab of a page forward, so that its authenticator may be asked. */
  showPage(tabId: number): Promise<void>;
  /** The window is about to close: the next request opens a new one. */
  forget(): Promise<void>;
  setBadge(waiting: number): Promise<void>;
}

export function createWindows(session: Session): Windows {
  let opening: Promise<void> = Promise.resolve();
  const open = async (id: string): Promise<void> => {
    const tabId = await session.read(WINDOW, v.number());
    if (tabId !== null && (await bringForward(tabId))) return;
    const opened = await openPopup(`approve.html#${id}`);
    if (opened !== undefined) await session.write(WINDOW, opened);
  };
  return {
    showApproval(id) {
      opening = opening.then(() => open(id)).catch(() => undefined);
      return opening;
    },
    showPage: async (tabId) => void (await bringForward(tabId)),
    forget: () => session.remove(WINDOW),
    async setBadge(waiting) {
      await browser.action.setBadgeBackgroundColor({ color: "#2A45C2" });
      await browser.action.setBadgeText({
        text: waiting > 0 ? String(waiting) : "",
      });
    },
  };
}

async function bringForward(tabId: number): Promise<boolean> {
  try {
    const tab = await browser.tabs.update(tabId, { active: true });
    if (tab.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
    return true;
  } catch {
    return false;
  }
}

/** @returns the id of the tab that shows the page */
async function openPopup(path: string): Promise<number | undefined> {
  const url = browser.runtime.getURL(path);
  try {
    const opened = await browser.windows.create({
      url,
      type: "popup",
      width: WIDTH,
      height: HEIGHT,
      focused: true,
    });
    return opened.tabs?.[0]?.id;
  } catch {
    return (await browser.tabs.create({ url })).id;
  }
}
