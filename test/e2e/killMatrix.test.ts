import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eavesdrop } from "./eavesdrop.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { press } from "./harness/byName.ts";
import { type Gate, startGate } from "./harness/gate.ts";
import { createVault, registerInWindow } from "./harness/steps.ts";
import { until } from "./harness/until.ts";
import { type Account, createFlows } from "./killFlows.ts";
import { type Flow, POINTS, type Reach } from "./killPoints.ts";
import { stateReached } from "./killRecords.ts";
import { createPerson } from "./person.ts";
import { ask, call, reasonOf, resultOf, startWorld, type World } from "./world.ts";

/** What a page may be told when the background died over its request, and when nobody went on with it afterwards. */
const CLEAN = ["answerLost", "internal", "apiError", "challengeExpired"];
const ENDED = ["expired", "challengeExpired"];
/** One case, and the challenges of a case; past their expiry no promise may stay open for longer than that. */
const CASE = 120_000;
const LIFE = 90_000;
const SHORT_LIFE = 30_000;
const LATEST = 5_000;
/** For the test to see that one did, in milliseconds. */
const PATIENCE = 20_000;
/** Dfns' own life of a challenge, which its clock shortens by being late. */
const QUARTER_HOUR = 15 * 60 * 1000;

const cases = (flow: Flow) => Object.entries(POINTS[flow]) as [string, Reach][];

/** Where requests are left, each of another site: a record in every state that waits. A window may still open after the last. */
const LEFT: readonly (readonly [string, Flow, string, Reach])[] = [
  ["localhost", "sign", "Approve armed", POINTS.sign["Approve armed"]],
  ["one.localhost", "register, submitted", "record shown", POINTS["register, submitted"]["record shown"]],
  [
    "two.localhost",
    "register, submitted",
    "phrase on the screen",
    POINTS["register, submitted"]["phrase on the screen"],
  ],
  [
    "three.localhost",
    "register, handed over",
    "words asked for",
    POINTS["register, handed over"]["words asked for"],
  ],
  ["four.localhost", "register, submitted", "record queued", POINTS["register, submitted"]["record queued"]],
];

