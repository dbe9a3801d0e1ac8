import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { registerParams } from "./register.ts";
import { createWorld, PASSWORD, type World } from "./world.ts";

const DAPP = "https://app.acme.finance";

describe("what a page asks", () => {
  let dfns: LocalDfns;
  let world: World;
  beforeAll(async () => {
    dfns = await startDfns({ now: () => world?.time ?? Date.now() });
  });
  afterAll(() => dfns.close());
  beforeEach(() => {
    world = createWorld();
  });

  const refused = async (method: string, params: unknown, error: object) => {
    await expect(world.site(DAPP).request(method, params)).rejects.toMatchObject(error);
    expect(world.shown).toEqual([]);
  };

  it.each<[string, (good: Awaited<ReturnType<typeof registerParams>>) => unknown, string]>([
    ["no params", () => undefined, ""],
    ["text", () => "register", ""],
    ["no challenge", ({ api }) => ({ api }), "challenge"],
    [
      "a short challenge",
      (good) => ({ ...good, challenge: { ...good.challenge, challenge: "abc" } }),
      "challenge.challenge",
    ],
    [
      "a challenge with spaces",
      (good) => ({ ...good, challenge: { ...good.challenge, challenge: "a b".repeat(9) } }),
      "challenge.challenge",
    ],
    ["no wallets in the list", (good) => ({ ...good, wallets: [] }), "wallets"],
    ["101 wallets", (good) => ({ ...good, wallets: Array(101).fill({ network: "Solana" }) }), "wallets"],
    [
      "a wallet with more members",
      (good) => ({ ...good, wallets: [{ network: "Solana", externalId: "x" }] }),
      "wallets.0.externalId",
    ],
    [
      "1 MB of wallets",
      (good) => ({ ...good, wallets: Array(50).fill({ network: "x".repeat(20_000) }) }),
      "",
    ],
    ["a submit that is not true", (good) => ({ ...good, submit: "yes" }), "submit"],
    [
      "another host",
      (good) => ({ ...good, api: { ...good.api, url: "https://api.evil.example" } }),
      "api.url",
    ],
    [
      "a path after the host",
      (good) => ({ ...good, api: { ...good.api, url: "https://api.dfns.io/" } }),
      "api.url",
    ],
    [
      "a recovery message as challenge",
      (good) => ({
        ...good,
        challenge: {
          ...good.challenge,
          challenge: Buffer.from('{"firstFactorCredential":{}}').toString("base64url"),
        },
      }),
      "challenge.challenge",
    ],
  ])("is refused with the member at fault: %s", async (_what, change, path) => {
    const params = change(await registerParams(dfns, "jane@example.com"));
    await refused("dfns_register", params, { code: -32602, data: { reason: "invalidParams", path } });
  });

  it.each(["Password", "Totp"])("names the deprecated kind %s", async (firstFactor) => {
    const params = await registerParams(dfns, "jane@example.com", { firstFactor });
    await refused("dfns_register", params, {
      code: 4200,
      message: expect.stringContaining(firstFactor),
      data: { reason: "unsupportedKind" },
    });
  });

  it("is an unknown method alike for one that is not there and one of our own pages", async () => {
    for (const method of ["dfns_nothing", "vault.unlock", "constructor", "__proto__", "approval.approve"]) {
      await refused(method, { password: PASSWORD }, { code: 4200, data: { reason: "unsupportedMethod" } });
    }
  });

  it("is refused for an unknown network by Dfns only, not by us", async () => {
    const params = await registerParams(dfns, "jane@example.com", { wallets: [{ network: "Unheard" }] });
    void world
      .site(DAPP)
      .request("dfns_register", params)
      .catch(() => undefined);
    await expect.poll(() => world.shown.length).toBe(1);
  });

  it("gets nothing without a connection", async () => {
    await refused("dfns_disconnect", undefined, { code: 4100, data: { reason: "unauthorized" } });
    await expect(world.site(DAPP).request("dfns_getStatus")).resolves.toEqual({ connected: false });
  });

  it("never takes the background down, whatever it is", async () => {
    const site = world.site(DAPP);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("dfns_register", "dfns_getStatus", "dfns_disconnect"),
        fc.anything(),
        async (method, params) => {
          const reply = await site.send(method, params);
          expect(reply).toSatisfy((value: object) => "error" in value || "result" in value);
        },
      ),
      { numRuns: 200 },
    );
    expect(world.shown).toEqual([]);
  });
});

