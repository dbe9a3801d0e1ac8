import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import puppeteer, { type Browser, type CDPSession, type Page, type Target } from "puppeteer-core";
import { requireBrowser } from "../../../example/setup.ts";
import type { Driver, Popup } from "./browsers.ts";
import { isLoaded, press, textOf } from "./byName.ts";
import { endOf, goneWith, orClose, type Screen, type Start, signalsFor } from "./process.ts";
import { until, within } from "./until.ts";

const ARGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-logging",
];

/** Within which a worker goes, and answers, in milliseconds. */
const SOON = 1_000;

const sizeOf = ({ width, height }: Screen): string => `--screen-info={${width}x${height}}`;

/** Chromium refuses its sandbox to root, which is what containers run as. */
const isRoot = () => process.getuid?.() === 0;

export async function launchChromium({ profile, headless, extension, screen }: Start): Promise<Driver> {
  const browser = await puppeteer.launch({
    executablePath: requireBrowser("chromium"),
    headless,
    ...signalsFor(headless),
    pipe: true,
    enableExtensions: [extension],
    userDataDir: profile,
    defaultViewport: null,
    args: [...ARGS, ...(isRoot() ? ["--no-sandbox"] : []), ...(screen ? [sizeOf(screen)] : [])],
  });
  const id = idOf(extension);
  const base = `chrome-extension://${id}/`;
  const isWorkerOf = (of: string) => (target: Target) =>
    target.type() === "service_worker" && target.url().startsWith(of);
  await orClose(browser, browser.waitForTarget(isWorkerOf(base)));
  const { pid } = browser.process() ?? {};
  const open = async (url: string) => {
    const page = await browser.newPage();
    await page.goto(url);
    return page;
  };
  return {
    base,
    process: pid === undefined ? null : { pid },
    ended: endOf(browser),
    newPage: open,
    extensionPage: (path, of = base) => open(of + path),
    addExtension: async (folder) => `chrome-extension://${await browser.installExtension(folder)}/`,
    pages: async () => (await browser.pages()).map((page) => ({ page, address: page.url() })),
    openPopup: (over) => openPopup(browser, over, id),
    async addAuthenticator(page) {
      const session = await page.createCDPSession();
      await session.send("WebAuthn.enable");
      await session.send("WebAuthn.addVirtualAuthenticator", { options: AUTHENTICATOR });
    },
    async killBackground(of = base) {
      const target = browser.targets().find(isWorkerOf(of));
      // It may have ended by itself, and the next message starts another one.
      if (target) await endWorker(browser, target);
    },
    reloadExtension: () => switchExtension(browser, id, "off", "on"),
    disableExtension: () => switchExtension(browser, id, "off"),
    enableExtension: () => switchExtension(browser, id, "on"),
    async refuseWindows() {
      const worker = await (await browser.waitForTarget(isWorkerOf(base))).worker();
      await worker?.evaluate(REFUSE);
    },
    // Where --enable-logging writes, console messages of workers included.
    logs: () => readFile(join(profile, "chrome_debug.log"), "utf8"),
    installWarnings: async () => warningsIn(await open("chrome://extensions"), id),
    close: () => browser.close(),
    waitGone: () => goneWith(browser),
  };
}

const REFUSE = `for (const api of [globalThis.browser, chrome])
  if (api) api.windows.create = () => Promise.reject(new Error("No windows here."));`;

const AUTHENTICATOR = {
  protocol: "ctap2",
  ctap2Version: "ctap2_1",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
  hasPrf: true,
} as const;

/** The id that the manifest's key gives: the first half of its SHA-256, digits written as a to p. */
function idOf(extension: string): string {
  const { key } = JSON.parse(readFileSync(join(extension, "manifest.json"), "utf8"));
  const digest = createHash("sha256").update(Buffer.from(key, "base64")).digest("hex").slice(0, 32);
  return digest.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}

async function openPopup(browser: Browser, over: Page, id: string): Promise<Popup> {
  const extension = (await browser.extensions()).get(id);
  if (!extension) throw new Error(`The extension ${id} is not installed.`);
  const before = browser.targets();
  const opened = browser.waitForTarget(
    (target) => target.url().includes("/popup.html") && !before.includes(target),
  );
  await over.bringToFront();
  await over.triggerExtensionAction(extension);
  const page = await (await opened).asPage();
  await until("the popup to load", () => isLoaded(page));
  return {
    text: () => textOf(page),
    click: (name) => press(page, name),
    screenshot: async (path) => {
      await page.screenshot({ path: path as `${string}.png` });
    },
    close: () => page.evaluate(() => window.close()),
  };
}

/**
 * Chromium lets a worker that starts again wait for the debugger that is attached, and names it like the one before. Nobody
 * is attached here while it ends; should a page be that is just opening, a mark tells the worker of before from the next.
 */
async function endWorker(browser: Browser, target: Target): Promise<void> {
  const targetId = await inWorker(target, async (worker) => {
    await worker.send("Runtime.evaluate", { expression: "globalThis.isDoomed = true" });
    return (await worker.send("Target.getTargetInfo")).targetInfo.targetId;
  });
  const session = await browser.target().createCDPSession();
  await session.send("Target.closeTarget", { targetId });
  await session.detach();
  const isGone = () => !browser.targets().includes(target);
  await until("the service worker to go", isGone, SOON).catch(() =>
    until("the service worker to end", async () => isGone() || !(await isDoomed(target))),
  );
}

const isDoomed = (target: Target): Promise<boolean> =>
  inWorker(target, async (worker) => {
    const { result } = await worker.send("Runtime.evaluate", { expression: "globalThis.isDoomed === true" });
    return result.value === true;
  });

/** Asks a worker, which goes on if it waits for that, and leaves it alone again. */
async function inWorker<T>(target: Target, look: (worker: CDPSession) => Promise<T>): Promise<T> {
  const session = await target.createCDPSession();
  const asked = session.send("Runtime.runIfWaitingForDebugger").then(() => look(session));
  try {
    return await within(asked, SOON);
  } finally {
    await session.detach().catch(() => undefined);
  }
}

/** As the switch on chrome://extensions does. */
async function switchExtension(browser: Browser, id: string, ...turns: readonly ("on" | "off")[]) {
  const page = await browser.newPage();
  await page.goto("chrome://extensions");
  for (const turn of turns) await page.evaluate(`chrome.management.setEnabled("${id}", ${turn === "on"})`);
  await page.close();
}

/** Chromium keeps its warnings to itself until developer mode is on. */
async function warningsIn(page: Page, id: string): Promise<readonly string[]> {
  const warnings = await page.evaluate(
    `(async () => {
      const { developerPrivate } = chrome;
      await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
      const { manifestErrors, installWarnings } = await developerPrivate.getExtensionInfo("${id}");
      return [...manifestErrors.map((error) => error.message), ...(installWarnings ?? [])];
    })()`,
  );
  await page.close();
  return warnings as readonly string[];
}
