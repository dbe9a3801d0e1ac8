import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { digestOf } from "../../src/protocol/views.ts";
import { approveShown, confirmWords, registerParams, socialChallenge, WALLETS } from "./register.ts";
import { createWorld, PASSWORD, type World } from "./world.ts";

const DAPP = "https://app.acme.finance";

describe("a registration", () => {
  let dfns: LocalDfns;
  let world: World;
  let user = 0;
  const username = () => `jane${user}@example.com`;

  beforeAll(async () => {
    dfns = await startDfns({ now: () => world?.time ?? Date.now() });
  });
  afterAll(() => dfns.close());
  beforeEach(() => {
    world = createWorld();
    user += 1;
  });

  const registered = () => dfns.users().find((one) => one.username === username());
  const posts = () =>
    dfns.requests.filter(({ path, status }) => path.endsWith("/enduser") && status === 200).length;
  const ask = async (change?: object) =>
    world.site(DAPP).request("dfns_register", await registerParams(dfns, username(), change));
  const shown = () => vi.waitFor(() => expect(world.shown.length).toBeGreaterThan(0));

  it("ends with an account, its wallets and a session token after one approval", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const answer = ask();
    await shown();
    const words = await confirmWords(world, await approveShown(world));
    expect(words).toHaveLength(12);
    const result = (await answer) as { authentication: { token: string }; wallets: unknown[] };
    expect(result.authentication.token).toBeTypeOf("string");
    expect(result.wallets).toHaveLength(2);
    const { accounts, pending } = await world.page("vault.overview");
    expect(pending).toEqual([]);
    expect(accounts.map(({ username: name, wallets }) => [name, wallets.length])).toEqual([[username(), 2]]);
    expect(registered()?.credentials.map(({ kind }) => kind)).toEqual(["Key", "RecoveryKey"]);
    expect(accounts[0]?.credentials.map(({ credId }) => credId)).toEqual(
      registered()?.credentials.map(({ credId }) => credId),
    );
  });

  it("hands the signed bodies to a site that submits itself, and becomes an account once Dfns has them", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const params = await registerParams(dfns, username(), {});
    const site = world.site(DAPP);
    const answer = site.request("dfns_register", params);
    await shown();
    await confirmWords(world, await approveShown(world));
    const bodies = (await answer) as object;
    expect(Object.keys(bodies)).toEqual(["firstFactorCredential", "recoveryCredential"]);
    expect(registered()?.registered).toBe(false);
    expect((await world.page("vault.overview")).accounts).toEqual([]);
    const { temporaryAuthenticationToken } = params.challenge as unknown as {
      temporaryAuthenticationToken: string;
    };
    const posted = await fetch(`${dfns.url}/auth/registration/enduser`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Bearer ${temporaryAuthenticationToken}`,
      },
      body: JSON.stringify({ ...bodies, wallets: WALLETS }),
    });
    expect(posted.status).toBe(200);
    const { accounts } = (await site.request("dfns_connect")) as { accounts: { credentials: unknown[] }[] };
    expect(accounts[0]?.credentials).toHaveLength(1);
  });

  it("waits for a vault, and for an open one", async () => {
    const answer = ask();
    await shown();
    const id = world.shown[0] ?? "";
    expect((await world.page("approval.show", { id })).step).toBe("noVault");
    await world.page("vault.create", { password: PASSWORD });
    await world.page("vault.lock");
    const locked = await world.page("approval.show", { id });
    expect([locked.step, locked.request]).toEqual(["locked", null]);
    await expect(world.page("vault.unlock", { password: "wrong horse wrong horse" })).rejects.toMatchObject({
      data: { reason: "notOpened" },
    });
    await world.page("vault.unlock", { password: PASSWORD });
    await confirmWords(world, await approveShown(world));
    await expect(answer).resolves.toMatchObject({ user: { username: username() } });
  });

  it("signs nothing that was not shown", async () => {
    await world.page("vault.create", { password: PASSWORD });
    void ask();
    await shown();
    const id = world.shown[0] ?? "";
    const { request } = await world.page("approval.show", { id });
    if (request?.method !== "dfns_register") throw new Error("no request");
    const altered = await digestOf({ ...request, wallets: request.wallets.slice(1) });
    await expect(world.page("approval.approve", { id, shown: altered })).rejects.toMatchObject({
      data: { reason: "stale" },
    });
    expect((await world.page("vault.overview")).pending).toEqual([]);
  });

  it("shows the same phrase until it is confirmed, whatever is restarted", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const answer = ask();
    await shown();
    const id = await approveShown(world);
    const { words } = await world.page("approval.phrase", { id });
    world.restartWorker();
    expect((await world.page("approval.phrase", { id })).words).toEqual(words);
    await confirmWords(world, id);
    await answer;
    await expect(world.page("approval.phrase", { id })).rejects.toMatchObject({ data: { reason: "gone" } });
  });

  it("does not register before the words are typed right", async () => {
    await world.page("vault.create", { password: PASSWORD });
    void ask();
    await shown();
    const id = await approveShown(world);
    const before = posts();
    await expect(world.page("approval.finish", { id, words: ["zoo", "zoo", "zoo"] })).rejects.toMatchObject({
      data: { reason: "malformed" },
    });
    expect(posts()).toBe(before);
    expect((await world.page("approval.show", { id })).step).toBe("phrase");
  });

  it("goes on after the browser was killed with the words confirmed and the answer outstanding", async () => {
    await world.page("vault.create", { password: PASSWORD });
    void ask();
    await shown();
    const id = await approveShown(world);
    let sending = false;
    world.fetch = () => {
      sending = true;
      return new Promise(() => undefined);
    };
    await confirmWords(world, id);
    await vi.waitFor(() => expect(sending).toBe(true));
    world.restartBrowser();
    world.fetch = (input, init) => globalThis.fetch(input, init);
    await world.page("vault.unlock", { password: PASSWORD });
    await vi.waitFor(async () => expect((await world.page("vault.overview")).accounts).toHaveLength(1));
    expect(registered()?.registered).toBe(true);
  });

  it("keeps an account whose answer was lost, and says so", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const answer = ask();
    const lost = expect(answer).rejects.toMatchObject({ code: -32080, data: { reason: "answerLost" } });
    await shown();
    const id = await approveShown(world);
    world.fetch = async (input, init) => {
      const response = await globalThis.fetch(input, init);
      return String(input).endsWith("/enduser") ? new Response("<html>", { status: 502 }) : response;
    };
    const before = posts();
    await confirmWords(world, id);
    await lost;
    expect(posts() - before).toBe(1);
    expect((await world.page("vault.overview")).accounts).toHaveLength(1);
  });

  it("keeps an account when only a browser's own repeat of the call was answered, with a no", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const lost = expect(ask()).rejects.toMatchObject({ data: { reason: "answerLost" } });
    await shown();
    const id = await approveShown(world);
    world.fetch = async (input, init) => {
      if (String(input).endsWith("/enduser")) await globalThis.fetch(input, init);
      return globalThis.fetch(input, init);
    };
    await confirmWords(world, id);
    await lost;
    expect((await world.page("vault.overview")).accounts).toHaveLength(1);
  });

  it("sends the same bytes again when Dfns never got them", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const answer = ask();
    await shown();
    const id = await approveShown(world);
    const bodies: string[] = [];
    world.fetch = async (input, init) => {
      if (!String(input).endsWith("/enduser")) return globalThis.fetch(input, init);
      bodies.push(String(init?.body));
      if (bodies.length === 1) throw new TypeError("network");
      return globalThis.fetch(input, init);
    };
    await confirmWords(world, id);
    await expect(answer).resolves.toMatchObject({ user: { username: username() } });
    expect(bodies[1]).toBe(bodies[0]);
  });

  it("refuses an expired challenge on arrival, and says expired when nobody answers", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const params = await registerParams(dfns, username());
    const site = world.site(DAPP);
    const answer = site.request("dfns_register", params);
    const expired = expect(answer).rejects.toMatchObject({ code: 4001, data: { reason: "expired" } });
    await shown();
    world.time += 16 * 60 * 1000;
    await world.sweep();
    await expired;
    await expect(site.request("dfns_register", params)).rejects.toMatchObject({
      code: -32081,
      data: { reason: "challengeExpired" },
    });
  });

  it("keeps the words past expiry and uses them for the next challenge of that user", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const first = ask();
    const expired = expect(first).rejects.toMatchObject({ code: -32081 });
    await shown();
    const id = await approveShown(world);
    const { words } = await world.page("approval.phrase", { id });
    world.time += 16 * 60 * 1000;
    await world.sweep();
    await expired;
    const view = await world.page("approval.show", { id });
    expect([view.step, view.keptWords]).toEqual(["expired", true]);
    const second = ask();
    await vi.waitFor(() => expect(world.shown).toHaveLength(2));
    expect(await confirmWords(world, await approveShown(world))).toEqual(words);
    await second;
  });

  it("answers a reloaded page that asks the same again, and only the document that asked last", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const params = await registerParams(dfns, username());
    const before = world.site(DAPP);
    let old = "waiting";
    void before.request("dfns_register", params).catch((error) => {
      old = error.data.reason;
    });
    await shown();
    const reloaded = world.site(DAPP).request("dfns_register", params);
    await vi.waitFor(() => expect(world.shown).toHaveLength(2));
    expect(world.shown[1]).toBe(world.shown[0]);
    await confirmWords(world, await approveShown(world));
    await expect(reloaded).resolves.toMatchObject({ user: { username: username() } });
    expect(old).toBe("pending");
    const later = world.site(DAPP).request("dfns_register", params);
    await expect(later).resolves.toMatchObject({ user: { username: username() } });
  });

  it("lets one request of a site wait, unless its document is gone", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const site = world.site(DAPP);
    void site.request("dfns_register", await registerParams(dfns, username()));
    await shown();
    await expect(site.request("dfns_connect")).rejects.toMatchObject({
      code: -32002,
      data: { reason: "pending" },
    });
    expect(world.shown[1]).toBe(world.shown[0]);
    site.close();
    const other = world.site(DAPP);
    void other.request("dfns_connect").catch(() => undefined);
    await vi.waitFor(() => expect(world.shown).toHaveLength(3));
    expect(world.shown[2]).not.toBe(world.shown[0]);
  });

  it("lets a request go whose page is kept frozen behind the next one of its tab", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const site = world.site(DAPP, 7);
    void site.request("dfns_register", await registerParams(dfns, username()));
    await shown();
    site.freeze();
    void world.site(DAPP, 7).request("dfns_connect");
    await vi.waitFor(() => expect(world.shown).toHaveLength(2));
    expect(world.shown[1]).not.toBe(world.shown[0]);
  });

  it("tells the site at once when the person rejects", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const answer = ask();
    const rejected = expect(answer).rejects.toMatchObject({ code: 4001, data: { reason: "userRejected" } });
    await shown();
    await world.page("approval.reject", { id: world.shown[0] });
    await rejected;
  });

  it("does not touch Dfns before the person has approved", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const params = await registerParams(dfns, username());
    const before = dfns.requests.length;
    void world.site(DAPP).request("dfns_register", params);
    await shown();
    await world.page("approval.show", { id: world.shown[0] });
    expect(dfns.requests.length).toBe(before);
    expect((await socialChallenge(dfns, username())).user.id).toBe(params.challenge.user.id);
  });
});
