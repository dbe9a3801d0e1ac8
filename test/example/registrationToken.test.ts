import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import vectors from "../vectors/dfns-local.json" with { type: "json" };
import * as client from "./client.ts";
import { fresh, ready } from "./registering.ts";

let dfns: LocalDfns;
beforeAll(async () => {
  dfns = await startDfns();
});
afterAll(() => dfns.close());

const refusedToken = { status: 401, body: { error: { message: "user token is missing or invalid" } } };
const userExists = { status: 401, body: { error: { message: "User already exists." } } };

describe("a temporary token", () => {
  test("works once", async () => {
    const { body, post } = await ready(dfns);
    expect((await post(body)).status).toBe(200);
    expect(await post(body)).toMatchObject(refusedToken);
  });

  test("works once even when used twice at the same time", async () => {
    const { body, post } = await ready(dfns);
    const answers = await Promise.all([post(body), post(body)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  test("does not finish another user's registration", async () => {
    const [mine, theirs] = [await ready(dfns), await ready(dfns)];
    expect(await mine.post(theirs.body)).toMatchObject({ status: 400 });
  });

  test("is no session", async () => {
    const { challenge } = await ready(dfns);
    const answer = await client.send(
      dfns,
      "GET",
      "/wallets",
      undefined,
      challenge.temporaryAuthenticationToken,
    );
    expect(answer).toMatchObject(refusedToken);
  });

  test("is refused when missing, garbled, unsigned or a session token", async () => {
    const { body, challenge } = await ready(dfns);
    const { session } = await client.register(dfns, fresh());
    const [header, payload] = challenge.temporaryAuthenticationToken.split(".");
    const none = `${client.base64url('{"alg":"none","typ":"JWT"}')}.${payload}.`;
    for (const token of [undefined, "x", `${header}.${payload}.AAAA`, none, session]) {
      const answer = await client.send(dfns, "POST", "/auth/registration/enduser", body, token);
      expect(answer).toMatchObject(refusedToken);
    }
  });

  test("expires after 15 minutes", async () => {
    let now = 1_790_000_000_000;
    const clocked = await startDfns({ now: () => now });
    const { body: challenge } = await client.beginSocial(clocked, "late@example.co");
    const body = {
      firstFactorCredential: client.keyCredential(client.newKey(), challenge.challenge),
      wallets: client.WALLETS,
    };
    const post = () =>
      client.send(
        clocked,
        "POST",
        "/auth/registration/enduser",
        body,
        challenge.temporaryAuthenticationToken,
      );
    now += 15 * 60 * 1000;
    expect(await post()).toMatchObject(refusedToken);
    now -= 1000;
    expect((await post()).status).toBe(200);
    await clocked.close();
  });
});

describe("a user who asks again", () => {
  test("gets a new challenge while unfinished, and the old one is void", async () => {
    const it = await ready(dfns);
    const again = await client.beginSocial(dfns, it.username);
    expect(again.body.user.id).toBe(it.challenge.user.id);
    expect(again.body.challenge).not.toBe(it.text);
    expect(await it.post(it.body)).toMatchObject(refusedToken);
  });

  test("is refused once registered, in each way to begin", async () => {
    const username = fresh();
    await client.register(dfns, username);
    expect(await client.beginSocial(dfns, username)).toMatchObject(userExists);
    await expect(client.beginDelegated(dfns, username)).rejects.toMatchObject({
      httpStatus: 401,
      message: "User already exists.",
    });
    const resend = client.send(dfns, "PUT", "/auth/registration/code", { username, orgId: dfns.orgId });
    expect(await resend).toMatchObject(userExists);
  });

  test("is refused while unfinished when restarting is off", async () => {
    const strict = await startDfns({ restart: false });
    await client.beginDelegated(strict, "one@example.co");
    await expect(client.beginDelegated(strict, "one@example.co")).rejects.toMatchObject({
      message: "User already exists.",
    });
    const registrationCode = strict.createRegistrationCode("two@example.co");
    const init = { username: "two@example.co", registrationCode, orgId: strict.orgId };
    expect((await client.send(strict, "POST", "/auth/registration/init", init)).status).toBe(200);
    expect(await client.send(strict, "POST", "/auth/registration/init", init)).toMatchObject(userExists);
    await strict.close();
  });
});

describe("an invitation", () => {
  test("is refused for another organisation, an unknown user and a used up time", async () => {
    let now = Date.now();
    const clocked = await startDfns({ now: () => now });
    const username = "code@example.co";
    const registrationCode = clocked.createRegistrationCode(username);
    const init = (body: client.Json) =>
      client.send(clocked, "POST", "/auth/registration/init", {
        username,
        registrationCode,
        orgId: clocked.orgId,
        ...body,
      });
    expect(await init({ orgId: "or-00000-00000-0000000000000000" })).toMatchObject({
      status: 401,
      body: { error: { message: "User not found" } },
    });
    expect(await init({ username: "nobody" })).toMatchObject({
      status: 401,
      body: { error: { message: "User not found" } },
    });
    now += 25 * 60 * 60 * 1000;
    expect(await init({})).toMatchObject({
      status: 400,
      body: { error: { message: "Registration code expired" } },
    });
    await clocked.close();
  });

  test("by id token takes only the token of this server", async () => {
    const other = await startDfns();
    const answer = await client.send(dfns, "POST", "/auth/registration/social", {
      socialLoginProviderKind: "Oidc",
      idToken: await other.idToken("x"),
    });
    expect(answer.status).toBe(401);
    await other.close();
  });
});

describe("the recorded registrations", () => {
  const post = async (request: unknown) => {
    const recorded = await startDfns({ newChallenge: () => vectors.registrationChallenge });
    const { body: challenge } = await client.beginSocial(recorded, "jdoe@example.co");
    const answer = await client.send(
      recorded,
      "POST",
      "/auth/registration/enduser",
      request,
      challenge.temporaryAuthenticationToken,
    );
    await recorded.close();
    return answer;
  };
  test.each(["key", "ed25519", "ppk"] as const)("%s is accepted", async (name) => {
    expect((await post(vectors.registrations[name].request)).status).toBe(200);
  });
  test.each(["fido2PlusKey", "docsVerbatim"] as const)("%s is refused", async (name) => {
    expect((await post(vectors.registrations[name].request)).status).toBe(400);
  });
});
