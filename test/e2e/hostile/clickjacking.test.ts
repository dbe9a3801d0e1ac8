import type { Frame, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ARMS_AFTER_MS, disarmedBy, keepDisarmed, staysDisarmed } from "../harness/arming.ts";
import { BROWSERS, type BrowserName } from "../harness/browsers.ts";
import { enabled, find, peek, press, seeText } from "../harness/byName.ts";
import { createVault, finish, reject } from "../harness/steps.ts";
import { until, within } from "../harness/until.ts";
import { type Awaiting, ask, call, reasonOf, resultOf, startWorld, type World } from "../world.ts";

const PATIENCE = { timeout: 30_000 };

/** What a page has at hand: the addresses of ours, the first of them that of the request that waits. */
const TOOLS = (urls: readonly string[]) => `
globalThis.urls = ${JSON.stringify(urls)};
globalThis.url = urls[0];
globalThis.put = (tag, set) => document.body.append(Object.assign(document.createElement(tag), set));
globalThis.framed = urls.map((url) => '<iframe src="' + url + '"></iframe>').join("");
globalThis.link = (set) => { const a = Object.assign(document.createElement("a"), set); document.body.append(a); a.click(); };
`;

/** Ways to have one of our pages in the own one, or in a window that one has a hand on. */
const WAYS: Readonly<Record<string, string>> = {
  "an iframe": `for (const src of urls) put("iframe", { src })`,
  "an iframe in which everything is allowed": `for (const src of urls)
    put("iframe", { src, allow: "fullscreen; publickey-credentials-get", sandbox: "allow-scripts allow-same-origin" })`,
  "an object": `for (const data of urls) put("object", { data, type: "text/html" })`,
  "an embed": `for (const src of urls) put("embed", { src, type: "text/html" })`,
  "a frame within a frame": `put("iframe", { srcdoc: framed })`,
  "a frame within a blob": `put("iframe", { src: URL.createObjectURL(new Blob([framed], { type: "text/html" })) })`,
  "a frame that a link turns": `put("iframe", { name: "inner" }); link({ href: url, target: "inner" })`,
  "a window": `open(url, "ours", "popup,width=400,height=640")`,
  "a blank window that is moved on": `globalThis.other = open("about:blank"); other.location = url`,
  "a blank window that is written": `globalThis.other = open("about:blank"); other.document.write(framed)`,
  "a window of its own that is moved on": `globalThis.other = open("/"); other.onload = () => { other.location = url; }`,
  "a link": `link({ href: url, target: "_blank", rel: "opener" })`,
  "a form": `const form = Object.assign(document.createElement("form"), { action: url, method: "POST", target: "_blank" });
    document.body.append(form); form.submit()`,
  "a refresh": `put("meta", { httpEquiv: "refresh", content: "0;url=" + url })`,
  "its own address": `location.href = url`,
};

/** What changes a window's place or size, or takes it out of sight, as code in it. */
const inWindow = (window: Page, change: object) =>
  window.evaluate(`(async () => {
    const { windows } = globalThis.browser ?? chrome;
    await windows.update((await windows.getCurrent()).id, ${JSON.stringify(change)});
  })()`);

interface Scene {
  readonly page: Page;
  readonly window: Page;
}

const DISTURBED: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  "is moved": ({ window }) => inWindow(window, { left: 60, top: 40 }),
  "is made larger": ({ window }) => inWindow(window, { width: 440 }),
};

/** Headless Chromium leaves a window its focus, whatever is put before it, until the window itself is told to let go. */
const OUT_OF_FOCUS: Readonly<Record<BrowserName, typeof DISTURBED>> = {
  chromium: {
    "loses the focus": async ({ window }) => {
      await inWindow(window, { focused: false });
      await staysDisarmed(window);
      await inWindow(window, { focused: true });
    },
  },
  firefox: {
    "loses the focus to the page that asked": async ({ page, window }) => {
      await page.bringToFront();
      await staysDisarmed(window);
      await window.bringToFront();
    },
    "lies under a popup of the page": async ({ page, window }) => {
      const [left, top] = await window.evaluate(() => [screenX, screenY]);
      await page.bringToFront();
      await page.evaluate(
        `globalThis.over = open("/", "over", "popup,left=${left},top=${top},width=420,height=660")`,
      );
      await staysDisarmed(window);
      await page.evaluate("over.close()");
      await window.bringToFront();
    },
  },
};

const disturbances = (name: BrowserName) => Object.entries({ ...DISTURBED, ...OUT_OF_FOCUS[name] });

const addressOf = (frame: Frame) =>
  within(
    frame.evaluate(() => location.href),
    2_500,
  ).catch(() => "");

