import { beforeEach, describe, expect, it } from "vitest";
import { createStore } from "../../background/store.ts";
import { createWorld, PASSWORD, type World } from "./world.ts";

const NEXT = "another long password";
const DAPP = "https://app.acme.finance";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PHRASE =
  "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
const passkey = (fill: number) => ({
  type: "passkey",
  credential: "cGFzc2tleQ",
  input: Buffer.alloc(32, 1).toString("base64url"),
  output: Buffer.alloc(32, fill).toString("base64url"),
});
const phrase = { type: "phrase", words: PHRASE };
const reason = (name: string) => ({ data: { reason: name } });

let world: World;
const state = async () => (await world.page("vault.status")).state;
const unlock = (password: string) => world.page("vault.unlock", { password });
const lock = () => world.page("vault.lock");
const slotNamed = async (name: string) =>
  (await world.page("settings.show")).slots.find((slot) => slot.name === name)?.id;

beforeEach(async () => {
  world = createWorld();
  await world.page("vault.create", { password: PASSWORD });
});

describe("changing the password", () => {
  it("opens with the new one only, also after a restart of the browser", async () => {
    await world.page("vault.changePassword", { current: PASSWORD, next: NEXT });
    await world.page("vault.verify");
    world.restartBrowser();
    await expect(unlock(PASSWORD)).rejects.toMatchObject(reason("notOpened"));
    await unlock(NEXT);
    await expect(state()).resolves.toBe("unlocked");
  });

  it("changes nothing for a wrong current password or a short new one", async () => {
    const refused = (current: string, next: string, why: string) =>
      expect(world.page("vault.changePassword", { current, next })).rejects.toMatchObject(reason(why));
    await refused(NEXT, NEXT, "notOpened");
    await refused(PASSWORD, "short", "weakPassword");
    await lock();
    await unlock(PASSWORD);
  });

  it("keeps the factors that were presented and drops the others", async () => {
    await world.page("vault.addSlot", { password: PASSWORD, factor: passkey(7), name: "Touch ID" });
    await world.page("vault.addSlot", { password: PASSWORD, factor: phrase, name: "Vault phrase" });
    await world.page("vault.changePassword", { current: PASSWORD, next: NEXT, keep: [passkey(7)] });
    await lock();
    await expect(world.page("vault.unlockWith", { factor: phrase })).rejects.toMatchObject(
      reason("notOpened"),
    );
    await world.page("vault.unlockWith", { factor: passkey(7) });
    await expect(state()).resolves.toBe("unlocked");
  });

  it("is the old vault when the write does not happen", async () => {
    const before = await createStore().readAll();
    await world.page("vault.changePassword", { current: PASSWORD, next: NEXT });
    await createStore().replace(before as never);
    world.restartBrowser();
    await unlock(PASSWORD);
    await world.page("vault.verify");
  });
});

describe("a slot", () => {
  it("opens with its factor and no other, is renamed, and is gone once removed", async () => {
    await world.page("vault.addSlot", { password: PASSWORD, factor: passkey(7), name: "Touch ID" });
    const id = await slotNamed("Touch ID");
    const rename = (name: string, of = id) => world.page("vault.renameSlot", { id: of, name });
    await expect(rename("  \u202e ")).rejects.toMatchObject(reason("invalidParams"));
    await expect(rename("Laptop", "another")).rejects.toMatchObject(reason("invalidParams"));
    await rename(" Laptop\u202e ");
    await lock();
    await expect(world.page("vault.unlockers")).resolves.toMatchObject({ passkeys: [{}], phrase: false });
    await expect(world.page("vault.unlockWith", { factor: passkey(8) })).rejects.toMatchObject(
      reason("notOpened"),
    );
    await world.page("vault.unlockWith", { factor: passkey(7) });
    await world.page("vault.removeSlot", { id: await slotNamed("Laptop"), password: PASSWORD });
    await lock();
    await expect(world.page("vault.unlockWith", { factor: passkey(7) })).rejects.toMatchObject(
      reason("notOpened"),
    );
    await unlock(PASSWORD);
  });

  it("is not added without the vault password", async () => {
    const add = world.page("vault.addSlot", { password: NEXT, factor: phrase, name: "Vault phrase" });
    await expect(add).rejects.toMatchObject(reason("notOpened"));
    expect((await world.page("settings.show")).slots).toHaveLength(1);
  });
});

