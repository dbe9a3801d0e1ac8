import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { digestOf } from "../../src/protocol/views.ts";
import { until } from "../e2e/harness/until.ts";
import * as client from "../example/client.ts";
import {
  apiOf,
  approved,
  approveShown,
  confirmWords,
  createRegistered,
  DAPP,
  leaveBehind,
  registerParams,
  somethingShown,
  USER,
} from "./register.ts";
import { createWorld, PASSWORD, type Site, type World } from "./world.ts";

const OTHER = "https://pay.acme.finance";
const QUARTER = 15 * 60 * 1000;

const unlock = (world: World) => world.page("vault.unlock", { password: PASSWORD });
const shownId = (world: World): string => world.shown.at(-1) ?? "";

describe("a site that connects", () => {
  let world: World;
  beforeEach(async () => {
    world = createWorld();
    await world.page("vault.create", { password: PASSWORD });
  });
  const asked = async (origin: string) => {
    world.shown.length = 0;
    const site = world.site(origin);
    const answer = site.request("dfns_connect");
    answer.catch(() => undefined);
    await somethingShown(world);
    return { site, answer, id: shownId(world) };
  };
  const connected = async (origin: string): Promise<Site> => {
    const { site, answer } = await asked(origin);
    await approveShown(world);
    await answer;
    return site;
  };

  it("is connected though the worker died over what was approved", async () => {
    const { answer, id } = await asked(DAPP);
    await leaveBehind(world, `approval:${id}`, { state: "approved", chosen: [] });
    await world.resume();
    await expect(answer).resolves.toEqual({ accounts: [] });
  });

  it("is connected when the vault is open again, which was locked over what was approved", async () => {
    const { answer, id } = await asked(DAPP);
    await leaveBehind(world, `approval:${id}`, { state: "approved", chosen: [] });
    await world.page("vault.lock");
    await unlock(world);
    await expect(answer).resolves.toEqual({ accounts: [] });
  });

  it("is known after a kill between the vault and the list of sites", async () => {
    const site = await connected(DAPP);
    await leaveBehind(world, "connected", []);
    await world.resume();
    expect(await site.request("dfns_getStatus")).toEqual({ connected: true, locked: false });
  });

  it("hears events in both of two documents that ask at once", async () => {
    await connected(DAPP);
    const two = [world.site(DAPP), world.site(DAPP)];
    await Promise.all(two.map((site) => site.request("dfns_getStatus")));
    await world.page("vault.lock");
    expect(two.map(({ events }) => events.length)).toEqual([1, 1]);
  });

  it("is forgotten, as another one is at the same moment, while the vault is locked", async () => {
    const sites = [await connected(DAPP), await connected(OTHER)];
    await world.page("vault.lock");
    await Promise.all(sites.map((site) => site.request("dfns_disconnect")));
    await unlock(world);
    expect((await world.page("sites.list")).sites).toEqual([]);
  });

  it("is held up by no other whose page hangs", async () => {
    const hanging = await asked(OTHER);
    hanging.site.freeze();
    await world.page("approval.reject", { id: hanging.id });
    const { answer } = await asked(DAPP);
    await approveShown(world);
    await expect(answer).resolves.toEqual({ accounts: [] });
  });

  it("holds neither lock nor unlock up when its page hangs", async () => {
    (await connected(DAPP)).freeze();
    await world.page("vault.lock");
    await unlock(world);
    expect(await world.page("vault.status")).toMatchObject({ state: "unlocked" });
  });

  it("is told in time though the timer comes early", async () => {
    const { answer } = await asked(DAPP);
    const end = world.wakeAt;
    world.time = end - 1;
    world.wakeAt = 0;
    await world.sweep();
    expect(world.wakeAt).toBe(end);
    world.time = end;
    await world.sweep();
    await expect(answer).rejects.toMatchObject({ data: { reason: "expired" } });
  });
});

