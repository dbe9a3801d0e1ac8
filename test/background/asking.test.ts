import { beforeEach, describe, expect, it } from "vitest";
import { digestOf } from "../../src/protocol/views.ts";
import { createWorld, PASSWORD, type World } from "./world.ts";

const DAPP = "https://app.acme.finance";
const OTHER = "https://pay.acme.finance";
const MINUTE = 60_000;

/** What becomes of a call, without failing the test when it is refused. */
const outcomeOf = (call: Promise<unknown>): Promise<{ result?: unknown; reason?: string; data?: object }> =>
  call.then(
    (result) => ({ result }),
    (error) => ({ reason: error.data.reason, data: error.data }),
  );

describe("a request that waits", () => {
  let world: World;
  beforeEach(async () => {
    world = createWorld();
    await world.page("vault.create", { password: PASSWORD });
  });

  const shown = () => world.shown.at(-1) ?? "";
  const asked = async (origin: string) => {
    const site = world.site(origin);
    const before = world.shown.length;
    const outcome = outcomeOf(site.request("dfns_connect"));
    await expect.poll(() => world.shown.length).toBeGreaterThan(before);
    return { site, outcome, id: shown() };
  };
  const approve = async (id: string) => {
    const { request } = await world.page("approval.show", { id });
    if (request) await world.page("approval.approve", { id, shown: await digestOf(request) });
  };
  const reject = (id: string) => world.page("approval.reject", { id });

  it("has its window opened while it is written down, which shows it once that is done", async () => {
    const memory = world.memory();
    const { set } = memory;
    const order: string[] = [];
    const writing: (() => void)[] = [];
    memory.set = (items) =>
      new Promise((resolve) => {
        writing.push(() => {
          order.push("written");
          resolve(set(items));
        });
      });
    const { outcome, id } = await asked(DAPP);
    const view = world.page("approval.show", { id }).then(({ step }) => order.push(step));
    // A question that was put later, and reads as much, is answered by now.
    await world.page("vault.status");
    memory.set = set;
    for (const write of writing) write();
    await view;
    expect(order).toEqual(["written", "decide"]);
    await approve(id);
    expect(await outcome).toEqual({ result: { accounts: [] } });
  });

  it("is gone for its window when the browser does not take it", async () => {
    const memory = world.memory();
    const { set } = memory;
    memory.set = () => Promise.reject(new Error("full"));
    const { outcome, id } = await asked(DAPP);
    memory.set = set;
    expect(await outcome).toMatchObject({ reason: "internal" });
    await expect(world.page("approval.show", { id })).rejects.toMatchObject({ data: { reason: "gone" } });
  });

  it("is joined by another document of the site, which alone gets the answer", async () => {
    const first = await asked(DAPP);
    const second = await asked(DAPP);
    expect(second.id).toBe(first.id);
    expect(await first.outcome).toMatchObject({ reason: "pending" });
    await approve(first.id);
    expect(await second.outcome).toEqual({ result: { accounts: [] } });
  });

  it("is never joined by another site", async () => {
    const first = await asked(DAPP);
    const second = await asked(OTHER);
    expect(second.id).not.toBe(first.id);
    await approve(first.id);
    expect(await first.outcome).toEqual({ result: { accounts: [] } });
    await reject(second.id);
    expect(await second.outcome).toMatchObject({ reason: "userRejected" });
  });

  it("takes a bounded number of calls of one document", async () => {
    const { site, id } = await asked(DAPP);
    const calls = Array.from({ length: 20 }, () => outcomeOf(site.request("dfns_connect")));
    const refused = (await Promise.all(calls.slice(15))).map(({ reason }) => reason);
    expect(refused).toEqual(Array(5).fill("rateLimited"));
    await approve(id);
    expect((await Promise.all(calls.slice(0, 15))).every(({ result }) => result !== undefined)).toBe(true);
  });

  it("whose document is gone makes room for the next one of its site", async () => {
    const first = await asked(DAPP);
    first.site.close();
    const params = { api: { url: "http://localhost:1", orgId: "or-1" }, username: "x" };
    expect(await outcomeOf(world.site(DAPP).request("dfns_login", params))).toMatchObject({
      reason: "unauthorized",
    });
    const again = await asked(DAPP);
    await approve(again.id);
    expect(await again.outcome).toEqual({ result: { accounts: [] } });
  });

  it("gives the answer of before to a page that comes back with the call it made, whatever it was", async () => {
    const site = world.site(DAPP);
    const answers = [await site.send("dfns_connect", {}, "mine")];
    await reject(shown());
    const windows = world.shown.length;
    const told = site.answered("mine");
    answers.push(await site.send("dfns_connect", {}, "mine"));
    expect(answers).toEqual([{ accepted: true }, { accepted: true }]);
    expect(await outcomeOf(told)).toMatchObject({ reason: "userRejected" });
    expect(world.shown).toHaveLength(windows);
    expect((await world.page("approval.next")).id).toBeNull();
    expect(await outcomeOf(world.site(OTHER).send("dfns_connect", {}, "mine"))).toEqual({
      result: { accepted: true },
    });
    expect(world.shown).toHaveLength(windows + 1);
  });

  it("ends as expired when nobody answers, and as locked when the vault is locked by then", async () => {
    const unlocked = await asked(DAPP);
    world.time += 15 * MINUTE;
    await world.sweep();
    expect(await unlocked.outcome).toMatchObject({ reason: "expired" });
    const locked = await asked(DAPP);
    await world.page("vault.lock");
    world.time += 15 * MINUTE;
    await world.sweep();
    expect(await locked.outcome).toMatchObject({ reason: "locked" });
  });

  it("ends by itself after a restart of the worker that slept over its time", async () => {
    const { outcome } = await asked(DAPP);
    world.time += 16 * MINUTE;
    world.restartWorker();
    await world.resume();
    expect(await outcome).toMatchObject({ reason: "expired" });
  });

  it("is answered after a restart when the worker died before it told the page", async () => {
    const { id, outcome } = await asked(DAPP);
    world.dying = true;
    await reject(id).catch(() => undefined);
    world.dying = false;
    world.restartWorker();
    await world.resume();
    expect(await outcome).toMatchObject({ reason: "userRejected" });
  });

  it("is not approved when what was shown is not what is asked", async () => {
    const { id, outcome } = await asked(DAPP);
    const { request } = await world.page("approval.show", { id });
    if (request?.method !== "dfns_connect") throw new Error("not a connection");
    for (const altered of [
      { ...request, origin: OTHER },
      { ...request, accounts: [{}] as never },
    ]) {
      await expect(
        world.page("approval.approve", { id, shown: await digestOf(altered) }),
      ).rejects.toMatchObject({ data: { reason: "stale" } });
    }
    await reject(id);
    expect(await outcome).toMatchObject({ reason: "userRejected" });
  });

  it("is counted on the badge until it is over", async () => {
    const first = await asked(DAPP);
    await asked(OTHER);
    expect(world.badge).toBe(2);
    await reject(first.id);
    expect(world.badge).toBe(1);
    await world.page("approval.rejectAll");
    expect(world.badge).toBe(0);
  });

  it("can be rejected with all the others", async () => {
    const all = [await asked(DAPP), await asked(OTHER), await asked("https://third.example")];
    await world.page("approval.rejectAll");
    const reasons = (await Promise.all(all.map(({ outcome }) => outcome))).map(({ reason }) => reason);
    expect(reasons).toEqual(["userRejected", "userRejected", "userRejected"]);
  });
});

