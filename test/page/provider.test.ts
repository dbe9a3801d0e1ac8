import { rmSync } from "node:fs";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METHODS, PING_TIMEOUT } from "../../src/protocol/wire.ts";
import { BROWSERS, launch, type TestBrowser } from "../e2e/harness/browsers.ts";
import { DAPP, type Sites, startSites } from "../e2e/harness/origins.ts";
import { stubExtension } from "./stub.ts";

/** Runs code in the page with `provider` at hand; a rejection comes back as `{ code, reason, path, isError }`. */
const inPage = (page: Page, code: string): Promise<unknown> =>
  page.evaluate(`(async () => {
    const { provider } = providers[0];
    try { return await (${code}); }
    catch (error) {
      return { name: error.name, code: error.code, reason: error.data?.reason, path: error.data?.path, isError: error instanceof Error };
    }
  })()`);

const refusal = (code: number, reason: string, path?: string) => ({
  name: "ProviderRpcError",
  isError: true,
  code,
  reason,
  ...(path === undefined ? {} : { path }),
});

/** Replaces what libraries and hostile pages replace, after the provider has loaded. */
const VANDAL = `<script>
const broken = () => { throw new Error("replaced by the page"); };
for (const name of ["Promise", "MessageChannel", "CustomEvent", "setTimeout", "postMessage", "addEventListener", "dispatchEvent"])
  window[name] = broken;
MessagePort.prototype.postMessage = MessagePort.prototype.start = MessagePort.prototype.close = broken;
EventTarget.prototype.addEventListener = EventTarget.prototype.dispatchEvent = broken;
Crypto.prototype.randomUUID = Object.freeze = Reflect.apply = broken;
</script>`;

const PAGES = {
  "/vandal": { body: DAPP + VANDAL },
  "/frame": { body: `${DAPP}<iframe src="/"></iframe>` },
};