describe("a registration", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  beforeAll(async () => {
    world = createWorld();
    dfns = await startDfns({ now: () => world.time });
  });
  afterAll(() => dfns.close());
  beforeEach(async () => {
    world = createWorld();
    site = world.site(DAPP);
    await world.page("vault.create", { password: PASSWORD });
  });
  let users = 0;
  const begun = async (submit: boolean) => {
    const params = await registerParams(dfns, `user${users++}@example.com`, { ...(submit && { submit }) });
    world.shown.length = 0;
    const answer = site.request("dfns_register", params);
    answer.catch(() => undefined);
    await somethingShown(world);
    return { answer, params };
  };
  const pending = async () => (await world.page("vault.overview")).pending;

  it("is begun once when Approve is pressed twice", async () => {
    await begun(true);
    const id = shownId(world);
    const { request } = await world.page("approval.show", { id });
    if (!request) throw new Error("nothing to approve");
    const shown = await digestOf(request);
    const presses = [1, 2].map(() => world.page("approval.approve", { id, shown }));
    const ends = await Promise.allSettled(presses);
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(await pending()).toHaveLength(1);
  });

  it("says that it is locked when the vault is locked while it is looked at", async () => {
    await begun(true);
    const id = await approveShown(world);
    world.meanwhile = () => world.page("vault.lock");
    expect(await world.page("approval.show", { id })).toMatchObject({ step: "locked" });
  });

  it("goes on when it is approved while others are looked through after a restart", async () => {
    const first = await begun(false);
    await confirmWords(world, await approveShown(world));
    await first.answer;
    const { answer } = await begun(true);
    world.restartWorker();
    let readings = 0;
    const approve = async () => {
      if (++readings === 3) return void (await approveShown(world));
      world.meanwhile = approve;
    };
    world.meanwhile = approve;
    await world.resume();
    world.meanwhile = null;
    await confirmWords(world, shownId(world));
    await expect(answer).resolves.toMatchObject({ user: { id: expect.any(String) } });
  });

  it.each([1, 2, 3, 4])("goes on when Finish is pressed over reading %i after a restart", async (nth) => {
    const { answer } = await begun(false);
    const id = await approveShown(world);
    world.restartWorker();
    let readings = 0;
    const finish = async () => {
      if (++readings === nth) return void (await confirmWords(world, id));
      world.meanwhile = finish;
    };
    world.meanwhile = finish;
    await world.resume();
    expect(readings).toBe(nth);
    await expect(answer).resolves.toMatchObject({ firstFactorCredential: expect.anything() });
  });

  it("that was handed over is not discarded unheard, though the clock said that its time was over", async () => {
    const { answer, params } = await begun(false);
    const id = await approveShown(world);
    await confirmWords(world, id);
    const bodies = await answer;
    world.time += 2 * QUARTER;
    await expect(world.page("approval.retry", { id })).rejects.toMatchObject({
      data: { reason: "challengeExpired" },
    });
    world.time -= 2 * QUARTER;
    const { temporaryAuthenticationToken: token } = params.challenge as never;
    const sent = await client.send(dfns, "POST", "/auth/registration", bodies as never, token);
    expect(sent.status).toBe(200);
    world.time += 2 * QUARTER;
    const [row] = await pending();
    await world.page("pending.discard", { recordId: row?.recordId });
    expect((await world.page("vault.overview")).accounts).toHaveLength(1);
  });
});

describe("a vault that is locked in the middle", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  beforeAll(async () => {
    ({ dfns, world, site } = await createRegistered());
  });
  afterAll(() => dfns.close());

  /** Dfns answers nothing until `release` is called. */
  const hold = () => {
    let release = () => {};
    const isFree = new Promise<void>((resolve) => {
      release = resolve;
    });
    const asked = vi.fn();
    world.fetch = async (input, init) => {
      asked();
      await isFree;
      return globalThis.fetch(input, init);
    };
    return { release, asked };
  };

  it("does not end a request whose challenge is being opened", async () => {
    world.shown.length = 0;
    const answer = site.request("dfns_login", { api: apiOf(dfns), username: USER });
    await somethingShown(world);
    const { release, asked } = hold();
    const id = shownId(world);
    expect(await world.page("approval.show", { id })).toMatchObject({ step: "opening" });
    await expect.poll(() => asked.mock.calls.length).toBe(1);
    await world.page("vault.lock");
    release();
    await until("the answer of Dfns to be kept", async () => {
      const { [`approval:${id}`]: record } = await world.memory().get(null);
      return (record as { opened: unknown }).opened;
    });
    await unlock(world);
    await approveShown(world);
    await expect(answer).resolves.toEqual({ token: expect.any(String) });
  });

  it("asks a connected site to wait, which has an unfinished registration looked into", async () => {
    const params = await registerParams(dfns, "kim@example.com", {});
    const { answer: bodies, id } = await approved(world, site, "dfns_register", params);
    await confirmWords(world, id);
    await bodies;
    const { release, asked } = hold();
    world.shown.length = 0;
    const answer = site.request("dfns_connect");
    await expect.poll(() => asked.mock.calls.length).toBeGreaterThan(0);
    await world.page("vault.lock");
    release();
    await somethingShown(world);
    await unlock(world);
    await expect(answer).resolves.toMatchObject({ accounts: [{ username: USER }] });
  });
});