describe("the lock", () => {
  it("is asked for after 15 minutes and 8 hours, or as Settings and the organisation say, also after a restart", async () => {
    const openedAt = world.time;
    expect(world.locks).toEqual({ idleMinutes: 15, at: openedAt + 8 * HOUR });
    await world.page("settings.change", { lockMinutes: 30 });
    world.locks = null;
    world.time += HOUR;
    world.restartWorker();
    await world.resume();
    expect(world.locks).toEqual({ idleMinutes: 30, at: openedAt + 8 * HOUR });
    world.managed = { lockIdleMinutes: 5, lockAfterHours: 2 };
    await world.resume();
    expect(world.locks).toEqual({ idleMinutes: 5, at: openedAt + 2 * HOUR });
  });

  it.each([
    ["8 hours after unlocking", 8 * HOUR],
    ["when the clock was set back", -HOUR],
  ])("falls by itself %s, in the same worker and in the next", async (_when, later) => {
    world.time += 8 * HOUR - 1;
    await expect(state()).resolves.toBe("unlocked");
    await lock();
    await unlock(PASSWORD);
    world.time += later;
    await expect(state()).resolves.toBe("locked");
    world.restartWorker();
    await expect(state()).resolves.toBe("locked");
    await expect(world.page("vault.overview")).rejects.toMatchObject(reason("locked"));
  });

  it("leaves no master key in the session when it falls at a restart", async () => {
    world.time += 8 * HOUR;
    world.restartWorker();
    await world.resume();
    world.time -= HOUR;
    await expect(state()).resolves.toBe("locked");
  });
});

describe("a backup", () => {
  const save = () => world.page("backup.save");
  const byPassword = (password: string) => ({ type: "password", password });

  it("does not wait, in the place of a vault, for the tries at that one", async () => {
    const { text } = await save();
    await lock();
    for (let i = 0; i < 5; i++) await expect(unlock(NEXT)).rejects.toMatchObject(reason("notOpened"));
    await world.page("backup.restore", { file: text, factor: byPassword(PASSWORD), how: "replace" });
    await lock();
    await unlock(PASSWORD);
  });

  it("brings a wiped vault back, with its own password", async () => {
    const { name, text } = await save();
    expect(name).toBe("countersign-backup-2026-11-24.json");
    world = createWorld();
    const asked = { file: text, factor: byPassword(PASSWORD) };
    await expect(world.page("backup.preview", asked)).resolves.toMatchObject({
      merge: null,
      replaces: false,
    });
    await world.page("backup.restore", { ...asked, how: "replace" });
    await expect(state()).resolves.toBe("unlocked");
    await world.page("vault.verify");
    world.restartBrowser();
    await unlock(PASSWORD);
  });

  it("is merged into another vault, which keeps its password", async () => {
    const { text } = await save();
    world = createWorld();
    await world.page("vault.create", { password: NEXT });
    await world.page("backup.restore", { file: text, factor: byPassword(PASSWORD), how: "merge" });
    await lock();
    await expect(unlock(PASSWORD)).rejects.toMatchObject(reason("notOpened"));
    await unlock(NEXT);
  });

  it("opens by its phrase and by its passkey as well, and says so while it is closed", async () => {
    await world.page("vault.addSlot", { password: PASSWORD, factor: phrase, name: "Paper" });
    await world.page("vault.addSlot", { password: PASSWORD, factor: passkey(7), name: "Touch ID" });
    const { text: file } = await save();
    const { credential, input } = passkey(7);
    world = createWorld();
    await expect(world.page("backup.unlockers", { file })).resolves.toEqual({
      phrase: true,
      passkeys: [{ credential, input }],
    });
    for (const factor of [phrase, passkey(7)]) {
      await expect(world.page("backup.preview", { file, factor })).resolves.toMatchObject({
        replaces: false,
      });
    }
    const other = { ...phrase, words: "not a phrase" };
    await expect(world.page("backup.preview", { file, factor: other })).rejects.toMatchObject(
      reason("notOpened"),
    );
    await world.page("backup.restore", { file, factor: phrase, how: "replace" });
    await expect(state()).resolves.toBe("unlocked");
  });

  it("changes nothing with a wrong password, cut off, or of something else", async () => {
    const { text } = await save();
    const refused = (file: string, password: string, why: string) =>
      expect(
        world.page("backup.restore", { file, factor: byPassword(password), how: "replace" }),
      ).rejects.toMatchObject(reason(why));
    await refused(text, NEXT, "notOpened");
    await refused(text.slice(0, -9), PASSWORD, "damagedBackup");
    await refused("{}", PASSWORD, "notABackup");
    await world.page("vault.verify");
  });

  it("is guessed at as slowly as the vault", async () => {
    const { text } = await save();
    const guess = () => world.page("backup.preview", { file: text, factor: byPassword(NEXT) });
    for (let i = 0; i < 5; i++) await expect(guess()).rejects.toMatchObject(reason("notOpened"));
    await expect(guess()).rejects.toMatchObject(reason("rateLimited"));
  });
});