describe.each(BROWSERS)("clickjacking in %s", (name) => {
  let world: World;
  let vault: Page;
  let page: Page;
  let window: Page;
  let outcome: Awaiting;

  const siteAt = (label: string) => world.browser.newPage(`http://${label}.localhost:${world.sites.port}`);
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html", PATIENCE.timeout);
  const others = async () =>
    (await world.browser.openExtensionPages(/./)).filter((one) => one !== vault && one !== window);
  /** Our pages come from the disk at once: they would be there before frames that begin to load after them. */
  const settled = () =>
    page.evaluate(async () => {
      for (let n = 0; n < 3; n += 1)
        await new Promise((resolve) => {
          const frame = document.createElement("iframe");
          frame.onload = resolve;
          frame.src = "/";
          document.body.append(frame);
        });
    });

  beforeAll(async () => {
    world = await startWorld(name);
    vault = await createVault(world.browser);
    page = await siteAt("asker");
    outcome = await ask(page, "dfns_connect");
    window = await approvalWindow();
    await seeText(window, "asker.localhost", PATIENCE);
  });
  afterAll(() => world.close());

  it("finds a window without opener, parent or name", async () => {
    expect(
      await window.evaluate(() => [opener, parent === globalThis.window, document.defaultView?.name]),
    ).toEqual([null, true, ""]);
  });

  it.each(Object.entries(WAYS))("gets none of our pages by %s", async (_, way) => {
    const request = await window.evaluate(() => location.href);
    const urls = [
      request,
      ...["approve.html", "vault.html#/accounts", "popup.html"].map((path) => world.browser.base + path),
    ];
    const hostile = await world.browser.newPage(world.sites.evil);
    const opened: Page[] = [];
    hostile.on("popup", (popup) => popup && opened.push(popup));
    await hostile.evaluate(`{ ${TOOLS(urls)} try { ${way} } catch {} }`);
    await settled();
    const frames = [hostile, ...opened].flatMap((one) => one.frames());
    const addresses = await Promise.all(frames.map(addressOf));
    expect(addresses.filter((address) => address.startsWith(world.browser.base))).toEqual([]);
    expect(await others()).toEqual([]);
    for (const one of [...opened, hostile]) await one.close();
  });

  it.each(disturbances(name))("finds Approve disarmed for 800 ms once the window %s", async (_, disturb) => {
    await window.bringToFront();
    expect(await disarmedBy(window, () => disturb({ page, window }), PATIENCE)).toBeGreaterThan(
      ARMS_AFTER_MS,
    );
  });

  it("gets nothing for any of it: the request waits, and only the person's own press gives it", async () => {
    expect(resultOf(await call(page, "dfns_getStatus"))).toEqual({ connected: false });
    await window.bringToFront();
    await press(window, "Approve", PATIENCE);
    expect(await outcome(PATIENCE.timeout)).toEqual({ result: { accounts: [] } });
    await finish(window, PATIENCE);
  });

  it("gets nothing for a double click whose first half opens the window", async () => {
    const asker = await siteAt("double");
    await asker.evaluate(`addEventListener("pointerdown", () => {
      providers[0].provider.request({ method: "dfns_connect" }).catch(({ data }) => { globalThis.reason = data.reason; });
    }, { once: true })`);
    await asker.bringToFront();
    await asker.mouse.click(200, 200);
    const opened = await approvalWindow();
    await seeText(opened, "double.localhost", PATIENCE);
    const rest = await keepDisarmed(opened);
    const box = await (await find(opened, "button", "Approve", PATIENCE)).boundingBox();
    if (box === null) throw new Error("Approve is not on the screen.");
    await opened.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { count: 2 });
    await rest();
    await enabled(opened, "button", "Approve", PATIENCE);
    await seeText(opened, "Connect this site", PATIENCE);
    await reject(opened);
    await until("the answer", async () => (await asker.evaluate("globalThis.reason")) === "userRejected");
    await asker.close();
  });

  it("finds nothing to approve in a window that is opened by its address", async () => {
    for (const path of ["approve.html", `approve.html#${crypto.randomUUID()}`]) {
      const tab = await world.browser.extensionPage(path);
      await seeText(tab, /No request is waiting|The page that asked is gone/, PATIENCE);
      expect(await peek(tab, "button", "Approve")).toBeNull();
      await tab.close();
    }
  });

  it("gets one answer for a request that is open in two places", async () => {
    const asker = await siteAt("twice");
    const asked = await ask(asker, "dfns_connect");
    const first = await approvalWindow();
    await seeText(first, "twice.localhost", PATIENCE);
    const address = await first.evaluate(() => location.hash);
    const second = await world.browser.extensionPage(`approve.html${address}`);
    await second.bringToFront();
    await press(second, "Reject", PATIENCE);
    expect(reasonOf(await asked())).toBe("userRejected");
    await until("Approve to go", async () => (await peek(first, "button", "Approve")) === null);
    await asker.close();
  });
});
