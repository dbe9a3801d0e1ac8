import { DfnsApiClient } from "@dfns/sdk";
import { BaseAuthApi } from "@dfns/sdk/baseAuthApi";
import { DfnsApiClient as LatestApiClient } from "dfns-sdk-latest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import * as client from "./client.ts";
import { fresh, ready } from "./registering.ts";

const { challengeInvalid, codeInvalid, noCredential, userNotFound, userTokenInvalid } = client.refusals;
const CLIENTS = [
  ["0.8.3", DfnsApiClient],
  ["0.8.21", LatestApiClient],
] as const;

let dfns: LocalDfns;
let now = Date.now();
const lines: string[] = [];
beforeAll(async () => {
  dfns = await startDfns({ now: () => now, log: (line) => lines.push(line) });
});
afterAll(() => dfns.close());

async function withProtectedKey() {
  const it = await ready(dfns);
  const key = client.newKey();
  const firstFactorCredential = client.protectedCredential(key, it.text);
  expect((await it.post({ ...it.body, firstFactorCredential })).status).toBe(200);
  const init = { orgId: dfns.orgId, username: it.username };
  const login = (more: client.Json = {}) =>
    client.send(dfns, "POST", "/auth/login/init", { ...init, ...more });
  const askCode = async () => {
    expect(await client.send(dfns, "POST", "/auth/login/code", init)).toEqual({
      status: 200,
      body: { message: "success" },
    });
    return dfns.codes(it.username).login ?? "";
  };
  return { username: it.username, key, login, askCode };
}

const logOut = (token: string, body?: unknown) => client.send(dfns, "PUT", "/auth/logout", body, token);
const list = (token: string) => client.send(dfns, "GET", "/wallets", undefined, token);

describe("a login code", () => {
  test("is told through the log, and brings the password-protected keys back with their blobs", async () => {
    const { username, key, login, askCode } = await withProtectedKey();
    const loginCode = await askCode();
    expect(loginCode).toMatch(/^\d{4}-\d{4}-\d{4}-\d{4}$/);
    expect(lines).toContain(`login code for ${username}: ${loginCode}`);
    const { body: challenge } = await login({ loginCode });
    expect(challenge).toMatchObject({
      supportedCredentialKinds: [
        { kind: "PasswordProtectedKey", factor: "either", requiresSecondFactor: false },
      ],
      allowCredentials: {
        key: [],
        webauthn: [],
        passwordProtectedKey: [{ type: "public-key", id: key.credId, encryptedPrivateKey: "c2VhbGVk" }],
      },
    });
    const { challengeIdentifier } = challenge;
    const firstFactor = {
      kind: "PasswordProtectedKey",
      credentialAssertion: client.assert(key, challenge.challenge),
    };
    const answer = await client.send(dfns, "POST", "/auth/login", { challengeIdentifier, firstFactor });
    expect((await list(answer.body.token)).status).toBe(200);
  });

  test("is needed: without one there are no blobs, and the keys cannot answer", async () => {
    const { key, login } = await withProtectedKey();
    expect(await login()).toMatchObject(noCredential);
    const username = fresh();
    const other = await client.register(dfns, username);
    const { body: challenge } = await login({ username });
    expect(challenge.allowCredentials).not.toHaveProperty("passwordProtectedKey");
    const { challengeIdentifier } = challenge;
    const firstFactor = client.keyFactor(key, challenge.challenge);
    const answer = await client.send(dfns, "POST", "/auth/login", { challengeIdentifier, firstFactor });
    expect(answer).toMatchObject(noCredential);
    expect(other.answer.status).toBe(200);
  });

  test("leaves the member out for a user who has no password-protected key", async () => {
    const username = fresh();
    await client.register(dfns, username);
    const init = { orgId: dfns.orgId, username };
    await client.send(dfns, "POST", "/auth/login/code", init);
    const loginCode = dfns.codes(username).login;
    const { status, body } = await client.send(dfns, "POST", "/auth/login/init", { ...init, loginCode });
    expect(status).toBe(200);
    expect(body.allowCredentials).not.toHaveProperty("passwordProtectedKey");
  });

  test("counts once, for its user, while it is the newest, for 15 minutes", async () => {
    const [mine, theirs] = [await withProtectedKey(), await withProtectedKey()];
    const old = await mine.askCode();
    const current = await mine.askCode();
    await theirs.askCode();
    expect(await mine.login({ loginCode: old })).toMatchObject(codeInvalid);
    expect(await theirs.login({ loginCode: current })).toMatchObject(codeInvalid);
    expect((await mine.login({ loginCode: current })).status).toBe(200);
    expect(await mine.login({ loginCode: current })).toMatchObject(codeInvalid);
    expect(dfns.codes(mine.username)).toEqual({});
    const late = await mine.askCode();
    now += 15 * 60 * 1000;
    expect(await mine.login({ loginCode: late })).toMatchObject(codeInvalid);
  });

  test("is not sent to a user nobody knows, nor in another organisation", async () => {
    const { username } = await withProtectedKey();
    for (const body of [
      { orgId: dfns.orgId, username: "nobody" },
      { orgId: "or-x", username },
    ]) {
      expect(await client.send(dfns, "POST", "/auth/login/code", body)).toMatchObject(userNotFound);
    }
    expect(dfns.codes("nobody")).toEqual({});
  });
});

