import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { requireBrowser } from "../../../example/setup.ts";
import type { Driver, Open } from "./browsers.ts";
import { type ChromeScope, chromeScope, connectionOf } from "./chromeScope.ts";
import { openFirefoxPopup } from "./firefoxPopup.ts";
import { endOf, goneWith, orClose, type Screen, type Start, signalsFor } from "./process.ts";
import { until } from "./until.ts";

const ID = "countersign@example.test";
const UUID = "5c1f4b7e-7d6a-4c2b-9a55-0123456789ab";
const BASE = `moz-extension://${UUID}/`;

/** A fixed address for our pages, and storage that outlives the temporary installation of each launch. */
const PREFS = {
  "extensions.webextensions.uuids": JSON.stringify({ [ID]: UUID }),
  "extensions.webextensions.keepStorageOnUninstall": true,
  "extensions.webextensions.keepUuidOnUninstall": true,
  "browser.sessionstore.resume_from_crash": false,
  "security.webauth.webauthn_enable_softtoken": true,
  "security.webauth.webauthn_enable_usbtoken": false,
  // Without it the browser asks the person whether the site may know the make of the authenticator.
  "security.webauthn.always_allow_direct_attestation": true,
  // Consoles of every process, the extension's included, go to the standard output.
  "devtools.console.stdout.content": true,
};

/** What about:debugging shows beside the extension. */
const WARNINGS = `JSON.stringify(ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs")
  .ExtensionParent.DebugUtils.getExtensionManifestWarnings("${ID}"))`;

/**
 * Firefox suspends only a background that is idle: unless told otherwise it lets one live that works on a message, and an
 * event on the way takes the order back.
 */
const endBackground = (hostname: string) => `(async () => {
  const { extension } = WebExtensionPolicy.getByHostname(${JSON.stringify(hostname)});
  const how = { ignoreDevToolsAttached: true, disableResetIdleForTest: true };
  let context;
  for (let tries = 0; tries < 100; tries++) {
    context ??= extension.backgroundContext;
    if (extension.backgroundState === "stopped" || context?.unloaded) return "";
    await extension.terminateBackground(how);
  }
  throw new Error("The background does not end.");
})()`;

const sizeOf = ({ width, height }: Screen): NodeJS.ProcessEnv => ({
  MOZ_HEADLESS_WIDTH: String(width),
  MOZ_HEADLESS_HEIGHT: String(height),
});

/** What puppeteer moves aside while it uses a profile, and moves back some time after the browser's end. */
const BACKUPS = ["prefs.js.puppeteer", "user.js.puppeteer"] as const;

const REFUSE = `(async () => {
  const { windows } = (await browser.runtime.getBackgroundPage()).browser;
  windows.create = () => Promise.reject(new Error("No windows here."));
})()`;

/** Keeps what the processes of the browser print. */
function listenTo(browser: Browser): () => string {
  const chunks: string[] = [];
  const child = browser.process();
  for (const stream of [child?.stdout, child?.stderr])
    stream?.on("data", (chunk) => chunks.push(String(chunk)));
  return () => chunks.join("");
}

/** Protocol, transport, resident keys, user verification, and consent and verification given without asking. */
const ADD_AUTHENTICATOR = `Cc["@mozilla.org/webauthn/service;1"].getService(Ci.nsIWebAuthnService)
  .addVirtualAuthenticator("ctap2_1", "internal", true, true, true, true)`;

/** A home folder with a managed storage manifest in it. @returns what the environment says of it */
function managedBy(profile: string, data: object): NodeJS.ProcessEnv {
  const folder = join(profile, "home/.mozilla/managed-storage");
  mkdirSync(folder, { recursive: true });
  const manifest = { name: ID, description: "Countersign", type: "storage", data };
  writeFileSync(join(folder, `${ID}.json`), JSON.stringify(manifest));
  return { HOME: join(profile, "home") };
}

export async function launchFirefox({
  profile,
  headless,
  extension,
  managed,
  screen,
}: Start): Promise<Driver> {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: requireBrowser("firefox"),
    headless,
    ...signalsFor(headless),
    userDataDir: profile,
    defaultViewport: null,
    // Without it BiDi shows no page of an extension.
    args: ["--remote-allow-system-access"],
    extraPrefsFirefox: PREFS,
    env: { ...process.env, ...(managed && managedBy(profile, managed)), ...(screen && sizeOf(screen)) },
  });
  const printed = listenTo(browser);
  await orClose(browser, browser.installExtension(extension));
  const chrome = chromeScope(browser);
  const { pid } = browser.process() ?? {};
  return {
    base: BASE,
    process: pid === undefined ? null : { pid },
    ended: endOf(browser),
    async newPage(url) {
      const page = await newTab(browser);
      await page.goto(url);
      return page;
    },
    extensionPage: (path, of = BASE) => extensionPage(browser, of + path),
    async addExtension(folder) {
      const id = await browser.installExtension(folder);
      return `moz-extension://${await chrome(`WebExtensionPolicy.getByID(${JSON.stringify(id)}).mozExtensionHostname`)}/`;
    },
    pages: () => openPages(browser),
    openPopup: async (over) =>
      openFirefoxPopup(over, await extensionPage(browser, `${BASE}vault.html`), chrome),
    async addAuthenticator() {
      await chrome(ADD_AUTHENTICATOR);
    },
    async killBackground(of = BASE) {
      await chrome(endBackground(new URL(of).hostname));
    },
    reloadExtension: () => tellAddon(chrome, "reload"),
    disableExtension: () => tellAddon(chrome, "disable"),
    enableExtension: () => tellAddon(chrome, "enable"),
    async refuseWindows() {
      const helper = await extensionPage(browser, `${BASE}popup.html`);
      await helper.evaluate(REFUSE);
      await helper.close();
    },
    installWarnings: async () => JSON.parse((await chrome(WARNINGS)) ?? "[]"),
    logs: async () => printed(),
    close: () => browser.close(),
    async waitGone() {
      await goneWith(browser);
      await until("puppeteer to give the profile back", () =>
        BACKUPS.every((file) => !existsSync(join(profile, file))),
      );
    },
  };
}

async function tellAddon(chrome: ChromeScope, what: "reload" | "disable" | "enable"): Promise<void> {
  await chrome(`ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs").AddonManager
    .getAddonByID("${ID}").then((addon) => addon.${what}()).then(() => "")`);
}

/** BiDi reports neither loads nor addresses of pages of an extension, nor that one was closed; but it answers when asked. */
async function openPages(browser: Browser): Promise<readonly Open[]> {
  const { result } = await connectionOf(browser).send("browsingContext.getTree", {});
  const { contexts } = result as { readonly contexts: readonly { context: string; url: string }[] };
  return (await browser.pages()).flatMap((page) => {
    const { _id: id } = page.mainFrame() as unknown as { readonly _id: string };
    return contexts.filter(({ context }) => context === id).map(({ url }) => ({ page, address: url }));
  });
}

/** Firefox may choose a window for it that is just closing, and refuse. */
const newTab = (browser: Browser): Promise<Page> => browser.newPage().catch(() => browser.newPage());

/** Runs in the page. */
const isAt = (address: string): boolean =>
  document.readyState === "complete" && location.href.startsWith(address);

async function extensionPage(browser: Browser, url: string): Promise<Page> {
  const page = await newTab(browser);
  page.goto(url, { timeout: 1 }).catch(() => {});
  const [address = url] = url.split("#");
  await until(`the page ${url}`, () => page.evaluate(isAt, address));
  return page;
}
