import type { Frame, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METHODS, TO_RELAY } from "../../src/protocol/wire.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { DAPP } from "./harness/origins.ts";
import { createVault, reject } from "./harness/steps.ts";
import { until } from "./harness/until.ts";
import { ask, call, type Outcome, reasonOf, resultOf, startWorld, type World } from "./world.ts";

/** Frames of a page that may ask; none of them may. `evil` stands for the address of another origin. */
const FRAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a same-origin frame": { src: "/" },
  "a cross-origin frame": { src: "evil" },
  "a sandboxed frame": { src: "/", sandbox: "allow-scripts" },
  "a sandboxed frame of the same origin": { src: "/", sandbox: "allow-scripts allow-same-origin" },
  "a data: frame": { src: "data:text/html,<p>data</p>" },
  "a srcdoc frame": { srcdoc: "<p>srcdoc</p>" },
  "a blob: frame": { src: "blob" },
  "an about:blank frame": { src: "about:blank" },
};

/** Top documents that may not ask. */
const TOPS: Readonly<Record<string, (world: World) => Promise<Page>>> = {
  "a document with CSP sandbox": ({ browser, sites }) => browser.newPage(`${sites.good}/sandboxed`),
  "a data: document": ({ browser }) => browser.newPage("data:text/html,<p>data</p>"),
  "an about:blank document": ({ browser }) => browser.newPage("about:blank"),
  "a blob: document": async ({ browser, sites }) => {
    const page = await browser.newPage(sites.good);
    const moved = page.waitForNavigation().catch(() => undefined);
    await page.evaluate(() => {
      location.href = URL.createObjectURL(new Blob(["<p>blob</p>"], { type: "text/html" }));
    });
    await moved;
    await until("the blob", async () => (await page.evaluate(() => location.protocol)) === "blob:");
    return page;
  },
};

interface Probed extends Window {
  replies?: unknown[];
  found?: number;
}

/**
 * Asks in every way a page has: providers that answer the announcement, and the relay's own message to this window, its
 * parent and the top. What comes back is kept in `replies`; pings and pongs do not count.
 */
const probe = (frame: Frame) =>
  frame.evaluate(
    (methods, to) => {
      const probed = window as Probed;
      const replies: unknown[] = [];
      probed.replies = replies;
      const keep = (reply: unknown) => {
        if (typeof reply === "object") replies.push(reply);
      };
      const tell = (method: string, target: Window) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => keep(data);
        target.postMessage({ to, id: `${method} ${Math.random()}`, method }, "*", [port2]);
      };
      const request = (event: Event) => {
        const { provider } = (event as CustomEvent).detail;
        probed.found = (probed.found ?? 0) + 1;
        for (const method of methods)
          provider
            .request({ method })
            .then((result: unknown) => keep({ result }))
            .catch(({ code, data }: { code: number; data: unknown }) => keep({ error: { code, data } }));
      };
      addEventListener("dfns:announceProvider", request, { once: true });
      dispatchEvent(new Event("dfns:requestProvider"));
      for (const method of methods)
        for (const target of [window, parent, top]) tell(method, target ?? window);
    },
    [...METHODS],
    TO_RELAY,
  );

const repliesIn = (frame: Frame) =>
  frame.evaluate(() => (window as Probed).replies as { error?: { code: number } }[]);

describe.each(BROWSERS)("who may ask, in %s", (name) => {
  let world: World;
  let page: Page;
  const windows = () => world.browser.openExtensionPages("approve.html");
  /** What was sent before has been answered by now, if it ever is. */
  const settled = async () => {
    for (let n = 0; n < 3; n += 1) resultOf(await call(page, "dfns_getStatus"));
  };

  beforeAll(async () => {
    world = await startWorld(name, {
      "/sandboxed": { body: DAPP, headers: { "Content-Security-Policy": "sandbox allow-scripts" } },
    });
    await createVault(world.browser);
    page = await world.browser.newPage(world.sites.good);
  });
  afterAll(() => world.close());

  it("a top document: the methods for any site, and those for connected sites are refused before any look-up", async () => {
    const outcomes = new Map<string, Outcome>();
    for (const method of METHODS) {
      if (method !== "dfns_connect") outcomes.set(method, await call(page, method));
    }
    expect(outcomes.get("dfns_getStatus")).toEqual({ result: { connected: false } });
    const reasons = [...outcomes].map(([method, outcome]) => [method, reasonOf(outcome)]);
    const forAnySite = ["dfns_register", "dfns_recover", "dfns_sign"];
    for (const [method, reason] of reasons) {
      if (method === "dfns_getStatus") continue;
      expect([method, reason]).toEqual([
        method,
        forAnySite.includes(method ?? "") ? "invalidParams" : "unauthorized",
      ]);
    }
    const connecting = await ask(page, "dfns_connect");
    await reject(await world.browser.waitForExtensionPage("approve.html"));
    expect(reasonOf(await connecting())).toBe("userRejected");
  });

  it.each(Object.entries(FRAMES))("not %s: no provider, no answer, no window", async (_, attributes) => {
    const outer = await world.browser.newPage(world.sites.good);
    await outer.evaluate(
      (set, evil) => {
        const frame = document.createElement("iframe");
        const blob = URL.createObjectURL(new Blob(["<p>blob</p>"], { type: "text/html" }));
        const addresses: Record<string, string> = { evil, blob };
        for (const [key, value] of Object.entries(set)) frame.setAttribute(key, addresses[value] ?? value);
        document.body.append(frame);
      },
      attributes,
      world.sites.evil,
    );
    const frame = await until("the frame", async () => {
      const inner = await (await outer.$("iframe"))?.contentFrame();
      const isReady = await inner?.evaluate(() => document.readyState === "complete");
      return isReady ? inner : null;
    });
    await probe(frame);
    await settled();
    expect(await repliesIn(frame)).toEqual([]);
    expect(await frame.evaluate(() => (window as Probed).found ?? 0)).toBe(0);
    expect(await windows()).toEqual([]);
    await outer.close();
  });

  it.each(Object.entries(TOPS))("not %s: every method is refused alike, no window", async (_, open) => {
    const top = await open(world);
    await probe(top.mainFrame());
    await settled();
    const replies = await repliesIn(top.mainFrame());
    const codes = new Set(replies.map(({ error }) => error?.code));
    expect([...codes]).toEqual(replies.length === 0 ? [] : [4100]);
    expect(await windows()).toEqual([]);
    await top.close();
  });
});
