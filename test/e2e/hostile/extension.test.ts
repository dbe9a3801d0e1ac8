import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerParams } from "../../background/register.ts";
import { BROWSERS } from "../harness/browsers.ts";
import { enabled, press, seeText, waitClosed } from "../harness/byName.ts";
import { createVault, PASSWORD, registerInWindow, reject } from "../harness/steps.ts";
import { until } from "../harness/until.ts";
import { ask, call, reasonOf, resultOf, startWorld, type World } from "../world.ts";

const FOLDER = join(fileURLToPath(new URL(".", import.meta.url)), "extension");
const USER = "joan@example.com";
const HOSTS = { chromium: "kiompofcopmhlknklkoahdbknfgmkldn", firefox: "countersign@example.test" } as const;

/** Messages of our own pages, of the relay and of a site, sent to us from the other extension; `ID` is ours. */
const MESSAGES: Readonly<Record<string, string>> = {
  "of a page of ours": `{ request: "vault.status", params: {} }`,
  "that locks": `{ request: "vault.lock", params: {} }`,
  "that approves": `{ request: "approval.next", params: {} }`,
  "of a site": `{ id: crypto.randomUUID(), method: "dfns_getStatus" }`,
  "with a sender of its own": `{ id: "x", method: "dfns_connect", sender: { id: ID, origin: GOOD, frameId: 0 } }`,
  "of a relay": `{ ceremony: crypto.randomUUID(), credential: null }`,
  "of the background": `{ event: "changed" }`,
};

const CRAFTED = [
  "approve.html#x",
  `approve.html#${crypto.randomUUID()}`,
  "approve.html#../vault.html",
  "vault.html#/accounts/%ff",
  "vault.html#/__proto__/constructor",
  "vault.html#/recover/<img src=x onerror=alert(1)>",
  "popup.html#/approve",
];

/** Runs code in the page of the other extension; what throws comes back as "refused: …". */
const inHostile = (page: Page, code: string): Promise<string> =>
  page.evaluate(
    `(async () => {
      const api = globalThis.browser ?? globalThis.chrome;
      const within = (asked) => Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 3000, "silence"))]);
      try { return JSON.stringify(await within((async () => { ${code} })())) ?? "nothing"; }
      catch (error) { return "refused: " + error.message; }
    })()`,
  ) as Promise<string>;

