import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METHODS } from "../../../src/protocol/wire.ts";
import { registerParams } from "../../background/register.ts";
import { BROWSERS } from "../harness/browsers.ts";
import { press, seeText, waitClosed } from "../harness/byName.ts";
import { DAPP, type Sites } from "../harness/origins.ts";
import { createVault, PASSWORD, registerInWindow, reject } from "../harness/steps.ts";
import { until } from "../harness/until.ts";
import { ask, call, reasonOf, resultOf, startWorld, type World } from "../world.ts";
import { type SpiedWindow, spyOn } from "./spy.ts";

const USER = "jane@example.com";
const SPY = `<script>(${spyOn})(window)</script>`;

/** What messages and answers are told apart by, on every object of the page. */
const POISON = `<script>
for (const name of ["result", "error", "event", "accepted", "listen", "to", "id", "ids", "answer", "ceremony"])
  Object.prototype[name] = "poison";
</script>`;

const PAGES = {
  "/early": { body: SPY + DAPP },
  "/late": { body: DAPP + SPY },
  "/poisoned": { body: DAPP + POISON },
  "/opener": { body: `${DAPP}<script>const spyOn = ${spyOn};</script>` },
};

interface Way {
  /** What becomes of a request that the person rejects. */
  readonly outcome: "userRejected" | "disconnected";
  open(world: World): Promise<Page>;
}

const siteAt = ({ port }: Sites, label: string, path = "/") => `http://${label}.localhost:${port}${path}`;

/** Ways to get in between. */
const WAYS: Readonly<Record<string, Way>> = {
  "before its own scripts": {
    outcome: "userRejected",
    open: ({ browser, sites }) => browser.newPage(siteAt(sites, "early", "/early")),
  },
  "after it has loaded": {
    outcome: "userRejected",
    open: ({ browser, sites }) => browser.newPage(siteAt(sites, "late", "/late")),
  },
  // The window of a fresh about:blank goes on into a page of its opener's origin, with all that was done to it. What is
  // posted through the opener's functions comes from the opener, and the relay takes nothing from another window.
  "before even the provider, from the window that opened it": {
    outcome: "disconnected",
    open: async ({ browser, sites }) => {
      const opener = await browser.newPage(siteAt(sites, "opener", "/opener"));
      const opened = new Promise<Page>((resolve) => opener.once("popup", (page) => page && resolve(page)));
      await opener.evaluate(`{ const next = open("/"); spyOn(next); }`);
      const page = await opened;
      await until("the page to load", () => page.evaluate(() => "providers" in window));
      return page;
    },
  },
};

const seenBy = (page: Page) => page.evaluate(() => (window as unknown as SpiedWindow).seen?.() ?? "");

describe.each(BROWSERS)("a hostile page in %s", (name) => {
  let world: World;
  let good: Page;
  /** What only the person and the other site know. */
  const secrets: string[] = [PASSWORD, USER];
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html");

  const signIn = async (): Promise<string> => {
    const api = { url: world.dfns.url, orgId: world.dfns.orgId };
    const outcome = await ask(good, "dfns_login", { api, username: USER });
    const window = await approvalWindow();
    await press(window, "Approve");
    const { token } = resultOf<{ token: string }>(await outcome());
    await waitClosed(window);
    return token;
  };

  beforeAll(async () => {
    world = await startWorld(name, PAGES);
    await createVault(world.browser);
    good = await world.browser.newPage(world.sites.good);
    const outcome = await ask(good, "dfns_register", await registerParams(world.dfns, USER));
    const { words } = await registerInWindow(await approvalWindow());
    resultOf(await outcome());
    const user = world.dfns.users().find(({ username }) => username === USER);
    secrets.push(words.join(" "), user?.id ?? "", ...(user?.credentials ?? []).map(({ credId }) => credId));
    // In Firefox this is another one in each profile: who knows it knows the person again.
    if (name === "firefox") secrets.push(new URL(world.browser.base).host);
  });
  afterAll(() => world.close());

  it.each(Object.entries(WAYS))("that listens in %s learns nothing but its own answers", async (_, way) => {
    const page = await way.open(world);
    const token = await signIn();
    const others = METHODS.filter((method) => method !== "dfns_connect");
    const codes = await Promise.all(others.map((method) => call(page, method, { a: [1] }).then(codeOf)));
    const asked = await ask(page, "dfns_connect");
    if (way.outcome === "userRejected") await reject(await approvalWindow());
    expect(reasonOf(await asked())).toBe(way.outcome);
    expect(codes.every((code) => Number.isInteger(code))).toBe(true);
    const seen = await seenBy(page);
    for (const own of ["MessageChannel", "dfns_connect"]) expect(seen).toContain(own);
    for (const secret of [...secrets, token]) expect(seen.includes(secret), secret).toBe(false);
    expect(await world.browser.openExtensionPages("approve.html")).toEqual([]);
    await page.close();
  });

  it("that has poisoned the prototype of all objects gets the answers all the same", async () => {
    const page = await world.browser.newPage(siteAt(world.sites, "poisoned", "/poisoned"));
    expect(resultOf(await call(page, "dfns_getStatus"))).toEqual({ connected: false });
    expect(reasonOf(await call(page, "dfns_login"))).toBe("unauthorized");
    await page.close();
  });

  it("gets the answer that came while the browser kept it behind another page, and no second window", async () => {
    const page = await world.browser.newPage(siteAt(world.sites, "left"));
    const isAt = (host: string) =>
      until(`the page at ${host}`, () => page.evaluate((there) => location.hostname === there, host));
    await page.evaluate(() => {
      addEventListener("pageshow", ({ persisted }) => Object.assign(globalThis, { persisted }));
    });
    const asked = await ask(page, "dfns_connect");
    const window = await approvalWindow();
    await seeText(window, "left.localhost");
    await page.evaluate((next) => void setTimeout(() => location.assign(next)), siteAt(world.sites, "next"));
    await isAt("next.localhost");
    await reject(window);
    await page.evaluate(() => void setTimeout(() => history.back()));
    await isAt("left.localhost");
    expect(await page.evaluate("globalThis.persisted")).toBe(true);
    expect(reasonOf(await asked())).toBe("userRejected");
    expect(await world.browser.openExtensionPages("approve.html")).toEqual([]);
    await page.close();
  });

  it("finds nothing drawn in it, and nothing added, before, while and after it asks", async () => {
    const page = await world.browser.newPage(siteAt(world.sites, "drawn"));
    const before = await page.content();
    const asked = await ask(page, "dfns_connect");
    const window = await approvalWindow();
    const meanwhile = await page.content();
    await reject(window);
    await asked();
    expect(new Set([before, meanwhile, await page.content()]).size).toBe(1);
    expect(before.match(/<script/g)).toHaveLength(1);
    expect(before.match(/<(iframe|style|link|div|dialog)/g)).toBeNull();
    await page.close();
  });
});

const codeOf = (outcome: Awaited<ReturnType<typeof call>>): number =>
  "error" in outcome ? outcome.error.code : 0;
