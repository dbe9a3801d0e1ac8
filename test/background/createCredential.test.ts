import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { LocalDfns } from "../../example/dfns/server.ts";
import type { NewCredential } from "../../src/core/dfns/types.ts";
import * as client from "../example/client.ts";
import {
  apiOf,
  approved,
  approveShown,
  confirmWords,
  createRegistered,
  credentialsAtDfns,
  DAPP,
  requestShown,
  somethingShown,
  TRAVEL,
  USER,
} from "./register.ts";
import { createWorld, PASSWORD, type Site, type World } from "./world.ts";

const HELD = ["Key", "PasswordProtectedKey", "RecoveryKey"] as const;

describe("a further credential", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  let token: string;

  beforeAll(async () => {
    ({ dfns, world, site, token } = await createRegistered());
  });
  afterAll(() => dfns.close());
  beforeEach(() => {
    world.shown.length = 0;
  });

  const api = () => apiOf(dfns);
  const challengeFor = async (kind: string) =>
    (await client.send(dfns, "POST", "/auth/credentials/init", { kind }, token)).body;
  const ask = async (kind: string, change: object = {}) =>
    site.request("dfns_createCredential", { api: api(), challenge: await challengeFor(kind), ...change });
  const shown = () => somethingShown(world);
  const approve = async (kind: string) => {
    await shown();
    const id = await approveShown(world, kind === "PasswordProtectedKey" ? { password: TRAVEL } : {});
    if (kind === "RecoveryKey") await confirmWords(world, id);
    return id;
  };
  /** The site adds it: a user action over the very text, then the text. */
  const add = async (body: NewCredential) => {
    const payload = JSON.stringify(body);
    const action = { api: api(), authToken: token, method: "POST", path: "/auth/credentials", payload };
    const { answer } = await approved(world, site, "dfns_signAction", action);
    const { userAction } = (await answer) as { userAction: string };
    const headers = { "X-DFNS-USERACTION": userAction };
    return client.sendText(dfns, "POST", "/auth/credentials", payload, token, headers);
  };
  const credentials = async () => (await world.page("vault.overview")).accounts[0]?.credentials ?? [];

  it.each(HELD)(
    "of the kind %s is stored, answered with the documented body and taken by Dfns",
    async (kind) => {
      const answer = ask(kind, { name: `My ${kind}` });
      await approve(kind);
      const body = (await answer) as NewCredential;
      const sealed = kind === "Key" ? [] : ["encryptedPrivateKey"];
      expect(Object.keys(body).sort()).toEqual(
        ["challengeIdentifier", "credentialInfo", "credentialKind", "credentialName", ...sealed].sort(),
      );
      const kept = (await credentials()).find(({ credId }) => credId === body.credentialInfo.credId);
      expect(kept).toMatchObject({ kind, name: `My ${kind}`, offeredAt: expect.any(String) });
      expect((await add(body)).status).toBe(200);
      expect(credentialsAtDfns(dfns).map(({ credId }) => credId)).toContain(body.credentialInfo.credId);
      expect((await credentials()).length).toBe(credentialsAtDfns(dfns).length);
    },
  );

  it("shows what is asked, as a new way in", async () => {
    const answer = ask("PasswordProtectedKey").catch((error) => error);
    await shown();
    expect(await requestShown(world)).toMatchObject({
      method: "dfns_createCredential",
      username: USER,
      kind: "PasswordProtectedKey",
      name: "Travel key",
      inVault: true,
    });
    const approving = approveShown(world, { password: PASSWORD });
    await expect(approving).rejects.toMatchObject({ data: { reason: "weakPassword", path: "vault" } });
    await world.page("approval.reject", { id: world.shown.at(-1) });
    expect(await answer).toMatchObject({ data: { reason: "userRejected" } });
  });

  it("signs once it is at Dfns, and is then no longer only handed over", async () => {
    const answer = ask("Key", { name: "Laptop" });
    await approve("Key");
    const body = (await answer) as NewCredential;
    expect((await add(body)).status).toBe(200);
    const login = site.request("dfns_login", { api: api(), username: USER });
    world.shown.length = 0;
    await shown();
    const request = await requestShown(world);
    const option = "options" in request ? request.options.find(({ first }) => first.name === "Laptop") : null;
    await approveShown(world, { option: option?.id });
    await expect(login).resolves.toEqual({ token: expect.any(String) });
    await vi.waitFor(async () => {
      const used = (await credentials()).find(({ name }) => name === "Laptop");
      expect(used).toMatchObject({ offeredAt: null, lastUsed: expect.any(String) });
    });
  });

  it("keeps the words of a kit through a killed worker and an expired challenge", async () => {
    const asked = ask("RecoveryKey").catch((error) => error);
    await shown();
    const id = await approveShown(world);
    const { words } = await world.page("approval.phrase", { id });
    world.restartWorker();
    await world.resume();
    expect((await world.page("approval.phrase", { id })).words).toEqual(words);
    const before = (await credentials()).length;
    world.time += 16 * 60 * 1000;
    await world.sweep();
    expect(await asked).toMatchObject({ data: { reason: "challengeExpired" } });
    expect((await credentials()).length).toBe(before);
    world.shown.length = 0;
    world.time -= 16 * 60 * 1000;
    const again = ask("RecoveryKey");
    await shown();
    expect(await requestShown(world)).toMatchObject({ sameWords: true });
    expect(await confirmWords(world, await approveShown(world))).toEqual(words);
    await expect(again).resolves.toMatchObject({ credentialKind: "RecoveryKey" });
    expect((await credentials()).length).toBe(before + 1);
  });

  it("is made once when Finish is pressed twice", async () => {
    const before = (await credentials()).length;
    const asked = ask("RecoveryKey");
    await shown();
    const id = await approveShown(world);
    const presses = await Promise.allSettled([confirmWords(world, id), confirmWords(world, id)]);
    expect(presses.map(({ status }) => status)).toContain("fulfilled");
    await expect(asked).resolves.toMatchObject({ credentialKind: "RecoveryKey" });
    expect((await credentials()).length).toBe(before + 1);
  });

  it("shows a kit that was given up, until it is discarded", async () => {
    const pending = async () => (await world.page("vault.overview")).pending;
    const asked = ask("RecoveryKey").catch((error) => error);
    await shown();
    await world.page("approval.phrase", { id: await approveShown(world) });
    world.time += 16 * 60 * 1000;
    await world.sweep();
    expect(await asked).toMatchObject({ data: { reason: "challengeExpired" } });
    world.time -= 16 * 60 * 1000;
    const [kit] = await pending();
    expect(kit).toMatchObject({ purpose: "kit", username: USER, origin: DAPP, live: false });
    const held = (await credentials())[0]?.recordId ?? "";
    await world.page("pending.discard", { recordId: held });
    expect((await credentials()).map(({ recordId }) => recordId)).toContain(held);
    await world.page("pending.discard", { recordId: kit?.recordId });
    expect(await pending()).toEqual([]);
  });

  it("leaves nothing behind when wrong words are typed", async () => {
    const asked = ask("RecoveryKey").catch((error) => error);
    await shown();
    const id = await approveShown(world);
    const before = (await credentials()).length;
    const wrong = { id, words: ["abandon", "abandon", "zoo"] };
    await expect(world.page("approval.finish", wrong)).rejects.toMatchObject({
      data: { reason: "malformed" },
    });
    expect((await credentials()).length).toBe(before);
    await confirmWords(world, id);
    expect(await asked).toMatchObject({ credentialKind: "RecoveryKey" });
  });

  it("for a person with a code comes into an empty vault", async () => {
    const fresh = createWorld();
    fresh.time = world.time;
    await fresh.page("vault.create", { password: PASSWORD });
    const page = fresh.site(DAPP);
    const connecting = page.request("dfns_connect");
    await vi.waitFor(() => expect(fresh.shown).toHaveLength(1));
    await approveShown(fresh);
    await connecting;
    const challenge = await challengeFor("Key");
    const asked = page.request("dfns_createCredential", { api: api(), challenge });
    await vi.waitFor(() => expect(fresh.shown).toHaveLength(2));
    expect(await requestShown(fresh)).toMatchObject({ inVault: false, username: USER });
    await approveShown(fresh);
    await expect(asked).resolves.toMatchObject({ credentialKind: "Key", credentialName: "Vault key" });
    const { accounts } = await fresh.page("vault.overview");
    expect(accounts).toMatchObject([{ username: USER, credentials: [{ kind: "Key", origins: [DAPP] }] }]);
  });

  it.each<[string, (challenge: client.Json) => unknown, object]>([
    ["a challenge of another kind of call", ({ kind: _kind, ...rest }) => rest, { path: "challenge.kind" }],
    ["a deprecated kind", (challenge) => ({ ...challenge, kind: "Totp" }), { reason: "unsupportedKind" }],
    [
      "an identifier of another challenge",
      (challenge) => ({ ...challenge, challenge: "c29tZXRoaW5nIGVsc2U" }),
      { path: "challenge.challengeIdentifier" },
    ],
    [
      "an identifier of another user",
      (challenge) => ({ ...challenge, user: { id: "us-other", name: "x" } }),
      { path: "challenge.challengeIdentifier" },
    ],
    [
      "a recovery message",
      (challenge) => ({
        ...challenge,
        challenge: Buffer.from('{"firstFactorCredential":{"credentialKind":"Key"}}').toString("base64url"),
      }),
      { path: "challenge.challenge" },
    ],
  ])("is not asked for with %s", async (_what, change, data) => {
    const challenge = change(await challengeFor("Key"));
    const asked = site.request("dfns_createCredential", { api: api(), challenge });
    await expect(asked).rejects.toMatchObject({ data });
    expect(world.shown).toEqual([]);
  });

  it("cannot be asked for by a site that is not connected", async () => {
    const stranger = world.site("https://evil.example");
    const asked = stranger.request("dfns_createCredential", {
      api: api(),
      challenge: await challengeFor("Key"),
    });
    await expect(asked).rejects.toMatchObject({ code: 4100, data: { reason: "unauthorized" } });
  });
});

