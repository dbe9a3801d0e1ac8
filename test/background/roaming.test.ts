import crypto from "node:crypto";
import { openDB } from "idb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { LocalDfns } from "../../example/dfns/server.ts";
import { until } from "../e2e/harness/until.ts";
import * as client from "../example/client.ts";
import vectors from "../vectors/core-containers.json";
import {
  apiOf,
  approveShown,
  createRegistered,
  DAPP,
  requestShown,
  somethingShown,
  TRAVEL,
} from "./register.ts";
import { createWorld, PASSWORD, type Site, type World } from "./world.ts";

const USER = "ray@example.com";

interface Blob {
  readonly id: string;
  readonly encryptedPrivateKey: string;
}
interface Challenge {
  readonly challenge: string;
  readonly challengeIdentifier: string;
  readonly allowCredentials: { readonly passwordProtectedKey: readonly Blob[] };
}

describe("a password-protected key on a device that does not have it", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  let token: string;

  beforeAll(async () => {
    ({ dfns, world, token } = await createRegistered({
      username: USER,
      firstFactor: "PasswordProtectedKey",
    }));
  });
  afterAll(() => dfns.close());
  /** A fresh install. */
  beforeEach(() => {
    const { time } = world;
    world = createWorld();
    world.time = time;
    site = world.site(DAPP);
  });

  const api = () => apiOf(dfns);
  const openAction = async (): Promise<Challenge> => {
    const call = { method: "POST", path: "/wallets", payload: "{}" };
    return (await client.initAction(dfns, token, call)).body as Challenge;
  };
  const complete = async ({ challengeIdentifier }: Challenge, factors: unknown) => {
    const answer = { challengeIdentifier, ...(factors as object) };
    return (await client.send(dfns, "POST", "/auth/action", answer, token)).status;
  };
  const asked = async (challenge: unknown) => {
    world.shown.length = 0;
    const answer = site.request("dfns_sign", { challenge, api: api() });
    await shown();
    return answer;
  };
  const withBlob = (challenge: Challenge, change: (text: string) => string): Challenge => {
    const { passwordProtectedKey } = challenge.allowCredentials;
    const changed = passwordProtectedKey.map(({ id, encryptedPrivateKey }) => ({
      id,
      encryptedPrivateKey: change(encryptedPrivateKey),
    }));
    return {
      ...challenge,
      allowCredentials: { ...challenge.allowCredentials, passwordProtectedKey: changed },
    };
  };
  const shown = () => somethingShown(world);

  it("ends the request when the vault is locked over the password, and signs nothing", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const before = dfns.signatures(USER);
    const answer = asked(await openAction()).catch((error) => error);
    await shown();
    const approving = approveShown(world, { password: TRAVEL }).catch((error) => error);
    await until("the password to be tried", async () => {
      const database = await openDB("countersign");
      const keys = await database.getAllKeys("guard");
      database.close();
      return keys.length > 0;
    });
    await world.page("vault.lock");
    expect(await approving).toMatchObject({ data: { reason: "locked" } });
    expect(await answer).toMatchObject({ data: { reason: "locked" } });
    expect(dfns.signatures(USER)).toBe(before);
  });

  it("signs from the blob and the password alone, connects the site, and stays when the person keeps it", async () => {
    const challenge = await openAction();
    const answer = asked(challenge);
    await shown();
    expect((await world.page("approval.show", { id: world.shown[0] })).step).toBe("noVault");
    await world.page("vault.create", { password: PASSWORD });
    const request = await requestShown(world);
    expect(request).toMatchObject({ options: [{ first: { username: USER, roams: "verified" } }] });
    await expect(approveShown(world, { password: "not the travel password" })).rejects.toMatchObject({
      data: { reason: "notOpened" },
    });
    const id = await approveShown(world, { password: TRAVEL });
    expect(await complete(challenge, await answer)).toBe(200);
    expect(await site.request("dfns_getStatus")).toEqual({ connected: true, locked: false });
    expect((await world.page("vault.overview")).accounts).toEqual([]);
    expect((await world.page("approval.show", { id })).done?.outcome).toBe("roamed");
    await world.page("approval.keep", { id });
    const { accounts } = (await site.request("dfns_connect")) as { accounts: { username: string }[] };
    expect(accounts.map(({ username }) => username)).toEqual([USER]);
    const next = await openAction();
    world.shown.length = 0;
    const again = site.request("dfns_sign", { challenge: next });
    await shown();
    expect(await requestShown(world)).toMatchObject({ options: [{ first: { roams: null } }] });
    await approveShown(world, { password: TRAVEL });
    expect(await complete(next, await again)).toBe(200);
  });

  it("signs in with the e-mailed code, whose challenge brings the blob", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const connecting = site.request("dfns_connect");
    await shown();
    await approveShown(world);
    await connecting;
    await client.send(dfns, "POST", "/auth/login/code", { username: USER, orgId: dfns.orgId });
    world.shown.length = 0;
    const loginCode = dfns.codes(USER).login;
    const answer = site.request("dfns_login", { api: api(), username: USER, loginCode });
    await shown();
    await approveShown(world, { password: TRAVEL });
    await expect(answer).resolves.toEqual({ token: expect.any(String) });
  });

  it("is refused before any look-up without a blob, and without the API that it belongs to", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const challenge = await openAction();
    const bare = { ...challenge, allowCredentials: { key: [], webauthn: [] } };
    await expect(site.request("dfns_sign", { challenge: bare, api: api() })).rejects.toMatchObject({
      code: 4100,
      data: { reason: "unauthorized" },
    });
    await expect(site.request("dfns_sign", { challenge })).rejects.toMatchObject({
      data: { reason: "invalidParams", path: "api" },
    });
    expect(world.shown).toEqual([]);
  });

  const json = (text: string, change: (container: Record<string, unknown>) => object) => {
    const container = JSON.parse(Buffer.from(text, "base64url").toString());
    return Buffer.from(JSON.stringify({ ...container, ...change(container) })).toString("base64url");
  };
  it.each<[string, (text: string) => string]>([
    ["cut off", (text) => text.slice(0, -8)],
    ["of another key", (text) => json(text, () => ({ ciphertext: "AAAA" }))],
    [
      "with costs out of range",
      (text) => json(text, ({ kdf }) => ({ kdf: { ...(kdf as object), m: 4_000_000 } })),
    ],
    ["whose commitment is another password's", (text) => json(text, ({ salt }) => ({ commit: salt }))],
    ["that is no container", () => "nothing"],
  ])("signs nothing with a blob %s, and stays open", async (_what, change) => {
    await world.page("vault.create", { password: PASSWORD });
    const answer = asked(withBlob(await openAction(), change));
    await shown();
    const before = dfns.signatures(USER);
    await expect(approveShown(world, { password: TRAVEL })).rejects.toMatchObject({
      data: { reason: "notOpened" },
    });
    expect((await world.page("approval.show", { id: world.shown[0] })).step).toBe("decide");
    await world.page("approval.reject", { id: world.shown[0] });
    await expect(answer).rejects.toMatchObject({ code: 4001 });
    expect(dfns.signatures(USER)).toBe(before);
  });

  it("opens Dfns' own container too, and says that nothing verifies it", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const { usernameAsTyped, recoveryCode, keyFirst, credIdOfText, pkcs8Hex } = vectors.official;
    const key = crypto.createPrivateKey({ key: Buffer.from(pkcs8Hex, "hex"), format: "der", type: "pkcs8" });
    const claims = {
      exp: world.time / 1000 + 600,
      "https://custom/username": usernameAsTyped,
      "https://custom/app_metadata": { userId: "us-1", orgId: dfns.orgId, challenge: "Y2gtMDAwMDAtMDAwMDA" },
    };
    const challenge = {
      ...(await openAction()),
      challenge: "Y2gtMDAwMDAtMDAwMDA",
      challengeIdentifier: `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`,
      allowCredentials: {
        key: [],
        webauthn: [],
        passwordProtectedKey: [{ id: credIdOfText, encryptedPrivateKey: keyFirst }],
      },
    };
    const answer = asked(challenge);
    await shown();
    expect(await requestShown(world)).toMatchObject({ options: [{ first: { roams: "unverified" } }] });
    await approveShown(world, { password: recoveryCode });
    const { firstFactor } = (await answer) as {
      firstFactor: { credentialAssertion: { clientData: string; signature: string } };
    };
    const { clientData, signature } = firstFactor.credentialAssertion;
    const [data, bytes] = [clientData, signature].map((text) => Buffer.from(text, "base64url"));
    expect(crypto.verify("sha256", data as Buffer, crypto.createPublicKey(key), bytes as Buffer)).toBe(true);
  });
});
