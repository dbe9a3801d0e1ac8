import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { apiOf, approved, DAPP, registerFrom } from "./register.ts";
import { createWorld, PASSWORD, type Site, type World } from "./world.ts";

describe("the comparison with Dfns", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  let username: string;
  /** What Dfns is made to say beside the truth. */
  let slippedIn: object[];
  let asked: { url: string; token: string | null }[];
  const account = async () => (await world.page("vault.overview", {})).accounts[0] ?? expect.unreachable();
  const audit = async () => world.page("account.audit", { accountId: (await account()).id });
  const audited = () => vi.waitFor(async () => expect((await account()).audit).not.toBeNull());

  beforeAll(async () => {
    dfns = await startDfns();
  });
  afterAll(() => dfns.close());
  beforeEach(() => {
    world = createWorld();
    slippedIn = [];
    asked = [];
    username = `${crypto.randomUUID()}@example.com`;
    world.fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!String(input).endsWith("/auth/credentials")) return response;
      asked.push({ url: String(input), token: new Headers(init?.headers).get("Authorization") });
      const { items } = (await response.json()) as { items: object[] };
      return Response.json({ items: [...items, ...slippedIn] });
    };
  });

  async function register() {
    await world.page("vault.create", { password: PASSWORD });
    site = world.site(DAPP);
    return registerFrom(world, site, dfns, { username });
  }

  async function login() {
    const { answer } = await approved(world, site, "dfns_login", { api: apiOf(dfns), username });
    await answer;
  }

  const stranger = (change: object = {}) => ({
    kind: "Key",
    credentialId: "c1QEdgnPLJargwzy3cbYKny4Q18u0hr97unXsF3DiE8",
    name: "Laptop",
    dateCreated: "2026-11-20T10:00:00.000Z",
    isActive: true,
    ...change,
  });

  it("follows a registration by itself and finds what the vault made", async () => {
    const { token } = await register();
    await audited();
    expect((await account()).audit).toMatchObject({ count: 2, strangers: [], missing: [] });
    expect(asked).toEqual([{ url: `${dfns.url}/auth/credentials`, token: `Bearer ${token}` }]);
  });

  it("names a credential that somebody slipped in, cleaned, and not one that is switched off", async () => {
    slippedIn = [stranger({ name: "Lap\u202etop" }), stranger({ isActive: false, name: "Old" })];
    await register();
    await audited();
    expect((await account()).audit?.strangers).toEqual([
      { name: "Lap top", kind: "Key", createdAt: "2026-11-20T10:00:00.000Z" },
    ]);
  });

  it("tells of a credential that Dfns no longer takes", async () => {
    await register();
    await audited();
    const found = dfns.users().find((one) => one.username === username)?.credentials ?? [];
    world.fetch = async (input, init) =>
      String(input).endsWith("/auth/credentials")
        ? Response.json({ items: [stranger({ credentialId: found[0]?.credId })] })
        : fetch(input, init);
    expect(await audit()).toMatchObject({
      outcome: "compared",
      count: 1,
      strangers: [],
      missing: ["Recovery kit"],
    });
  });

  it("follows a sign-in once a browser session, and is made again on demand", async () => {
    await register();
    await audited();
    await login();
    expect(asked).toHaveLength(1);
    world.restartBrowser();
    await world.page("vault.unlock", { password: PASSWORD });
    site = world.site(DAPP);
    expect(await audit()).toEqual({ outcome: "noSession" });
    await login();
    await audited();
    expect(asked).toHaveLength(2);
    expect(await audit()).toMatchObject({ outcome: "compared", count: 2 });
  });

  it("keeps no token past the lock", async () => {
    await register();
    await audited();
    await world.page("vault.lock", {});
    await world.page("vault.unlock", { password: PASSWORD });
    expect(await audit()).toEqual({ outcome: "noSession" });
  });

  it.each([
    ["an error", () => Response.json({ error: { message: "Not now" } }, { status: 403 })],
    ["HTML", () => new Response("<html>")],
    [
      "ten thousand credentials",
      () => Response.json({ items: Array.from({ length: 10_001 }, () => stranger()) }),
    ],
    ["no list", () => Response.json({ items: null })],
  ])("says that it failed when Dfns answers with %s", async (_, answer) => {
    await register();
    await audited();
    world.fetch = async () => answer();
    expect(await audit()).toMatchObject({ outcome: "failed" });
  });
});
