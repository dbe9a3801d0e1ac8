/** One interface over the two browsers, so that every end-to-end test runs in both. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import type { BrowserName } from "../../../example/setup.ts";
import { isLoaded } from "./byName.ts";
import { launchChromium } from "./chromium.ts";
import { launchFirefox } from "./firefox.ts";
import type { Screen } from "./process.ts";
import { until, WAIT, within } from "./until.ts";

export type { BrowserName };

/** The browsers under test: both, or those of `npm test -- --browser`. */
export const BROWSERS = (process.env.COUNTERSIGN_BROWSERS ?? "chromium,firefox").split(
  ",",
) as readonly BrowserName[];

export const DIST: Readonly<Record<BrowserName, string>> = {
  chromium: inDist("chrome"),
  firefox: inDist("firefox"),
};

function inDist(part: string): string {
  return join(dirname(fileURLToPath(import.meta.url)), "../../../dist", part);
}

export interface LaunchOptions {
  /** A profile folder to keep; without it, a fresh one that `close` removes. */
  readonly profile?: string;
  readonly headless?: boolean;
  /** Another build of the extension. */
  readonly extension?: string;
  /** What `storage.managed` holds. Firefox only: Chromium on Linux reads it for every browser of the machine at once. */
  readonly managed?: object;
  /** A screen of this size, where the browser is headless. */
  readonly screen?: Screen;
}

/** The toolbar popup. Firefox lets no driver into it, so only what both can do. */
export interface Popup {
  text(): Promise<string>;
  /** Clicks the button or link with this text or aria-label. */
  click(name: string): Promise<void>;
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
}

/** A page, and the address that the browser has for it: a page that is just opening or closing may never tell its own. */
export interface Open {
  readonly page: Page;
  readonly address: string;
}

/** A running browser of one kind with the extension in it; what differs between the kinds. */
export interface Driver {
  /** `chrome-extension://…/` or `moz-extension://…/` */
  readonly base: string;
  readonly process: { readonly pid: number } | null;
  /** Settles when the browser ends, by whatever cause. */
  readonly ended: Promise<void>;
  newPage(url: string): Promise<Page>;
  /** @param base of another extension than ours */
  extensionPage(path: string, base?: string): Promise<Page>;
  /** Oldest first. */
  pages(): Promise<readonly Open[]>;
  openPopup(over: Page): Promise<Popup>;
  /** Installs another extension beside ours. @returns the address of its pages, as `base` */
  addExtension(folder: string): Promise<string>;
  addAuthenticator(page: Page): Promise<void>;
  /** @param base of another extension than ours */
  killBackground(base?: string): Promise<void>;
  reloadExtension(): Promise<void>;
  disableExtension(): Promise<void>;
  enableExtension(): Promise<void>;
  refuseWindows(): Promise<void>;
  installWarnings(): Promise<readonly string[]>;
  logs(): Promise<string>;
  close(): Promise<void>;
  waitGone(): Promise<void>;
}

export interface TestBrowser {
  readonly name: BrowserName;
  readonly base: string;
  readonly profile: string;
  /** Settles when the browser of the first start ends, also by the person's hand. */
  readonly ended: Promise<void>;
  /** A tab with a page of the web. */
  newPage(url: string): Promise<Page>;
  /** A tab with a page of the extension, such as `vault.html#/accounts`. */
  extensionPage(path: string): Promise<Page>;
  /** The newest open page of the extension whose address contains or matches, such as `approve.html`. */
  waitForExtensionPage(match: string | RegExp, timeout?: number): Promise<Page>;
  openExtensionPages(match: string | RegExp): Promise<readonly Page[]>;
  /** The real popup of the toolbar button, over this page. */
  openPopup(over: Page): Promise<Popup>;
  /** Installs another extension beside ours and opens `path` of it in a tab. */
  addExtension(folder: string, path: string): Promise<Page>;
  /** Gives the page an authenticator that is always there and says yes: its own in Chromium, the browser's in Firefox. */
  addAuthenticator(page: Page): Promise<void>;
  /** Ends the service worker or event page as the browser would; the next message starts it again. @param base as `base` */
  killBackground(base?: string): Promise<void>;
  /** Ends the extension and starts it again, as an update does. Its pages close. */
  reloadExtension(): Promise<void>;
  /** Switches the extension off, as a person can. Its pages close. */
  disableExtension(): Promise<void>;
  enableExtension(): Promise<void>;
  /** Has the browser open no windows for the background from now on, as some do; until the background ends. */
  refuseWindows(): Promise<void>;
  /** What the browser has against the manifest, with developer mode on. */
  installWarnings(): Promise<readonly string[]>;
  /** Everything that pages and background have written to the console since the browser was started. */
  logs(): Promise<string>;
  screenshot(page: Page, path: string): Promise<void>;
  /** SIGKILL to the browser and all its processes. Pages of before are dead; `relaunch` goes on with the profile. */
  crash(): Promise<void>;
  /** Starts again on the same profile, after `crash` or `quit`. */
  relaunch(): Promise<void>;
  /** Ends the browser in good order and keeps the profile. */
  quit(): Promise<void>;
  /** Ends the browser and removes a profile of its own. */
  close(): Promise<void>;
}