describe.each(BROWSERS)("the background of %s, killed", (name) => {
  let world: World;
  let gate: Gate;
  let flows: ReturnType<typeof createFlows>;
  let vault: Page;
  let page: Page;
  let bystander: Page;
  let overheard: () => Promise<readonly string[]>;
  let sam: Account;
  let life = LIFE;
  let isOpen = false;
  const rows: string[] = [];
  /** What Dfns had counted after the last request of each user. */
  const counted = new Map<string, number>();

  beforeAll(async () => {
    world = await startWorld(name, {}, { dfns: { now: () => Date.now() - QUARTER_HOUR + life } });
    gate = await startGate(world.dfns.url);
    flows = createFlows(world, gate);
    vault = await createVault(world.browser);
    await press(vault, "Done");
    bystander = await world.browser.newPage(world.sites.evil);
    overheard = await eavesdrop(bystander);
    page = await world.browser.newPage(world.sites.good);
    const username = "sam@example.com";
    const registering = await ask(page, "dfns_register", await flows.registration(username));
    await registerInWindow(await world.browser.waitForExtensionPage("approve.html"));
    const { authentication, wallets } = resultOf<{
      authentication: { token: string };
      wallets: { id: string }[];
    }>(await registering());
    sam = { username, token: authentication.token, walletId: wallets[0]?.id ?? "" };
  });
  afterAll(async () => {
    const total = [...counted.values()].reduce((sum, count) => sum + count, 0);
    rows.push(`${rows.length} kills, ${total} signatures counted at Dfns`);
    process.stdout.write(`\nbackground killed in ${name}\n${rows.join("\n")}\n`);
    await gate.close();
    await world.close();
  });

  const closeWindows = () =>
    until("no window", async () => {
      const windows = await world.browser.openExtensionPages("approve.html");
      for (const window of windows) await window.close().catch(() => undefined);
      return windows.length === 0;
    });

  /** Asks, goes on to the point, and kills. @returns the outcome, which is there in time or fails */
  const killAt = async (from: Page, flow: Flow, reach: Reach) => {
    const person = createPerson(world);
    const question = await flows.questions[flow](sam);
    const startedAt = Date.now();
    const outcome = await ask(from, question.method, question.params);
    const waiting = outcome(life + PATIENCE);
    const toldAt = waiting.then(() => Date.now());
    toldAt.catch(() => undefined);
    const note = await reach({ world, gate, vault, person, startedAt }).catch(async (error: Error) => {
      const told = await Promise.race([waiting, null]);
      throw new Error(`${error.message} The page was told: ${JSON.stringify(told)}`);
    });
    await world.browser.killBackground();
    return { ...question, person, waiting, toldAt, note };
  };

  const run = async (flow: Flow, point: string, reach: Reach) => {
    isOpen = true;
    const { username, deliver, signed, person, waiting, toldAt, expiresAt, note } = await killAt(
      page,
      flow,
      reach,
    );
    gate.release();
    const hear = () => {
      isOpen = false;
    };
    waiting.then(hear, hear);
    await person.goOnUntil(() => !isOpen);
    const settled = await waiting;
    if ("result" in settled) await deliver?.(settled.result);
    counted.set(username, world.dfns.signatures(username));
    const end = "result" in settled ? "result" : reasonOf(settled);
    rows.push([name, flow, point, end, `${signed()} signed at Dfns`, note].filter(Boolean).join(" · "));
    if ("result" in settled) expect(signed()).toBe(1);
    else expect(signed()).toBeLessThanOrEqual(1);
    expect(["result", ...CLEAN]).toContain(end);
    expect(await toldAt).toBeLessThan(expiresAt() + LATEST);
  };

  /** A request that a failure left open would stand in the way of the next. */
  beforeEach(async () => {
    gate.release();
    await closeWindows();
    if (isOpen) await page.reload();
    isOpen = false;
  });

  describe.each(Object.keys(POINTS) as Flow[])("over: %s", (flow) => {
    it("at ten points", () => expect(cases(flow)).toHaveLength(10));
    it.each(cases(flow))("at: %s", (point, reach) => run(flow, point, reach), CASE);
  });

  it(
    "leaves no promise open 5 s past expiry when nobody goes on, and nothing signed",
    async () => {
      life = SHORT_LIFE;
      const left = [];
      for (const [host, flow, point, reach] of LEFT) {
        const from = await world.browser.newPage(`http://${host}:${world.sites.port}`);
        left.push({ ...(await killAt(from, flow, reach)), point });
        await closeWindows();
      }
      for (const { point, waiting, signed, toldAt, expiresAt } of left) {
        const end = reasonOf(await waiting);
        const late = (await toldAt) - expiresAt();
        rows.push(`${name} · left at: ${point} · ${end} · told ${late} ms past expiry`);
        expect(ENDED).toContain(end);
        expect(late).toBeLessThan(LATEST);
        expect(signed()).toBe(0);
      }
    },
    CASE,
  );

  it("tells nothing to a page of another site that took the tab", async () => {
    life = LIFE;
    const tab = await world.browser.newPage(world.sites.good);
    const startedAt = Date.now();
    const { person, signed, username } = await killAt(tab, "login", POINTS.login["Approve armed"]);
    await tab.goto(world.sites.evil);
    const heardInTab = await eavesdrop(tab);
    await person.act();
    await until("the answer", () => stateReached(vault, startedAt, "delivered"));
    counted.set(username, world.dfns.signatures(username));
    expect(signed()).toBe(1);
    expect(await heardInTab()).toEqual([]);
  });

  it("never signed again later", () => {
    for (const [username, count] of counted) expect(world.dfns.signatures(username)).toBe(count);
  });

  it("never told another site anything", async () => {
    expect(await overheard()).toEqual([]);
    expect(resultOf(await call(bystander, "dfns_getStatus"))).toEqual({ connected: false });
  });
});
