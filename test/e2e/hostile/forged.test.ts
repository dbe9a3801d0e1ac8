import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TO_RELAY } from "../../../src/protocol/wire.ts";
import { BROWSERS } from "../harness/browsers.ts";
import { press, seeText, waitClosed } from "../harness/byName.ts";
import { createVault, reject } from "../harness/steps.ts";
import { until } from "../harness/until.ts";
import { ask, call, resultOf, startWorld, type World } from "../world.ts";

/** What a page posts to the relay, as code, and what comes back: a reason, "result", or nothing. */
const FORGED: Readonly<Record<string, readonly [message: string, answer: string]>> = {
  "no id": [`{ method: "dfns_connect" }`, ""],
  "an id that is an object": [`{ id: { toString: null }, method: "dfns_connect" }`, ""],
  "an id of 65 characters": [`{ id: "x".repeat(65), method: "dfns_connect" }`, "invalidParams"],
  "an id of ten megabytes": [`{ id: "x".repeat(10_000_000), method: "dfns_connect" }`, "invalidParams"],
  "a method of ten megabytes": [`{ id: newId(), method: "x".repeat(10_000_000) }`, "invalidParams"],
  "no method": [`{ id: newId() }`, ""],
  "a method in a list": [`{ id: newId(), method: ["dfns_connect"] }`, ""],
  "a request of our own pages": [`{ id: newId(), method: "vault.lock" }`, "unsupportedMethod"],
  "an approval": [`{ id: newId(), method: "approval.approve", params: { id: "x" } }`, "unsupportedMethod"],
  "a method called __proto__": [`{ id: newId(), method: "__proto__" }`, "unsupportedMethod"],
  "a method called constructor": [`{ id: newId(), method: "constructor" }`, "unsupportedMethod"],
  "a request beside the method": [
    `{ id: newId(), method: "dfns_getStatus", request: "vault.lock" }`,
    "not connected",
  ],
  "the word of another site": [
    `{ id: newId(), method: "dfns_getStatus", origin: GOOD, sender: { origin: GOOD, url: GOOD } }`,
    "not connected",
  ],
  "the outcome of a passkey": [`{ ceremony: newId(), credential: { id: "x" } }`, ""],
  "the outcome of a passkey in a call": [
    `{ id: newId(), method: "dfns_getStatus", ceremony: newId(), credential: {} }`,
    "not connected",
  ],
  "an answer": [`{ ids: [newId()], answer: { result: 1 } }`, ""],
  "an event": [`{ event: "lockChanged", data: { locked: false } }`, ""],
  "params that go round": [
    `{ id: newId(), method: "dfns_register", params: ((o) => (o.o = o))({}) }`,
    "invalidParams",
  ],
  "params of a megabyte": [
    `{ id: newId(), method: "dfns_register", params: "x".repeat(1_000_000) }`,
    "invalidParams",
  ],
  "params 1,000 deep": [
    `{ id: newId(), method: "dfns_register", params: JSON.parse("[".repeat(1000) + "]".repeat(1000)) }`,
    "invalidParams",
  ],
  "params that would pollute": [
    `{ id: newId(), method: "dfns_register", params: JSON.parse('{"__proto__":{"connected":true},"constructor":{"prototype":{"connected":true}}}') }`,
    "invalidParams",
  ],
  "params that are no JSON": [
    `{ id: newId(), method: "dfns_register", params: new Map([[1, 2n]]) }`,
    "invalidParams",
  ],
  "params that are bytes": [
    `{ id: newId(), method: "dfns_register", params: new Uint8Array(9) }`,
    "invalidParams",
  ],
};

const REPLY = `({ data }) => {
  if (typeof data !== "object") return;
  replies.push(data.error?.data.reason ?? (data.result?.connected === false ? "not connected" : "result"));
}`;

/** What every page here has at hand. `post` keeps what comes back in `replies`. */
const TOOLS = `
globalThis.replies = [];
globalThis.newId = () => crypto.randomUUID();
globalThis.post = (message, to = window) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ${REPLY};
  to.postMessage({ to: ${JSON.stringify(TO_RELAY)}, ...message }, "*", [port2]);
};
`;