describe("a site that asks too much", () => {
  let world: World;
  beforeEach(async () => {
    world = createWorld();
    await world.page("vault.create", { password: PASSWORD });
  });

  const connect = (origin: string) => outcomeOf(world.site(origin).request("dfns_connect"));
  const rejected = async (origin: string) => {
    const before = world.shown.length;
    const outcome = connect(origin);
    await expect.poll(() => world.shown.length).toBeGreaterThan(before);
    await world.page("approval.reject", { id: world.shown.at(-1) });
    return outcome;
  };

  it("gets one window and typed errors for 1,000 requests, and another site is served next", async () => {
    const tabs = Array.from({ length: 20 }, () => world.site(DAPP));
    const calls = Array.from({ length: 1000 }, (_, i) =>
      outcomeOf((tabs[i % 20] ?? world.site(DAPP)).request("dfns_connect")),
    );
    await expect.poll(() => world.badge).toBe(1);
    const other = outcomeOf(world.site(OTHER).request("dfns_connect"));
    await expect.poll(() => world.badge).toBe(2);
    const [first] = new Set(world.shown);
    await world.page("approval.reject", { id: first });
    const reasons = (await Promise.all(calls)).map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(new Set(["pending", "rateLimited", "userRejected"]));
    expect(reasons.filter((reason) => reason === "rateLimited").length).toBeGreaterThan(900);
    expect(new Set(world.shown).size).toBe(2);
    const { id } = await world.page("approval.next");
    expect((await world.page("approval.show", { id })).origin).toBe(OTHER);
    await world.page("approval.reject", { id });
    await other;
  });

  it("is served once one of eight others that wait is over, and no sooner", async () => {
    const others = Array.from({ length: 8 }, (_, i) => `https://site${i}.example`);
    const waiting = others.map(connect);
    await expect.poll(() => world.badge).toBe(8);
    expect(await connect(DAPP)).toMatchObject({ reason: "rateLimited", data: { retryAfter: 30 } });
    expect(world.badge).toBe(8);
    await world.page("approval.reject", { id: world.shown[0] });
    expect(await rejected(DAPP)).toMatchObject({ reason: "userRejected" });
    await world.page("approval.rejectAll");
    await Promise.all(waiting);
  });

  it("waits ever longer after rejections in a row, and no longer once the person approved", async () => {
    for (let n = 0; n < 4; n += 1) expect(await rejected(DAPP)).toMatchObject({ reason: "userRejected" });
    expect(await connect(DAPP)).toMatchObject({ reason: "rateLimited", data: { retryAfter: 10 } });
    expect(await rejected(OTHER)).toMatchObject({ reason: "userRejected" });
    world.time += 10_000;
    expect(await rejected(DAPP)).toMatchObject({ reason: "userRejected" });
    expect(await connect(DAPP)).toMatchObject({ reason: "rateLimited", data: { retryAfter: 30 } });
    world.restartWorker();
    expect(await connect(DAPP)).toMatchObject({ reason: "rateLimited" });
  });

  it("shows the person how often it was rejected within the minute", async () => {
    await rejected(DAPP);
    await rejected(DAPP);
    void connect(DAPP);
    await expect.poll(() => world.badge).toBe(1);
    const id = world.shown.at(-1);
    expect((await world.page("approval.show", { id })).rejections).toBe(2);
    world.time += MINUTE;
    expect((await world.page("approval.show", { id })).rejections).toBe(0);
  });

  it("is kept out for an hour or for good, while locked too, until it is let in again", async () => {
    const block = async (period: "hour" | "always") => {
      const before = world.shown.length;
      const outcome = connect(DAPP);
      await expect.poll(() => world.shown.length).toBeGreaterThan(before);
      await world.page("approval.block", { id: world.shown.at(-1), period });
      expect(await outcome).toMatchObject({ reason: "userRejected" });
    };
    await block("hour");
    expect(await connect(DAPP)).toMatchObject({ reason: "rateLimited", data: { retryAfter: 3600 } });
    world.time += 60 * MINUTE;
    await world.page("vault.lock");
    await block("always");
    world.restartBrowser();
    expect(await connect(DAPP)).toMatchObject({ reason: "userRejected" });
    expect(world.badge).toBe(0);
    await world.page("vault.unlock", { password: PASSWORD });
    expect(await world.page("sites.list")).toEqual({
      sites: [],
      blocked: [{ origin: DAPP, until: null }],
    });
    await world.page("sites.unblock", { origin: DAPP });
    expect(await rejected(DAPP)).toMatchObject({ reason: "userRejected" });
  });
});
