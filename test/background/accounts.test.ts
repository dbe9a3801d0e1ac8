import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { DAPP, registerFrom } from "./register.ts";
import { createWorld, PASSWORD, type Site, type World } from "./world.ts";

describe("an account of the vault", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  const account = async (at = 0) =>
    (await world.page("vault.overview", {})).accounts[at] ?? expect.unreachable();

  beforeAll(async () => {
    dfns = await startDfns();
  });
  afterAll(() => dfns.close());
  beforeEach(async () => {
    world = createWorld();
    await world.page("vault.create", { password: PASSWORD });
    site = world.site(DAPP);
    await register(`${crypto.randomUUID()}@example.com`);
    await site.request("dfns_getStatus");
  });

  const register = (username: string) => registerFrom(world, site, dfns, { username });

  it("has credentials in no backup, until there is one, and unless the organisation forbids it", async () => {
    const unsaved = async () => (await world.page("vault.overview", {})).unsaved;
    expect(await unsaved()).toBe(2);
    world.managed = { forbidExport: true };
    expect(await unsaved()).toBe(0);
    world.managed = {};
    world.time += 1000;
    await world.page("backup.save");
    expect(await unsaved()).toBe(0);
  });

  it("takes a label, without what cannot be seen, and loses it again", async () => {
    const { id: accountId } = await account();
    await world.page("account.label", { accountId, label: " Acme\u202e Treasury " });
    expect((await account()).label).toBe("Acme  Treasury");
    await world.page("account.label", { accountId, label: "" });
    expect((await account()).label).toBe("");
  });

  it("has credentials that can be renamed and removed, and sites that use them hear of it", async () => {
    const [key] = (await account()).credentials;
    if (!key) return expect.unreachable();
    await world.page("credential.rename", { recordId: key.recordId, name: "Laptop" });
    expect((await account()).credentials[0]?.name).toBe("Laptop");
    expect(site.events.at(-1)).toMatchObject({
      event: "accountsChanged",
      data: [{ credentials: [{ name: "Laptop" }] }],
    });
    await world.page("credential.remove", { recordId: key.recordId });
    expect((await account()).credentials.map(({ kind }) => kind)).toEqual(["RecoveryKey"]);
    expect(site.events.at(-1)).toEqual({ event: "accountsChanged", data: [] });
  });

  it("tells a site nothing when what it sees stays the same", async () => {
    const kit = (await account()).credentials.find(({ kind }) => kind === "RecoveryKey");
    const before = site.events.length;
    await world.page("credential.rename", { recordId: kit?.recordId, name: "Paper in the safe" });
    expect(site.events).toHaveLength(before);
  });

  it("goes with all its credentials and with nobody else's", async () => {
    await register("other@example.com");
    const removed = await account();
    await world.page("account.remove", { accountId: removed.id });
    const { accounts } = await world.page("vault.overview", {});
    expect(accounts.map(({ username }) => username)).toEqual(["other@example.com"]);
    expect(accounts[0]?.credentials).toHaveLength(2);
    expect(await world.page("vault.verify", {})).toBeTruthy();
    await expect(world.page("account.remove", { accountId: removed.id })).rejects.toMatchObject({
      data: { reason: "gone" },
    });
  });

  it.each([
    ["account.label", { accountId: "us-x@https://api.dfns.io", label: "" }],
    ["credential.rename", { recordId: "none", name: "x" }],
    ["credential.remove", { recordId: "none" }],
  ] as const)("that is not there is not changed by %s", async (request, params) => {
    await expect(world.page(request, params)).rejects.toMatchObject({ data: { reason: "gone" } });
  });

  it("is changed by nobody but the vault's tab", async () => {
    const { id: accountId } = await account();
    for (const from of ["popup", "approve"] as const) {
      await expect(world.page("account.remove", { accountId }, from)).rejects.toMatchObject({
        data: { reason: "unsupportedMethod" },
      });
    }
  });
});