const repliesIn = (page: Page) =>
  page.evaluate(() => (window as unknown as { replies: string[] }).replies.splice(0));

describe.each(BROWSERS)("what a page forges in %s", (name) => {
  let world: World;
  let page: Page;
  let good: Page;
  const windows = () => world.browser.openExtensionPages("approve.html");
  const approvalWindow = () => world.browser.waitForExtensionPage("approve.html");
  const siteAt = async (label: string) => {
    const tab = await world.browser.newPage(`http://${label}.localhost:${world.sites.port}`);
    await tab.evaluate(TOOLS);
    await tab.evaluate(`globalThis.GOOD = ${JSON.stringify(world.sites.good)}`);
    return tab;
  };
  /** What was sent before has been answered by now, if it ever is. */
  const settled = async () => {
    for (let n = 0; n < 2; n += 1) expect(resultOf(await call(page, "dfns_getStatus")).connected).toBe(false);
  };

  beforeAll(async () => {
    world = await startWorld(name);
    await createVault(world.browser);
    good = await world.browser.newPage(world.sites.good);
    await good.evaluate(TOOLS);
    const asked = await ask(good, "dfns_connect");
    const window = await approvalWindow();
    await press(window, "Approve");
    resultOf(await asked());
    await press(window, "Done");
    await waitClosed(window);
    page = await siteAt("forger");
  });
  afterAll(() => world.close());

  it.each(Object.entries(FORGED))("gets what it is worth: %s", async (_, [message, answer]) => {
    await page.evaluate(`post(${message})`);
    if (answer) await until("an answer", () => page.evaluate("replies.length > 0") as Promise<boolean>);
    await settled();
    expect(await repliesIn(page)).toEqual(answer ? [answer] : []);
    expect(await windows()).toEqual([]);
    expect(resultOf(await call(good, "dfns_getStatus"))).toEqual({ connected: true, locked: false });
  });

  it("gets nothing from another window, though it be of the same site", async () => {
    const opened = new Promise<Page>((resolve) => page.once("popup", (tab) => tab && resolve(tab)));
    await page.evaluate(`void open("/")`);
    const other = await opened;
    await until("the page to load", () => other.evaluate(() => "providers" in window));
    await other.evaluate(TOOLS);
    await other.evaluate(`post({ id: newId(), method: "dfns_getStatus" }, opener)`);
    await page.bringToFront();
    await page.evaluate(`post({ id: newId(), method: "dfns_getStatus" })`);
    await until("an answer", () => page.evaluate("replies.length > 0") as Promise<boolean>);
    await settled();
    expect(await repliesIn(page)).toEqual(["not connected"]);
    expect(await repliesIn(other)).toEqual([]);
    await other.close();
  });

  it("gets one answer for one id, however often it is sent", async () => {
    await page.evaluate(`for (let n = 0; n < 5; n++) post({ id: "again", method: "dfns_connect" })`);
    const window = await approvalWindow();
    await seeText(window, "forger.localhost");
    expect(await windows()).toHaveLength(1);
    await reject(window);
    await until("an answer", () => page.evaluate("replies.length > 0") as Promise<boolean>);
    await settled();
    expect(await repliesIn(page)).toEqual(["userRejected"]);
  });

  it("gets its own answer under an id that another site uses", async () => {
    const first = await siteAt("first");
    const second = await siteAt("second");
    await first.evaluate(`post({ id: "shared", method: "dfns_connect" })`);
    const window = await approvalWindow();
    await seeText(window, "first.localhost");
    await second.evaluate(`post({ id: "shared", method: "dfns_connect" })`);
    await seeText(window, "1 of 2");
    await press(window, "Reject");
    await seeText(window, "second.localhost");
    await until("an answer", () => first.evaluate("replies.length > 0") as Promise<boolean>);
    expect(await repliesIn(second)).toEqual([]);
    await press(window, "Approve");
    await until("an answer", () => second.evaluate("replies.length > 0") as Promise<boolean>);
    await press(window, "Done");
    await waitClosed(window);
    expect(await repliesIn(first)).toEqual(["userRejected"]);
    expect(await repliesIn(second)).toEqual(["result"]);
    for (const tab of [first, second]) await tab.close();
  });
});
