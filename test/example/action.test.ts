import { AsymmetricKeySigner } from "@dfns/sdk-keysigner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import * as client from "./client.ts";

let dfns: LocalDfns;
let signer: AsymmetricKeySigner;
beforeAll(async () => {
  dfns = await startDfns();
  const { credId, privateKeyPem } = dfns.serviceAccount;
  signer = new AsymmetricKeySigner({ credId, privateKey: privateKeyPem });
});
afterAll(() => dfns.close());

const PATH = "/auth/registration/delegated";
const invalid = { status: 403, body: { error: { message: "user action signature is missing or invalid" } } };
let count = 0;
const payload = (): string => JSON.stringify({ email: `signed${++count}`, kind: "EndUser" });

async function begin(action: { method?: string; path?: string; payload: string }) {
  const init = {
    userActionHttpMethod: action.method ?? "POST",
    userActionHttpPath: action.path ?? PATH,
    userActionPayload: action.payload,
    userActionServerKind: "Api",
  };
  return (await client.send(dfns, "POST", "/auth/action/init", init, dfns.serviceAccount.token)).body;
}

async function sign(action: { method?: string; path?: string; payload: string }): Promise<string> {
  const challenge = await begin(action);
  const body = {
    challengeIdentifier: challenge.challengeIdentifier,
    firstFactor: await signer.sign(challenge),
  };
  const answer = await client.send(dfns, "POST", "/auth/action", body, dfns.serviceAccount.token);
  expect(answer.status).toBe(200);
  return answer.body.userAction;
}

const call = (body: string, userAction?: string, path = PATH) =>
  client.sendText(
    dfns,
    "POST",
    path,
    body,
    dfns.serviceAccount.token,
    userAction === undefined ? {} : { "X-DFNS-USERACTION": userAction },
  );

describe("a user action", () => {
  test("allows one call", async () => {
    const body = payload();
    const userAction = await sign({ payload: body });
    expect((await call(body, userAction)).status).toBe(200);
    expect(await call(body, userAction)).toMatchObject({
      status: 400,
      body: { error: { message: "user action has already been used" } },
    });
  });

  test("is needed", async () => {
    expect(await call(payload())).toMatchObject(invalid);
    expect(await call(payload(), "x")).toMatchObject(invalid);
    expect(await call(payload(), dfns.serviceAccount.token)).toMatchObject(invalid);
  });

  test("counts for the exact body text only, and is not spent by another", async () => {
    const body = payload();
    const userAction = await sign({ payload: body });
    expect(await call(payload(), userAction)).toMatchObject(invalid);
    expect(await call(body.replace(",", ", "), userAction)).toMatchObject(invalid);
    expect((await call(body, userAction)).status).toBe(200);
  });

  test("counts for its method and path only", async () => {
    const body = payload();
    expect(await call(body, await sign({ payload: body, method: "PUT" }))).toMatchObject(invalid);
    expect(await call(body, await sign({ payload: body, path: "/auth/login/delegated" }))).toMatchObject(
      invalid,
    );
  });

  test("may be signed with or without the query", async () => {
    for (const path of [PATH, `${PATH}?a=1`]) {
      const body = payload();
      expect((await call(body, await sign({ payload: body, path }), `${PATH}?a=1`)).status).toBe(200);
    }
  });

  test("of another caller is refused", async () => {
    const body = payload();
    const { session, key } = await client.register(dfns, "other");
    const init = { userActionHttpMethod: "POST", userActionHttpPath: PATH, userActionPayload: body };
    const { body: challenge } = await client.send(dfns, "POST", "/auth/action/init", init, session);
    const firstFactor = { kind: "Key", credentialAssertion: client.assert(key, challenge.challenge) };
    const answer = { challengeIdentifier: challenge.challengeIdentifier, firstFactor };
    const { body: signed } = await client.send(dfns, "POST", "/auth/action", answer, session);
    expect(await call(body, signed.userAction)).toMatchObject(invalid);
  });

  test("challenge says in its identifier what it is for", async () => {
    const body = payload();
    const challenge = await begin({ payload: body });
    const claims = JSON.parse(
      Buffer.from(challenge.challengeIdentifier.split(".")[1] ?? "", "base64url").toString(),
    );
    expect(claims.exp - claims.iat).toBe(900);
    expect(claims["https://custom/app_metadata"]).toMatchObject({
      tokenKind: "Temp",
      challenge: challenge.challenge,
      challengeInfo: {
        payload: body,
        method: "POST",
        path: PATH,
        server: new URL(dfns.url).host,
        nonce: expect.stringMatching(/^no-/),
      },
    });
  });

  test("challenge is for the token that asked, once, and not for a login", async () => {
    const challenge = await begin({ payload: "" });
    const body = {
      challengeIdentifier: challenge.challengeIdentifier,
      firstFactor: await signer.sign(challenge),
    };
    const challengeInvalid = { status: 400, body: { error: { message: "Challenge token is not valid." } } };
    expect(await client.send(dfns, "POST", "/auth/login", body)).toMatchObject(challengeInvalid);
    const { session } = await client.register(dfns, "somebody");
    expect(await client.send(dfns, "POST", "/auth/action", body, session)).toMatchObject(challengeInvalid);
    expect(await client.send(dfns, "POST", "/auth/action", body, dfns.serviceAccount.token)).toMatchObject(
      challengeInvalid,
    );
  });

  test.each([
    ["an unknown method", { userActionHttpMethod: "PATCH" }],
    ["a path without a slash", { userActionHttpPath: "wallets" }],
    ["a payload that is no string", { userActionPayload: {} }],
    ["an unknown member", { userActionQuery: "" }],
  ])("is not begun with %s", async (_name, more) => {
    const init = { userActionHttpMethod: "POST", userActionHttpPath: PATH, userActionPayload: "", ...more };
    expect(
      (await client.send(dfns, "POST", "/auth/action/init", init, dfns.serviceAccount.token)).status,
    ).toBe(400);
  });
});