describe("a damaged vault", () => {
  beforeEach(async () => {
    const stored = await createStore().readAll();
    await lock();
    await createStore().replace({
      header: { ...(stored.header as object), slots: [] } as never,
      records: [],
    });
  });

  it("is never written over by onboarding, can be copied, and goes only when told to", async () => {
    await expect(state()).resolves.toBe("damaged");
    await expect(world.page("vault.create", { password: NEXT })).rejects.toMatchObject(reason("vaultExists"));
    expect((await world.page("backup.copy")).text).toContain('"slots":[]');
    await world.page("vault.startAgain");
    await expect(state()).resolves.toBe("none");
  });
});

describe("the organisation's policy", () => {
  it("forbids sites, API hosts, exports and short passwords", async () => {
    world.managed = {
      allowedOrigins: [DAPP],
      allowedApiHosts: ["https://api.dfns.io"],
      forbidExport: true,
      minPasswordLength: 60,
    };
    const evil = world.site("https://evil.example");
    await expect(evil.request("dfns_connect")).rejects.toMatchObject({
      code: -32082,
      ...reason("policyForbids"),
    });
    const local = { api: { url: "http://localhost:1", orgId: "or-1" } };
    await expect(world.site(DAPP).request("dfns_register", local)).rejects.toMatchObject({ code: -32082 });
    await expect(world.page("backup.save")).rejects.toMatchObject(reason("policyForbids"));
    const short = world.page("vault.changePassword", { current: PASSWORD, next: NEXT });
    await expect(short).rejects.toMatchObject(reason("weakPassword"));
    expect(world.shown).toEqual([]);
  });

  it("allows no site and no export when a row is mistyped", async () => {
    world.managed = { forbidOpaque: "yes" };
    await expect(world.site(DAPP).request("dfns_connect")).rejects.toMatchObject({ code: -32082 });
    await expect(world.page("backup.save")).rejects.toMatchObject(reason("policyForbids"));
  });
});

describe("a request that nobody can read", () => {
  const blob = { id: "aGVsbG8gd29ybGQh", publicKey: "x", encryptedPrivateKey: "e30" };
  const params = {
    api: { url: "http://localhost:1", orgId: "or-1" },
    challenge: {
      challenge: "YSBjaGFsbGVuZ2UgdGhhdA",
      challengeIdentifier: "x",
      supportedCredentialKinds: [
        { kind: "PasswordProtectedKey", factor: "first", requiresSecondFactor: false },
      ],
      allowCredentials: { key: [], webauthn: [], passwordProtectedKey: [blob] },
    },
  };
  const sign = () => world.site(DAPP).request("dfns_sign", params);

  it("is refused once it is switched off, at once or when a locked vault is opened, and by policy", async () => {
    await world.page("settings.change", { opaque: "refuse" });
    await expect(sign()).rejects.toMatchObject({ code: 4001, ...reason("userRejected") });
    await lock();
    const waiting = sign();
    await expect.poll(() => world.shown.length).toBe(1);
    await Promise.all([unlock(PASSWORD), expect(waiting).rejects.toMatchObject({ code: 4001 })]);
    world.managed = { forbidOpaque: true };
    await expect(sign()).rejects.toMatchObject({ code: -32082, ...reason("policyForbids") });
  });
});
