import * as v from "valibot";
import type { Windows as BrowserWindows } from "webextension-polyfill";
import { browser, openTab } from "../src/browser/index.ts";
import { createQueue } from "./queue.ts";
import type { Session } from "./session.ts";

const WIDTH = 400;
const HEIGHT = 640;
const WINDOW = "window";
const CLOSING = "closingWindow";
const RECOVERY = "recoveryTab";
const PAGE = "approve.html";
const RECOVERY_PAGE = "vault.html#/recover";

/**
 * How long the next one waits for the browser to say that a window is open, in milliseconds. Firefox never says so of a
 * window that was closed before it was whole.
 */
const LONGEST_OPENING = 3_000;

/** The approval window: one at most, brought forward rather than opened twice; a tab where windows are refused. */
export interface Windows {
  /** Opens the window at this request; one that is open already comes forward and keeps what it shows. */
  showApproval(id: string): Promise<void>;
  /** Brings the tab of a page forward, so that its authenticator may be asked. */
  showPage(tabId: number): Promise<void>;
  /** The same, but an open window turns to this request. */
  turnTo(id: string): Promise<void>;
  /** Brings the tab forward in which recoveries go on, or opens it. */
  showRecovery(): Promise<void>;
  /** The window is about to close: the next request opens a new one. */
  forget(): Promise<void>;
  setBadge(waiting: number): Promise<void>;
}

export function createWindows(session: Session, wait: (milliseconds: number) => Promise<void>): Windows {
  const inTurn = createQueue();
  const opening = (open: () => Promise<void>): Promise<void> =>
    inTurn(() => Promise.race([open(), wait(LONGEST_OPENING)])).catch(() => undefined);
  /** The one opened last, which may not have its address yet; else one that a worker opened which died over it. */
  const current = async (): Promise<number | undefined> => {
    const known = await session.read(WINDOW, v.number());
    if (known !== null && (await isThere(known))) return known;
    const closing = (await session.read(CLOSING, v.array(v.number()))) ?? [];
    return (await openTabs()).find((id) => !closing.includes(id));
  };
  const show = (id: string, change: { readonly url?: string }): Promise<void> =>
    opening(async () => {
      const [tabId, place] = await Promise.all([current(), besideLastFocused()]);
      if (tabId === undefined || !(await bringForward(tabId, change))) {
        const opened = await openWindow(id, place);
        if (opened !== undefined) await session.write(WINDOW, opened);
      }
    });
  return {
    showApproval: (id) => show(id, {}),
    showRecovery: () => opening(() => showRecovery(session)),
    turnTo: (id) => show(id, { url: addressOf(id) }),
    async forget() {
      await session.remove(WINDOW);
      await session.write(CLOSING, await openTabs());
    },
    showPage: async (tabId) => void (await bringForward(tabId, {})),
    async setBadge(waiting) {
      await Promise.all([
        browser.action.setBadgeBackgroundColor({ color: "#2A45C2" }),
        browser.action.setBadgeText({ text: waiting > 0 ? String(waiting) : "" }),
      ]);
    },
  };
}

/** Not any vault tab: what is typed in the others stays. */
async function showRecovery(session: Session): Promise<void> {
  const known = await session.read(RECOVERY, v.number());
  if (known !== null && (await bringForward(known, { url: browser.runtime.getURL(RECOVERY_PAGE) }))) return;
  const id = await openTab(RECOVERY_PAGE);
  if (id !== undefined) await session.write(RECOVERY, id);
}

const pageOf = (id: string): string => `${PAGE}#${id}`;

const addressOf = (id: string): string => browser.runtime.getURL(pageOf(id));

const isThere = (tabId: number): Promise<boolean> =>
  browser.tabs.get(tabId).then(
    () => true,
    () => false,
  );

async function openTabs(): Promise<number[]> {
  const tabs = await browser.tabs.query({ url: `${browser.runtime.getURL(PAGE)}*` });
  return tabs.flatMap(({ id }) => (id === undefined ? [] : [id]));
}

async function bringForward(tabId: number, change: { readonly url?: string }): Promise<boolean> {
  try {
    const tab = await browser.tabs.update(tabId, { active: true, ...change });
    if (tab.windowId !== undefined) await raise(tab.windowId);
    return true;
  } catch {
    return false;
  }
}

/** Focus alone leaves a minimized window where it is. */
async function raise(windowId: number): Promise<void> {
  const { state } = await browser.windows.get(windowId);
  if (state === "minimized") await browser.windows.update(windowId, { state: "normal" });
  await browser.windows.update(windowId, { focused: true });
}

/** At that place; wherever the browser wants when that is refused, and in a tab when windows are. @returns the tab */
async function openWindow(id: string, place: Place): Promise<number | undefined> {
  const size = { url: addressOf(id), type: "popup", width: WIDTH, height: HEIGHT, focused: true } as const;
  try {
    const placed = browser.windows.create({ ...size, ...place });
    const opened = await placed.catch(() => browser.windows.create(size));
    return opened.tabs?.[0]?.id;
  } catch {
    return openTab(pageOf(id));
  }
}

interface Place {
  readonly left?: number;
  readonly top?: number;
}

/** The upper right corner of the window that was used last; the page itself sees to it that it is on the screen. */
async function besideLastFocused(): Promise<Place> {
  const { left, top, width } = await browser.windows.getLastFocused().catch(() => ({}) as Bounds);
  if (left === undefined || top === undefined || width === undefined) return {};
  return { left: Math.round(left + Math.max(0, width - WIDTH)), top: Math.round(top) };
}

type Bounds = Pick<BrowserWindows.Window, "left" | "top" | "width">;
