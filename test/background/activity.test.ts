import { openDB } from "idb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LocalDfns } from "../../example/dfns/server.ts";
import { rangesOf } from "../../popup/activityRows.ts";
import { apiOf, approveShown, createRegistered, DAPP, somethingShown, USER } from "./register.ts";
import { createWorld, PASSWORD, type Site, type World } from "./world.ts";

const NEXT = "quartz lantern orbit saddle meadow comet";

describe("the activity log of a vault", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;

  beforeAll(async () => {
    ({ dfns, world, site } = await createRegistered());
  });
  afterAll(() => dfns.close());

  const login = () => {
    world.shown.length = 0;
    const answer = site.request("dfns_login", { api: apiOf(dfns), username: USER });
    answer.catch(() => undefined);
    return answer;
  };
  const shown = () => somethingShown(world);
  const typesOf = async () =>
    (await world.page("activity.list")).entries.map(({ type, method }) => [type, method]);

  it("holds the approval and the signature of a registration, after the creation of the vault", async () => {
    expect(await typesOf()).toEqual([
      ["signed", "dfns_register"],
      ["approved", "dfns_register"],
      ["unlocked", undefined],
    ]);
  });

  it("holds what was signed, for whom and with what", async () => {
    const answer = login();
    await shown();
    await approveShown(world);
    await answer;
    const [entry] = (await world.page("activity.list")).entries;
    expect(entry).toMatchObject({
      ...{ type: "signed", method: "dfns_login", origin: DAPP, title: "Sign in", label: "verified" },
      ...{
        credential: "Vault key",
        credId: expect.any(String),
        challengeHash: expect.stringMatching(/^.{43}$/),
      },
    });
    expect(JSON.stringify(entry)).not.toContain(((await answer) as { token: string }).token);
  });

  it("keeps what happens while the vault is locked, and writes it down at the unlock", async () => {
    const answer = login();
    await shown();
    await world.page("vault.lock");
    await world.page("approval.reject", { id: world.shown.at(-1) });
    await expect(answer).rejects.toMatchObject({ code: 4001 });
    await expect(world.page("activity.list")).rejects.toMatchObject({ data: { reason: "locked" } });
    world.restartWorker();
    await world.page("vault.unlock", { password: PASSWORD });
    expect((await typesOf()).slice(0, 3)).toEqual([
      ["unlocked", undefined],
      ["rejected", "dfns_login"],
      ["locked", undefined],
    ]);
  });

  it("holds the lock though the browser exits, and tries at the password", async () => {
    await world.page("vault.lock");
    world.restartBrowser();
    await expect(world.page("vault.unlock", { password: `${PASSWORD}?` })).rejects.toMatchObject({
      data: { reason: "notOpened" },
    });
    await world.page("vault.unlock", { password: PASSWORD });
    expect((await typesOf()).slice(0, 3)).toEqual([
      ["unlocked", undefined],
      ["failed", "vault.unlock"],
      ["locked", undefined],
    ]);
  });

  it("goes into a file whole", async () => {
    const { name, text } = await world.page("activity.export");
    expect(name).toBe("countersign-activity-2026-11-24.json");
    const { total } = await world.page("activity.list");
    const file = JSON.parse(text);
    expect(file).toMatchObject({ format: "countersign-activity", version: 1, missingOrChanged: [] });
    expect(total).toBe(file.entries.length + 1);
  });

  it("says which entries are gone or were changed", async () => {
    const db = await openDB("countersign");
    const { total, bad } = await world.page("activity.list");
    expect(bad).toEqual([]);
    await db.delete("activity", 2);
    await db.delete("activity", 3);
    await db.delete("activity", total);
    db.close();
    expect((await world.page("activity.list")).bad).toEqual([2, 3, total]);
    expect(rangesOf([2, 3, 9])).toBe("2 to 3, 9");
  });

  it("begins anew, whole, when a backup takes the place of the vault", async () => {
    const { text: file } = await world.page("backup.save");
    const changed = ["changed", "vault.changePassword"];
    await world.page("vault.changePassword", { current: PASSWORD, next: NEXT, keep: [] });
    expect((await typesOf()).slice(0, 2)).toEqual([changed, ["exported", "backup.save"]]);
    const restored = [
      ["unlocked", undefined],
      ["changed", "backup.restore"],
    ];
    await world.page("backup.restore", {
      file,
      factor: { type: "password", password: PASSWORD },
      how: "replace",
    });
    expect(await typesOf()).toEqual(restored);
    expect(await world.page("activity.list")).toMatchObject({ total: 2, bad: [] });
    world = createWorld();
    await world.page("backup.restore", {
      file,
      factor: { type: "password", password: PASSWORD },
      how: "replace",
    });
    expect(await typesOf()).toEqual(restored);
    expect(await world.page("activity.list")).toMatchObject({ total: 2, bad: [] });
    await world.page("vault.verify");
  });

  it("goes with the vault that is started again", async () => {
    await world.page("vault.lock");
    await world.page("vault.startAgain");
    await world.page("vault.create", { password: PASSWORD });
    expect(await world.page("activity.list")).toMatchObject({ total: 1, bad: [] });
  });
});