describe("where the organisation requires a recovery kit", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  let token: string;
  const ask = async (kind = "Key") => {
    const begun = await client.send(dfns, "POST", "/auth/credentials/init", { kind }, token);
    return site.request("dfns_createCredential", { api: apiOf(dfns), challenge: begun.body });
  };

  beforeAll(async () => {
    ({ dfns, token } = await createRegistered());
    world = createWorld();
    world.managed = { requireRecoveryKit: true };
    await world.page("vault.create", { password: PASSWORD });
    site = world.site(DAPP);
    await (await approved(world, site, "dfns_connect", {}, { accounts: [] })).answer;
  });
  afterAll(() => dfns.close());
  beforeEach(() => {
    world.shown.length = 0;
  });

  it("refuses a credential of an account that has none in this vault, and shows nothing", async () => {
    await expect(ask()).rejects.toMatchObject({ code: -32082, data: { reason: "policyForbids" } });
    expect(world.shown).toEqual([]);
  });

  it("refuses it once the vault is open, when it was locked, and says so in the window", async () => {
    await world.page("vault.lock");
    const answer = ask().catch((error) => error);
    await somethingShown(world);
    await world.page("vault.unlock", { password: PASSWORD });
    expect(await answer).toMatchObject({ data: { reason: "policyForbids" } });
    const view = await world.page("approval.show", { id: world.shown.at(-1) });
    expect(view.step).toBe("forbidden");
  });

  it("lets a kit be added, and with it a credential", async () => {
    const kit = ask("RecoveryKey");
    await somethingShown(world);
    await confirmWords(world, await approveShown(world));
    await expect(kit).resolves.toMatchObject({ credentialKind: "RecoveryKey" });
    world.shown.length = 0;
    const key = ask();
    await somethingShown(world);
    await approveShown(world);
    await expect(key).resolves.toMatchObject({ credentialKind: "Key" });
  });
});
