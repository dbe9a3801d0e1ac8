import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerParams } from "../background/register.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { fill, press, seeText, waitClosed } from "./harness/byName.ts";
import { DAPP } from "./harness/origins.ts";
import { createVault, registerInWindow, reject, typeWords, writeDown } from "./harness/steps.ts";
import { ask, call, reasonOf, startWorld, type World } from "./world.ts";

/** An API host that answers everything in one way. */
interface BadApi {
  readonly url: string;
  answer: (response: ServerResponse) => void;
  close(): Promise<void>;
}

async function startBadApi(): Promise<BadApi> {
  const api = { answer: (response: ServerResponse) => void response.end() };
  const server: Server = createServer((_request, response) => api.answer(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(api, {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
  };
const html = (status: number) => (response: ServerResponse) => {
  response.writeHead(status, { "Content-Type": "text/html" }).end("<!doctype html><h1>Maintenance</h1>");
};

const FRAMES = `${DAPP}<iframe src="/"></iframe><iframe sandbox="allow-scripts" src="/"></iframe>
<iframe srcdoc="<script>parent.postMessage('loaded', '*')</script>"></iframe>`;

describe.each(BROWSERS)("bad input in %s", (name) => {
  let world: World;
  let page: Page;
  let bad: BadApi;
  let user = 0;

  beforeAll(async () => {
    bad = await startBadApi();
    world = await startWorld(name, {
      "/frames": { body: FRAMES },
      "/sandboxed": { body: DAPP, headers: { "Content-Security-Policy": "sandbox allow-scripts" } },
    });
    await createVault(world.browser);
    page = await world.browser.newPage(world.sites.good);
  });
  afterAll(async () => {
    await world.close();
    await bad.close();
  });

  const params = async (change?: object) => {
    user += 1;
    return registerParams(world.dfns, `lee${user}@example.com`, change);
  };
  const windows = () => world.browser.openExtensionPages("approve.html");

  it("opens no window and gives the contract's error, with the member at fault", async () => {
    const good = await params();
    const cases: [unknown, string, string][] = [
      [
        { ...good, challenge: { ...good.challenge, challenge: "not base64url!" } },
        "invalidParams",
        "challenge.challenge",
      ],
      [{ ...good, wallets: [] }, "invalidParams", "wallets"],
      [{ ...good, wallets: Array(100).fill({ network: "x".repeat(10_000) }) }, "invalidParams", ""],
      [{ ...good, api: { ...good.api, url: "https://api.evil.example" } }, "invalidParams", "api.url"],
      [{ ...good, firstFactor: "Password" }, "unsupportedKind", ""],
    ];
    for (const [asked, reason, path] of cases) {
      const outcome = await call(page, "dfns_register", asked);
      expect(outcome).toMatchObject({ error: { data: { reason, ...(path && { path }) } } });
    }
    expect(reasonOf(await call(page, "dfns_nothing"))).toBe("unsupportedMethod");
    expect(reasonOf(await call(page, "dfns_disconnect"))).toBe("unauthorized");
    expect(await windows()).toEqual([]);
  });

  it("refuses an expired token on arrival", async () => {
    const good = await params();
    const claims = Buffer.from(JSON.stringify({ exp: 1_700_000_000 })).toString("base64url");
    const expired = { ...good.challenge, temporaryAuthenticationToken: `e30.${claims}.x` };
    expect(await call(page, "dfns_register", { ...good, challenge: expired })).toMatchObject({
      error: { code: -32081, data: { reason: "challengeExpired" } },
    });
    expect(await windows()).toEqual([]);
  });

  it("keeps one request of a site waiting and brings its window forward", async () => {
    const first = await ask(page, "dfns_connect");
    const window = await world.browser.waitForExtensionPage("approve.html");
    expect(await call(page, "dfns_register", await params())).toMatchObject({
      error: { code: -32002, data: { reason: "pending" } },
    });
    expect(await windows()).toHaveLength(1);
    await reject(window);
    expect(reasonOf(await first())).toBe("userRejected");
  });

  const endingIn = async (seconds: number) => {
    const good = await params();
    const claims = { exp: Math.floor(Date.now() / 1000) + seconds };
    const token = `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;
    return { ...good, challenge: { ...good.challenge, temporaryAuthenticationToken: token } };
  };

  it("says expired to page and person when nobody answers in time", async () => {
    const asked = await endingIn(3);
    const outcome = await ask(page, "dfns_register", asked);
    const window = await world.browser.waitForExtensionPage("approve.html");
    expect(await outcome()).toMatchObject({ error: { code: 4001, data: { reason: "expired" } } });
    await seeText(window, "This request has expired");
    await press(window, "Close");
    await waitClosed(window);
  });

  it("says that the challenge expired when it ran out after Approve, and that the words stay good", async () => {
    const outcome = await ask(page, "dfns_register", await endingIn(12));
    const window = await world.browser.waitForExtensionPage("approve.html");
    await press(window, "Approve");
    const words = await writeDown(window);
    expect(await outcome()).toMatchObject({ error: { code: -32081, data: { reason: "challengeExpired" } } });
    await seeText(window, "The words you wrote down stay good.");
    await press(window, "Close");
    await waitClosed(window);
    const next = await ask(page, "dfns_register", await registerParams(world.dfns, `lee${user}@example.com`));
    const again = await registerInWindow(await world.browser.waitForExtensionPage("approve.html"));
    expect(again.words).toEqual(words);
    expect(await next()).toMatchObject({ result: { user: { username: `lee${user}@example.com` } } });
  });

  it("gives frames no provider, and a sandboxed document nothing", async () => {
    const framed = await world.browser.newPage(`${world.sites.good}/frames`);
    const counts = await Promise.all(
      framed
        .frames()
        .map((frame) =>
          frame
            .evaluate(() => (window as unknown as { providers?: unknown[] }).providers?.length ?? 0)
            .catch(() => 0),
        ),
    );
    expect(counts.slice(1).every((count) => count === 0)).toBe(true);
    expect(counts[0]).toBeGreaterThan(0);
    await framed.close();
    const sandboxed = await world.browser.newPage(`${world.sites.good}/sandboxed`);
    const providers = await sandboxed.evaluate(
      () => (window as unknown as { providers: unknown[] }).providers.length,
    );
    if (providers > 0) expect(reasonOf(await call(sandboxed, "dfns_connect"))).toBe("unauthorized");
    expect(await windows()).toEqual([]);
    await sandboxed.close();
  });

  const answers: [string, (response: ServerResponse) => void, object, RegExp][] = [
    [
      "401 User already exists",
      json(401, { error: { id: "r", status: 401, message: "User already exists.", details: null } }),
      { reason: "apiError", status: 401, message: "User already exists." },
      /Sign in instead, or recover it/,
    ],
    [
      "409",
      json(409, { message: "Conflict" }),
      { reason: "apiError", status: 409 },
      /Check your account first/,
    ],
    [
      "429",
      json(429, { error: { message: "Too many requests" } }, { "Retry-After": "20" }),
      { reason: "apiError", status: 429, retryAfter: 20 },
      /Dfns asks to wait\. Trying again in 0:\d\d/,
    ],
    [
      "HTML with 200",
      html(200),
      { reason: "apiError", status: 200 },
      /Try again in a few minutes|does not fit/,
    ],
    ["HTML with 503", html(503), { reason: "apiError", status: 503 }, /Dfns has a problem right now/],
    [
      "no answer",
      (response) => void response.destroy(),
      { reason: "apiError", status: 0 },
      /No connection to/,
    ],
    [
      "a redirect",
      (response) => void response.writeHead(307, { Location: "http://127.0.0.1:9/" }).end(),
      { reason: "apiError", status: 0 },
      /No connection to|problem right now/,
    ],
  ];

  it.each(answers)(
    "tells page and person what to do when Dfns answers %s",
    async (_what, answer, data, sentence) => {
      const good = await params();
      bad.answer = answer;
      const outcome = await ask(page, "dfns_register", { ...good, api: { ...good.api, url: bad.url } });
      const window = await world.browser.waitForExtensionPage("approve.html");
      await press(window, "Approve");
      await typeWords(window, await writeDown(window));
      await press(window, "Finish");
      await seeText(window, sentence, { timeout: 20_000 });
      expect(await outcome()).toMatchObject({ error: { code: -32080, data } });
      await window.close();
      const tab = await world.browser.extensionPage("vault.html#/accounts");
      await seeText(tab, `lee${user}@example.com`);
      await seeText(tab, "Continue");
      await tab.close();
    },
  );

  it("does not open the vault for a wrong password, and says so", async () => {
    const tab = await world.browser.extensionPage("vault.html#/accounts");
    await press(tab, "Lock");
    await fill(tab, "Vault password", "certainly not this one");
    await press(tab, "Unlock");
    await seeText(tab, "That password does not open this vault.");
    await tab.close();
  });
});