describe.each(BROWSERS)("a hostile extension in %s", (name) => {
  let world: World;
  let hostile: Page;
  let good: Page;
  let vault: Page;
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html");
  const loginParams = () => ({ api: { url: world.dfns.url, orgId: world.dfns.orgId }, username: USER });
  const signatures = () => world.dfns.signatures(USER);
  const tabOf = (match: string) =>
    `const tab = (await api.tabs.query({})).find(({ url }) => url?.startsWith(${JSON.stringify(match)}));`;
  /** Its content script in the dapp's page, told to ask. */
  const throughPage = (message: string) =>
    inHostile(hostile, `${tabOf(world.sites.good)} return api.tabs.sendMessage(tab.id, ${message});`);

  beforeAll(async () => {
    world = await startWorld(name);
    hostile = await world.browser.addExtension(FOLDER, "index.html");
    vault = await createVault(world.browser);
    good = await world.browser.newPage(world.sites.good);
    const outcome = await ask(good, "dfns_register", await registerParams(world.dfns, USER));
    await registerInWindow(await approvalWindow());
    resultOf(await outcome());
    await hostile.evaluate(
      `globalThis.ID = ${JSON.stringify(HOSTS[name])}; globalThis.GOOD = ${JSON.stringify(world.sites.good)};`,
    );
  });
  afterAll(() => world.close());

  it("is at work in the pages of sites", async () => {
    expect(await good.evaluate(() => document.documentElement.dataset.hostile)).toBe("here");
  });

  it.each(Object.entries(MESSAGES))(
    "gets no answer to a message %s, sent or by a port",
    async (_, message) => {
      const sent = await inHostile(hostile, `return api.runtime.sendMessage(ID, ${message});`);
      expect(sent).toMatch(/^refused|^nothing|^null/);
      const heard = await inHostile(
        hostile,
        `return new Promise((resolve) => {
        const port = api.runtime.connect(ID, { name: "approval" });
        port.onMessage.addListener((message) => resolve({ message }));
        port.onDisconnect.addListener(() => resolve("cut off"));
        port.postMessage(${message});
      });`,
      );
      expect(heard).toMatch(/^"cut off"|^refused/);
      expect(resultOf(await call(good, "dfns_getStatus"))).toEqual({ connected: true, locked: false });
    },
  );

  it("runs no script in our pages, nor in the approval window, and has none there", async () => {
    const asked = await ask(good, "dfns_login", loginParams());
    const window = await approvalWindow();
    await enabled(window, "button", "Approve");
    const before = signatures();
    for (const path of ["approve.html", "vault.html"]) {
      const ran = await inHostile(
        hostile,
        `${tabOf(world.browser.base + path)}
        const run = { target: { tabId: tab.id, allFrames: true }, func: () => document.body.textContent };
        const ran = await api.scripting.executeScript(run);
        return ran.map(({ result }) => result);`,
      );
      expect(ran).toMatch(/^refused/);
      const styled = await inHostile(
        hostile,
        `${tabOf(world.browser.base + path)}
        await api.scripting.insertCSS({ target: { tabId: tab.id }, css: "* { opacity: 0 !important }" });`,
      );
      expect(styled).toMatch(/^refused/);
      const told = await inHostile(
        hostile,
        `${tabOf(world.browser.base + path)} return api.tabs.sendMessage(tab.id, { event: "changed" });`,
      );
      expect(told).toMatch(/^refused/);
    }
    for (const page of [window, vault])
      expect(await page.evaluate(() => document.documentElement.dataset.hostile ?? "")).toBe("");
    expect(signatures()).toBe(before);
    await reject(window);
    expect(reasonOf(await asked())).toBe("userRejected");
  });

  it("asks through a site's page only as that site, and gets nothing without the person", async () => {
    const before = signatures();
    const login = { method: "dfns_login", params: loginParams() };
    expect(await throughPage(JSON.stringify(login))).toBe('"silence"');
    const window = await approvalWindow();
    await seeText(window, world.sites.good);
    expect(signatures()).toBe(before);
    await reject(window);
    expect(await throughPage(`{ method: "vault.lock" }`)).toContain("unsupportedMethod");
    expect(signatures()).toBe(before);
  });

  it("hears in a site's page what the page sends, and no answer, no password, no phrase", async () => {
    const asked = await ask(good, "dfns_login", loginParams());
    const window = await approvalWindow();
    await press(window, "Approve");
    const { token } = resultOf<{ token: string }>(await asked());
    await waitClosed(window);
    const heard = await throughPage("{ hear: true }");
    expect(heard).toContain("dfns_login");
    for (const secret of [token, PASSWORD]) expect(heard).not.toContain(secret);
  });

  it("opens our pages, if it can, to no end: crafted addresses approve nothing and show nothing new", async () => {
    const before = signatures();
    const opened = await Promise.all(
      CRAFTED.map((path) =>
        inHostile(
          hostile,
          `const tab = await api.tabs.create({ active: false, url: ${JSON.stringify(world.browser.base + path)} }); return tab.id;`,
        ),
      ),
    );
    // As if the person had typed the address; of what became of the tabs in Firefox nothing is reported at once.
    for (const answer of opened) expect(answer).toMatch(/^\d+$/);
    const count = name === "chromium" ? CRAFTED.length : 0;
    const pages = await until("the pages to load", async () => {
      const all = (await world.browser.openExtensionPages(/./)).filter((page) => page !== vault);
      return all.length >= count && { all };
    });
    expect(signatures()).toBe(before);
    expect(resultOf(await call(good, "dfns_getStatus"))).toEqual({ connected: true, locked: false });
    for (const page of pages.all) await page.close();
  });
});