const START = { chromium: launchChromium, firefox: launchFirefox } as const;

/**
 * A browser with the built extension in it (`npm run build` first).
 * @throws Error when the browser is not installed (see example/setup.ts) or does not take the extension.
 */
export async function launch(name: BrowserName, options: LaunchOptions = {}): Promise<TestBrowser> {
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), `countersign-${name}-`));
  const start = () =>
    START[name]({
      profile,
      headless: options.headless ?? true,
      extension: options.extension ?? DIST[name],
      managed: options.managed,
      screen: options.screen,
    });
  const removeOwn = () => {
    if (options.profile === undefined) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  let driver = await start().catch((error: unknown) => {
    removeOwn();
    throw error;
  });
  const matching = (match: string | RegExp) => pagesOf(driver, match);
  return {
    name,
    base: driver.base,
    profile,
    ended: driver.ended,
    newPage: (url) => driver.newPage(url),
    extensionPage: (path) => driver.extensionPage(path),
    openExtensionPages: matching,
    waitForExtensionPage: (match, timeout = WAIT) =>
      until(`a page ${match}`, () => newestOf(driver, match), timeout),
    openPopup: (over) => driver.openPopup(over),
    addExtension: async (folder, path) => driver.extensionPage(path, await driver.addExtension(folder)),
    addAuthenticator: (page) => driver.addAuthenticator(page),
    killBackground: (base) => driver.killBackground(base),
    reloadExtension: () => driver.reloadExtension(),
    disableExtension: () => driver.disableExtension(),
    enableExtension: () => driver.enableExtension(),
    refuseWindows: () => driver.refuseWindows(),
    installWarnings: () => driver.installWarnings(),
    logs: () => driver.logs(),
    screenshot: async (page, path) => {
      await page.screenshot({ path: path as `${string}.png` });
    },
    async crash() {
      if (driver.process) process.kill(-driver.process.pid, "SIGKILL");
      await driver.waitGone();
    },
    async relaunch() {
      driver = await start();
    },
    quit: () => driver.close(),
    async close() {
      await driver.close();
      removeOwn();
    },
  };
}

/** A page that is going away may leave a question open; a busy one takes its time. Less than `until` gives to one look. */
const ANSWERS_WITHIN = 2_500;

/** Open pages of the extension that have loaded, oldest first. */
const pagesOf = async (driver: Driver, match: string | RegExp) =>
  loadedOf(driver, await driver.pages(), match);

/** @throws Error with the addresses of all that is open, when none of them matches and has loaded */
async function newestOf(driver: Driver, match: string | RegExp): Promise<Page> {
  const open = await driver.pages();
  const newest = (await loadedOf(driver, open, match)).at(-1);
  if (newest) return newest;
  throw new Error(`open are ${open.map(({ address }) => address).join(", ")}`);
}

async function loadedOf({ base }: Driver, open: readonly Open[], match: string | RegExp) {
  const matches = (address: string) =>
    address.startsWith(base) && (typeof match === "string" ? address.includes(match) : match.test(address));
  const pages = open.filter(({ address }) => matches(address)).map(({ page }) => page);
  const loaded = await Promise.all(
    pages.map((page) => within(isLoaded(page), ANSWERS_WITHIN).catch(() => false)),
  );
  return pages.filter((_page, place) => loaded[place]);
}