describe("connecting", () => {
  let world: World;
  beforeEach(async () => {
    world = createWorld();
    await world.page("vault.create", { password: PASSWORD });
  });

  const approve = async () => {
    const id = world.shown.at(-1) ?? "";
    const view = await world.page("approval.show", { id });
    const { digestOf } = await import("../../src/protocol/views.ts");
    if (!view.request) throw new Error("nothing shown");
    await world.page("approval.approve", { id, shown: await digestOf(view.request) });
  };

  it("asks once, tells the status while locked, and is over at disconnect", async () => {
    const site = world.site(DAPP);
    const first = site.request("dfns_connect");
    await expect.poll(() => world.shown.length).toBe(1);
    await approve();
    await expect(first).resolves.toEqual({ accounts: [] });
    await expect(site.request("dfns_connect")).resolves.toEqual({ accounts: [] });
    expect(world.shown).toHaveLength(1);
    await world.page("vault.lock");
    await expect(site.request("dfns_getStatus")).resolves.toEqual({ connected: true, locked: true });
    await world.page("vault.unlock", { password: PASSWORD });
    await expect(site.request("dfns_disconnect")).resolves.toBeNull();
    await expect(site.request("dfns_getStatus")).resolves.toEqual({ connected: false });
    expect(site.events.map(({ event }) => event)).toEqual([
      "connect",
      "lockChanged",
      "lockChanged",
      "disconnect",
    ]);
  });

  it("can be undone by the site while the vault is locked", async () => {
    const site = world.site(DAPP);
    const first = site.request("dfns_connect");
    await expect.poll(() => world.shown.length).toBe(1);
    await approve();
    await first;
    await world.page("vault.lock");
    await expect(site.request("dfns_disconnect")).resolves.toBeNull();
    await expect(site.request("dfns_getStatus")).resolves.toEqual({ connected: false });
    await world.page("vault.unlock", { password: PASSWORD });
    await expect(site.request("dfns_getStatus")).resolves.toEqual({ connected: false });
  });

  it("of a connected site goes on by itself after unlocking", async () => {
    const site = world.site(DAPP);
    const first = site.request("dfns_connect");
    await expect.poll(() => world.shown.length).toBe(1);
    await approve();
    await first;
    await world.page("vault.lock");
    const second = site.request("dfns_connect");
    await expect.poll(() => world.shown.length).toBe(2);
    await world.page("vault.unlock", { password: PASSWORD });
    await expect(second).resolves.toEqual({ accounts: [] });
  });

  it("is unknown before the first unlock of a browser session", async () => {
    const site = world.site(DAPP);
    void site.request("dfns_connect");
    await expect.poll(() => world.shown.length).toBe(1);
    await approve();
    world.restartBrowser();
    await expect(world.site(DAPP).request("dfns_getStatus")).resolves.toEqual({ connected: false });
  });

  it("holds eight requests, then says when to come back", async () => {
    for (let n = 0; n < 8; n += 1)
      void world
        .site(`https://site${n}.example`)
        .request("dfns_connect")
        .catch(() => undefined);
    await expect.poll(() => world.badge).toBe(8);
    await expect(world.site("https://ninth.example").request("dfns_connect")).rejects.toMatchObject({
      code: -32005,
      data: { reason: "rateLimited", retryAfter: 30 },
    });
  });

  it("is on the screen for a window that looks twice at once", async () => {
    void world.site(DAPP).request("dfns_connect");
    await expect.poll(() => world.shown.length).toBe(1);
    const id = world.shown[0] ?? "";
    const looks = [world.page("approval.show", { id }), world.page("approval.show", { id })];
    expect((await Promise.all(looks)).map(({ step }) => step)).toEqual(["decide", "decide"]);
  });

  it("is for the pages that may ask: the popup may not approve", async () => {
    await expect(
      world.page("approval.approve", { id: crypto.randomUUID(), shown: "x" }, "popup"),
    ).rejects.toMatchObject({ code: 4200 });
  });
});
