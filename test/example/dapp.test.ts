import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBackend } from "../../example/dapp/backend.ts";
import { type Dapp, startDapp } from "../../example/dapp/server.ts";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import * as client from "./client.ts";

let dfns: LocalDfns;
let backend: ReturnType<typeof createBackend>;
beforeAll(async () => {
  dfns = await startDfns();
  backend = createBackend(dfns);
});
afterAll(() => dfns.close());

async function post(path: string, body: unknown, type = "application/json"): Promise<client.Answer> {
  const request = { method: "POST", headers: { "Content-Type": type }, body: JSON.stringify(body) };
  const response = await backend.request(path, request);
  return { status: response.status, body: await response.json() };
}

async function registered(username: string) {
  const { body: challenge } = await post("/api/challenge", { username });
  return post("/api/complete", {
    temporaryAuthenticationToken: challenge.temporaryAuthenticationToken,
    firstFactorCredential: client.keyCredential(client.newKey(), challenge.challenge),
    recoveryCredential: client.recoveryCredential(client.newKey(), challenge.challenge),
    wallets: client.WALLETS,
  });
}

describe("the example backend", () => {
  test("tells the page which Dfns it uses, without the service account", async () => {
    expect(await post("/api/config", {})).toEqual({
      status: 200,
      body: { url: dfns.url, orgId: dfns.orgId },
    });
  });

  test("begins, completes and lists the wallets with the stock SDK", async () => {
    const { status, body } = await registered("customer");
    expect(status).toBe(200);
    const list = await post("/api/wallets", { token: body.authentication.token });
    expect(list).toEqual({ status: 200, body: { items: body.wallets } });
  });

  test("begins and completes a recovery with the stock SDK", async () => {
    const old = client.newKey();
    const { body: begun } = await post("/api/challenge", { username: "lost" });
    await post("/api/complete", {
      temporaryAuthenticationToken: begun.temporaryAuthenticationToken,
      firstFactorCredential: client.keyCredential(client.newKey(), begun.challenge),
      recoveryCredential: client.recoveryCredential(old, begun.challenge),
      wallets: client.WALLETS,
    });
    const { body: challenge } = await post("/api/recover", { username: "lost", credentialId: old.credId });
    const newCredentials = {
      firstFactorCredential: client.keyCredential(client.newKey(), challenge.challenge),
      recoveryCredential: client.recoveryCredential(client.newKey(), challenge.challenge),
    };
    const signed = client.base64url(JSON.stringify(newCredentials));
    const recovery = { kind: "RecoveryKey", credentialAssertion: client.assert(old, signed) };
    const { temporaryAuthenticationToken } = challenge;
    expect(await post("/api/recovered", { temporaryAuthenticationToken, recovery, newCredentials })).toEqual({
      status: 200,
      body: expect.objectContaining({ user: expect.objectContaining({ username: "lost" }) }),
    });
  });

  test("passes Dfns' refusals on in Dfns' words", async () => {
    await registered("twice");
    expect(await post("/api/challenge", { username: "twice" })).toEqual({
      status: 401,
      body: { status: 401, message: "User already exists." },
    });
  });

  test.each([
    ["another content type", "/api/challenge", { username: "x" }, "text/plain"],
    ["no username", "/api/challenge", {}, undefined],
    [
      "no recovery credential",
      "/api/complete",
      { temporaryAuthenticationToken: "x", firstFactorCredential: {}, wallets: [] },
      undefined,
    ],
    ["no token", "/api/wallets", { token: 1 }, undefined],
    ["no recovery credential to recover with", "/api/recover", { username: "x" }, undefined],
    ["a recovery without its signature", "/api/recovered", { newCredentials: {} }, undefined],
  ])("refuses %s", async (_name, path, body, type) => {
    expect(await post(path, body, type)).toMatchObject({
      status: 400,
      body: { status: 400, message: expect.any(String) },
    });
  });

  test("says that Dfns is away", async () => {
    const away = await startDfns();
    const lost = createBackend(away);
    await away.close();
    const headers = { "Content-Type": "application/json" };
    const response = await lost.request("/api/challenge", {
      method: "POST",
      headers,
      body: '{"username":"x"}',
    });
    expect(await response.json()).toEqual({
      status: 502,
      message: expect.stringMatching(/^Dfns could not be asked: .*ECONNREFUSED/),
    });
  });
});

describe("the example page", () => {
  let dapp: Dapp;
  beforeAll(async () => {
    dapp = await startDapp({ dfns });
  });
  afterAll(() => dapp.close());

  test("is served with its style, its script and a strict policy", async () => {
    for (const [path, type] of [
      ["/", "text/html"],
      ["/page.css", "text/css"],
      ["/page.js", "text/javascript"],
    ] as const) {
      const response = await fetch(dapp.url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toContain(type);
      const policy = response.headers.get("content-security-policy");
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain(`connect-src 'self' ${dfns.url};`);
    }
  });

  test("holds nothing of the service account", async () => {
    const served = await Promise.all(
      ["/", "/page.js"].map(async (path) => (await fetch(dapp.url + path)).text()),
    );
    const { token, privateKeyPem } = dfns.serviceAccount;
    for (const secret of [token, privateKeyPem.slice(30, 80)]) expect(served.join("")).not.toContain(secret);
  });

  test("shares its origin with the backend", async () => {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`${dapp.url}/api/config`, { method: "POST", headers, body: "{}" });
    expect(await response.json()).toEqual({ url: dfns.url, orgId: dfns.orgId });
  });
});