describe.each(CLIENTS)("the stock SDK %s", (_version, Client) => {
  const access = () => ({ baseUrl: dfns.url, orgId: dfns.orgId });

  test("asks for a login code, logs in socially and logs out", async () => {
    const username = fresh();
    await client.register(dfns, username);
    const anybody = new Client(access());
    await anybody.auth.sendLoginCode({ body: { username, orgId: dfns.orgId } });
    expect(dfns.codes(username).login).toBeDefined();
    const idToken = await dfns.idToken(username);
    const { token } = await anybody.auth.socialLogin({
      body: { socialLoginProviderKind: "Oidc", idToken, orgId: dfns.orgId },
    });
    const person = new Client({ ...access(), authToken: token });
    expect((await person.wallets.listWallets()).items).toHaveLength(2);
    expect(await person.auth.logout({ body: { allSessions: false } })).toEqual({ message: "success" });
    await expect(person.wallets.listWallets()).rejects.toMatchObject({ httpStatus: 401 });
  });
});

describe("a logout", () => {
  test("without a body ends this session only; with allSessions it ends all of them", async () => {
    const username = fresh();
    const { session } = await client.register(dfns, username);
    const idToken = await dfns.idToken(username);
    const social = { socialLoginProviderKind: "Oidc", idToken };
    const more = await Promise.all([1, 2].map(() => client.send(dfns, "POST", "/auth/login/social", social)));
    const [second = "", third = ""] = more.map(({ body }): string => body.token);
    expect(await BaseAuthApi.userLogout({ baseUrl: dfns.url, authToken: session })).toEqual({
      message: "success",
    });
    expect(await list(session)).toMatchObject(userTokenInvalid);
    expect(await logOut(session)).toMatchObject(userTokenInvalid);
    expect((await list(third)).status).toBe(200);
    expect((await logOut(second, { allSessions: true })).status).toBe(200);
    for (const token of [second, third]) expect(await list(token)).toMatchObject(userTokenInvalid);
  });

  test("ends a user action that was begun before", async () => {
    const { session, key } = await client.register(dfns, fresh());
    const call = { method: "POST", path: "/wallets", payload: '{"network":"Solana"}' };
    const userAction = await client.signAction(dfns, session, key, call);
    await logOut(session);
    const headers = { "X-DFNS-USERACTION": userAction };
    const answer = await client.sendText(dfns, "POST", "/wallets", call.payload, session, headers);
    expect(answer).toMatchObject(userTokenInvalid);
  });

  test("is nothing for a service account, and takes no other member", async () => {
    expect((await logOut(dfns.serviceAccount.token)).status).toBe(403);
    const { session } = await client.register(dfns, fresh());
    expect((await logOut(session, { all: true })).status).toBe(400);
    expect((await list(session)).status).toBe(200);
  });
});

describe("a social login", () => {
  test("is refused for a foreign token, another organisation and somebody who has not registered", async () => {
    const login = async (more: client.Json, username = fresh()) =>
      client.send(dfns, "POST", "/auth/login/social", {
        socialLoginProviderKind: "Oidc",
        idToken: await dfns.idToken(username),
        ...more,
      });
    const { session } = await client.register(dfns, "social");
    expect(await login({})).toMatchObject(userNotFound);
    expect(await login({ orgId: "or-x" }, "social")).toMatchObject(userNotFound);
    expect(await login({ idToken: session }, "social")).toMatchObject(userTokenInvalid);
    expect((await login({ orgId: dfns.orgId }, "social")).status).toBe(200);
  });
});

describe("an identifier", () => {
  test("of a creation does not log in", async () => {
    const { session, key } = await client.register(dfns, fresh());
    const { body } = await client.send(dfns, "POST", "/auth/credentials/init", { kind: "Key" }, session);
    const { challengeIdentifier } = body;
    const answer = { challengeIdentifier, firstFactor: client.keyFactor(key, body.challenge) };
    expect(await client.send(dfns, "POST", "/auth/login", answer)).toMatchObject(challengeInvalid);
  });
});
