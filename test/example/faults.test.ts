import { DfnsApiClient } from "@dfns/sdk";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Fault, FaultMatch } from "../../example/dfns/faults.ts";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import * as client from "./client.ts";
import { fresh, ready } from "./registering.ts";

let dfns: LocalDfns;
beforeAll(async () => {
  dfns = await startDfns();
});
afterAll(() => dfns.close());

const lifts: (() => void)[] = [];
afterEach(() => {
  for (const lift of lifts.splice(0)) lift();
});
const fail = (match: FaultMatch, how: Fault): void => {
  lifts.push(dfns.fail(match, how));
};

const ROOT = { path: "/" };
const get = (path = "/") => fetch(dfns.url + path);

describe("a fault", () => {
  test("answers with the status, body and headers that it is given, once by default", async () => {
    const body = { error: { message: "Too many requests" } };
    fail(ROOT, { status: 429, body, headers: { "Retry-After": "7" } });
    const response = await fetch(dfns.url, { headers: { Origin: "https://dapp.example" } });
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(response.headers.get("access-control-allow-origin")).toBe("https://dapp.example");
    expect(await response.json()).toEqual(body);
    expect(dfns.requests.at(-1)).toEqual({ method: "GET", path: "/", status: 429 });
    expect((await get()).status).toBe(200);
  });

  test("may be HTML, as a gateway's, on which the stock SDK fails in its own way", async () => {
    const { session } = await client.register(dfns, fresh());
    fail({ path: "/wallets" }, "html");
    const sdk = new DfnsApiClient({ baseUrl: dfns.url, authToken: session });
    await expect(sdk.wallets.listWallets()).rejects.toThrow(/JSON/);
    expect((await sdk.wallets.listWallets()).items).toHaveLength(2);
  });

  test("may drop the call, which is not done then", async () => {
    const it = await ready(dfns);
    fail({ path: "/auth/registration/enduser" }, "drop");
    await expect(it.post(it.body)).rejects.toThrow("fetch failed");
    expect(dfns.requests.at(-1)).toMatchObject({ path: "/auth/registration/enduser", status: 444 });
    expect(dfns.signatures(it.username)).toBe(0);
    expect((await it.post(it.body)).status).toBe(200);
  });

  test("may lose the answer of a call that was done", async () => {
    const it = await ready(dfns);
    fail({ path: "/auth/registration/enduser" }, "loseAnswer");
    await expect(it.post(it.body)).rejects.toThrow("fetch failed");
    expect(dfns.requests.at(-1)).toMatchObject({ path: "/auth/registration/enduser", status: 200 });
    expect(dfns.users().find(({ username }) => username === it.username)?.registered).toBe(true);
    expect(dfns.signatures(it.username)).toBe(2);
    expect((await it.post(it.body)).status).toBe(401);
  });

  test("meets a connection of its own, so that no browser repeats the call unasked", async () => {
    expect((await get()).headers.get("connection")).toBe("close");
  });

  test("may delay the answer", async () => {
    fail(ROOT, { delayMs: 150 });
    const start = performance.now();
    expect((await get()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(140);
  });

  test("counts down, keeps to its path and method, and spares preflights", async () => {
    fail({ ...ROOT, method: "GET", times: 2 }, { status: 500, body: {} });
    const preflight = { method: "OPTIONS", headers: { "Access-Control-Request-Method": "GET" } };
    expect((await fetch(dfns.url, preflight)).status).toBe(204);
    expect((await fetch(dfns.url, { method: "POST" })).status).toBe(401);
    expect((await get("/nowhere")).status).toBe(404);
    expect([(await get()).status, (await get()).status, (await get()).status]).toEqual([500, 500, 200]);
  });

  test("comes in the order in which faults were added, and can be lifted", async () => {
    fail(ROOT, { status: 500, body: {} });
    const lift = dfns.fail({ ...ROOT, times: Number.POSITIVE_INFINITY }, { status: 503, body: {} });
    expect([(await get()).status, (await get()).status, (await get()).status]).toEqual([500, 503, 503]);
    lift();
    expect((await get()).status).toBe(200);
  });
});

describe("the count of signatures", () => {
  test("takes attestations and assertions, and only the accepted", async () => {
    const username = fresh();
    expect(dfns.signatures(username)).toBe(0);
    const { key, session } = await client.register(dfns, username);
    expect(dfns.signatures(username)).toBe(2);
    const call = { method: "POST", path: "/wallets", payload: '{"network":"Solana"}' };
    const { body: challenge } = await client.initAction(dfns, session, call);
    const { challengeIdentifier } = challenge;
    const wrong = { challengeIdentifier, firstFactor: client.keyFactor(key, "Y2gtMDAw") };
    expect((await client.send(dfns, "POST", "/auth/action", wrong, session)).status).toBe(400);
    expect(dfns.signatures(username)).toBe(2);
    const userAction = await client.signAction(dfns, session, key, call);
    expect(dfns.signatures(username)).toBe(3);
    const headers = { "X-DFNS-USERACTION": userAction };
    await client.sendText(dfns, "POST", "/wallets", call.payload, session, headers);
    expect(dfns.signatures(username)).toBe(3);
  });

  test("leaves out an answer that came with another token", async () => {
    const username = fresh();
    const { key, session } = await client.register(dfns, username);
    const other = await client.register(dfns, fresh());
    const call = { method: "POST", path: "/wallets", payload: "{}" };
    const { body: challenge } = await client.initAction(dfns, session, call);
    const { challengeIdentifier } = challenge;
    const answer = { challengeIdentifier, firstFactor: client.keyFactor(key, challenge.challenge) };
    expect((await client.send(dfns, "POST", "/auth/action", answer, other.session)).status).toBe(400);
    expect(dfns.signatures(username)).toBe(2);
  });
});