describe.each(BROWSERS)("the provider in %s", (name) => {
  let sites: Sites;
  let browser: TestBrowser;
  let page: Page;
  const extension = stubExtension(name);

  beforeAll(async () => {
    sites = await startSites(PAGES);
    browser = await launch(name, { extension });
    page = await browser.newPage(sites.good);
  });
  afterAll(async () => {
    await browser.close();
    await sites.close();
    rmSync(extension, { recursive: true });
  });

  it("announces itself on load and when asked, frozen all through", async () => {
    const [detail, again, frozen] = (await page.evaluate(`(() => {
      const all = (value) => Object.isFrozen(value) && Object.values(value).every((inner) => typeof inner !== "object" || all(inner));
      const before = providers.length;
      dispatchEvent(new Event("dfns:requestProvider"));
      return [providers[0], [before, providers.length, providers[0] === providers.at(-1)], all(providers[0])];
    })()`)) as [{ info: Record<string, string>; api: number; methods: string[] }, unknown, boolean];
    expect(detail.info).toMatchObject({ name: "Countersign", rdns: "app.countersign" });
    expect(detail.info.uuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(detail.info.icon).toMatch(/^data:image\/svg\+xml,/);
    expect([detail.api, detail.methods, frozen]).toEqual([1, [...METHODS], true]);
    expect(again).toEqual([1, 2, true]);
  });

  it("carries a call in and its answer out, with nothing added", async () => {
    const params = { text: "ü", list: [1, { deep: null }], left: undefined };
    const answer = await inPage(
      page,
      `provider.request({ method: "echo", params: ${JSON.stringify(params)}, extra: 1 })`,
    );
    expect(answer).toEqual({
      params: { text: "ü", list: [1, { deep: null }] },
      origin: sites.good,
      members: ["id", "method", "params"],
    });
  });

  it("carries pushed answers and errors", async () => {
    expect(await inPage(page, `provider.request({ method: "later" })`)).toBe("pushed");
    expect(await inPage(page, `provider.request({ method: "refuse" })`)).toEqual(
      refusal(4001, "userRejected"),
    );
    expect(await inPage(page, `provider.request({ method: "probe" })`)).toBe(true);
  });

  it.each([
    ["no arguments", "provider.request()", ""],
    ["no method", "provider.request({})", "method"],
    ["a function in the params", `provider.request({ method: "echo", params: { run() {} } })`, ""],
    ["a number JSON has not", `provider.request({ method: "echo", params: { big: 10n } })`, ""],
    ["a circle", `((o) => provider.request({ method: "echo", params: (o.o = o) }))({})`, ""],
    ["300,000 characters", `provider.request({ method: "echo", params: "x".repeat(300000) })`, ""],
  ])("refuses %s", async (_what, code, path) => {
    expect(await inPage(page, code)).toEqual(refusal(-32602, "invalidParams", path));
  });

  it("delivers events while a listener is on, also beside one that throws", async () => {
    const heard = await inPage(
      page,
      `(async () => {
        const heard = [];
        const hear = (data) => heard.push(data);
        const chained = provider.on("lockChanged", () => { throw new Error("of the page"); }).on("lockChanged", hear) === provider;
        await provider.request({ method: "event" });
        provider.removeListener("lockChanged", hear);
        await provider.request({ method: "event" });
        return [chained, heard];
      })()`,
    );
    expect(heard).toEqual([true, [{ locked: true }]]);
  });

  it("delivers the same call again when the background took it and died", async () => {
    expect(await inPage(page, `provider.request({ method: "dies" })`)).toBe(2);
  });

  it("wakes a background that is not running", async () => {
    await browser.killBackground();
    expect(await inPage(page, `provider.request({ method: "later" })`)).toBe("pushed");
  });

  it("works after the page has replaced everything it uses", async () => {
    const vandal = await browser.newPage(`${sites.good}/vandal`);
    const answer = await vandal.evaluate(() => {
      const [detail] = (
        window as unknown as { providers: { provider: { request(args: object): unknown } }[] }
      ).providers;
      return detail?.provider.request({ method: "echo", params: [1] });
    });
    expect(answer).toMatchObject({ params: [1] });
    await vandal.close();
  });

  it("is not in frames", async () => {
    const outer = await browser.newPage(`${sites.good}/frame`);
    const counts = await outer.evaluate(
      `[providers.length, document.querySelector("iframe").contentWindow.providers.length]`,
    );
    expect(counts).toEqual([1, 0]);
    await outer.close();
  });

  it("carries calls side by side and gives each its own answer", async () => {
    const answers = await inPage(
      page,
      `Promise.all([
        ...["later", "refuse", "dies"].map((method) => provider.request({ method }).catch((error) => error.code)),
        ...[1, 2, 3].map((params) => provider.request({ method: "echo", params }).then((echo) => echo.params)),
        provider.request({ method: "echo", params: () => {} }).catch((error) => error.code),
      ])`,
    );
    expect(answers).toEqual(["pushed", 4001, 2, 1, 2, 3, -32602]);
  });

  it("shows no call to the listeners of the page but the first", async () => {
    const open = await browser.newPage(sites.good);
    const heard = await open.evaluate(`(async () => {
      const heard = [];
      addEventListener("message", ({ data }) => heard.push(data.params));
      for (const params of [1, 2, 3]) await providers[0].provider.request({ method: "echo", params });
      return heard;
    })()`);
    expect(heard).toEqual([1]);
    await open.close();
  });

  it("waits for a person as long as they take", async () => {
    const slow = await browser.newPage(sites.good);
    const early = await slow.evaluate(`Promise.race([
      providers[0].provider.request({ method: "mute" }).catch((error) => error.data.reason),
      new Promise((done) => setTimeout(done, ${PING_TIMEOUT + 500}, "waiting")),
    ])`);
    expect(early).toBe("waiting");
    await slow.close();
  });

  it("says disconnected to every call once nobody answers, and finds who answers again", async () => {
    const silent = await browser.newPage(sites.good);
    const started = Date.now();
    // What reaches the relay no more: the page's own listener stops it before.
    const lost = await silent.evaluate(`(() => {
      globalThis.hush = new AbortController();
      addEventListener("message", (event) => event.ports[0]?.close(), { capture: true, signal: hush.signal });
      const lost = () => providers[0].provider.request({ method: "echo" }).catch((error) => error.code);
      return Promise.all([lost(), lost()]);
    })()`);
    expect(lost).toEqual([4900, 4900]);
    expect(Date.now() - started).toBeLessThan(20_000);
    const found = await silent.evaluate(`(() => {
      hush.abort();
      return providers[0].provider.request({ method: "echo", params: 1 }).then(({ params }) => params);
    })()`);
    expect(found).toBe(1);
    await silent.close();
  });
});
