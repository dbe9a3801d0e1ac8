import { createHash } from "node:crypto";
import { DfnsApiClient, DfnsAuthenticator, DfnsDelegatedApiClient } from "@dfns/sdk";
import type { RegisterEndUserBody } from "@dfns/sdk/generated/auth/types";
import { AsymmetricKeySigner } from "@dfns/sdk-keysigner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import vectors from "../vectors/dfns-local.json" with { type: "json" };
import * as client from "./client.ts";

let dfns: LocalDfns;
beforeAll(async () => {
  dfns = await startDfns();
});
afterAll(() => dfns.close());

let count = 0;
const fresh = (): string => `person${++count}`;
const error = (status: number, message: string) => ({ status, body: { error: { status, message } } });
const challengeInvalid = error(400, "Challenge token is not valid.");
const signatureInvalid = error(400, "Unable to verify signature");
const noCredential = error(401, "User does not have a credential that can be used for the application.");

describe("the stock SDK", () => {
  const signerOf = (key: client.Key) =>
    new AsymmetricKeySigner({
      credId: key.credId,
      privateKey: key.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    });

  test("begins as service account, registers, logs in delegated and lists the wallets", async () => {
    const username = fresh();
    const challenge = await client.beginDelegated(dfns, username);
    const body = {
      firstFactorCredential: client.keyCredential(client.newKey(), challenge.challenge),
      recoveryCredential: client.recoveryCredential(client.newKey(), challenge.challenge),
      wallets: client.WALLETS,
    } as unknown as RegisterEndUserBody;
    const access = { baseUrl: dfns.url, orgId: dfns.orgId };
    const temporary = new DfnsApiClient({ ...access, authToken: challenge.temporaryAuthenticationToken });
    const registered = await temporary.auth.registerEndUser({ body });
    const list = async (authToken: string) =>
      (await new DfnsApiClient({ ...access, authToken }).wallets.listWallets()).items;
    expect(await list(registered.authentication.token)).toEqual(registered.wallets);
    const { token } = await client.service(dfns).auth.delegatedLogin({ body: { username } });
    expect(await list(token)).toEqual(registered.wallets);
  });

  test.each(["P-256", "secp256k1", "ed25519"] as const)("logs in with a %s key", async (curve) => {
    const username = fresh();
    const { key } = await client.register(dfns, username, client.newKey(curve));
    const authenticator = new DfnsAuthenticator({ baseUrl: dfns.url, signer: signerOf(key) });
    const { token } = await authenticator.login({ orgId: dfns.orgId, username });
    const { items } = await new DfnsApiClient({
      baseUrl: dfns.url,
      orgId: dfns.orgId,
      authToken: token,
    }).auth.listCredentials();
    expect(items[0]?.credentialId).toBe(key.credId);
  });

  test("signs a user action in two halves", async () => {
    const delegated = new DfnsDelegatedApiClient({
      baseUrl: dfns.url,
      orgId: dfns.orgId,
      authToken: dfns.serviceAccount.token,
    });
    const request = { body: { email: fresh(), kind: "EndUser" } } as const;
    const challenge = await delegated.auth.createDelegatedRegistrationChallengeInit(request);
    const { credId, privateKeyPem } = dfns.serviceAccount;
    const firstFactor = await new AsymmetricKeySigner({ credId, privateKey: privateKeyPem }).sign(challenge);
    const { challengeIdentifier } = challenge;
    const begun = await delegated.auth.createDelegatedRegistrationChallengeComplete(request, {
      challengeIdentifier,
      firstFactor,
    });
    expect(begun.user.name).toBe(request.body.email);
  });

  test("may not act for the organisation with an end user's token", async () => {
    const { session, key } = await client.register(dfns, fresh());
    const person = new DfnsApiClient({
      baseUrl: dfns.url,
      orgId: dfns.orgId,
      authToken: session,
      signer: signerOf(key),
    });
    const refused = {
      httpStatus: 403,
      message: expect.stringMatching(
        /^EndUser us-\S+ is not authorized to perform operation \(Auth:Register:Delegated\)$/,
      ),
    };
    await expect(
      person.auth.createDelegatedRegistrationChallenge({ body: { email: fresh(), kind: "EndUser" } }),
    ).rejects.toMatchObject(refused);
    await expect(person.auth.delegatedLogin({ body: { username: "x" } })).rejects.toMatchObject({
      httpStatus: 403,
    });
  });

  test("does not log in somebody who has not finished", async () => {
    const username = fresh();
    await client.beginDelegated(dfns, username);
    const login = client.service(dfns).auth.delegatedLogin({ body: { username } });
    await expect(login).rejects.toMatchObject({ httpStatus: 401, message: "User not found" });
  });
});

async function loginReady() {
  const username = fresh();
  const { key } = await client.register(dfns, username);
  const init = { orgId: dfns.orgId, username };
  const { body: challenge } = await client.send(dfns, "POST", "/auth/login/init", init);
  const text: string = challenge.challenge;
  const answer = (credentialAssertion: client.Json, more: client.Json = {}) =>
    client.send(dfns, "POST", "/auth/login", {
      challengeIdentifier: challenge.challengeIdentifier,
      firstFactor: { kind: "Key", credentialAssertion },
      ...more,
    });
  return { username, key, init, challenge, text, answer };
}
type LoginReady = Awaited<ReturnType<typeof loginReady>>;

describe("a login", () => {
  test("challenge has every member of protocol.md 1.2", async () => {
    const { challenge, key } = await loginReady();
    expect(challenge).toEqual({
      supportedCredentialKinds: [{ kind: "Key", factor: "either", requiresSecondFactor: false }],
      challenge: expect.stringMatching(/^[A-Za-z0-9_-]+$/),
      challengeIdentifier: expect.any(String),
      userVerification: "required",
      attestation: "direct",
      allowCredentials: { key: [{ type: "public-key", id: key.credId }], webauthn: [] },
      externalAuthenticationUrl: "",
    });
  });

  test("works once per challenge", async () => {
    const { key, text, answer } = await loginReady();
    expect(await answer(client.assert(key, text))).toEqual({
      status: 200,
      body: { token: expect.any(String) },
    });
    expect(await answer(client.assert(key, text))).toMatchObject(challengeInvalid);
  });

  test("takes a padded credId, four-member client data and the algorithm member", async () => {
    const { key, text, answer } = await loginReady();
    const clientData = JSON.stringify({
      type: "key.get",
      challenge: text,
      origin: "https://a.example",
      crossOrigin: false,
    });
    const options = { clientData, credId: `${key.credId}=`, extra: { algorithm: "SHA256" } };
    expect((await answer(client.assert(key, text, options))).status).toBe(200);
  });

  const wrong: Readonly<Record<string, (ready: LoginReady) => client.Json>> = {
    "another challenge": ({ key }) => client.assert(key, "Y2gtMDAw"),
    "client data of a creation": ({ key, text }) =>
      client.assert(key, text, { clientData: JSON.stringify({ challenge: text, type: "key.create" }) }),
    "a hex signature": ({ key, text }) =>
      client.assert(key, text, { encode: (data) => client.signBytes(key, data).toString("hex") }),
    "a raw ECDSA signature": ({ key, text }) =>
      client.assert(key, text, {
        encode: (data) => client.signBytes(key, data, "ieee-p1363").toString("base64url"),
      }),
    "a signature over the hash of the client data": ({ key, text }) =>
      client.assert(key, text, {
        encode: (data) =>
          client.signBytes(key, createHash("sha256").update(data).digest("hex")).toString("base64url"),
      }),
    "a signature of another key": ({ key, text }) => ({
      ...client.assert(client.newKey(), text),
      credId: key.credId,
    }),
    "a signature in standard base64": ({ key, text }) =>
      client.assert(key, text, { encode: (data) => `+/${client.signBytes(key, data).toString("base64")}` }),
  };
  test.each(Object.entries(wrong))("is refused for %s, and the challenge is spent", async (_name, spoil) => {
    const ready = await loginReady();
    expect(await ready.answer(spoil(ready))).toMatchObject(signatureInvalid);
    expect(await ready.answer(client.assert(ready.key, ready.text))).toMatchObject(challengeInvalid);
  });

  test("is refused for another user's credential", async () => {
    const [mine, theirs] = [await loginReady(), await loginReady()];
    expect(await mine.answer(client.assert(theirs.key, mine.text))).toMatchObject(noCredential);
  });

  test("is refused with one credential as both factors", async () => {
    const { key, text, answer } = await loginReady();
    const secondFactor = { kind: "Key", credentialAssertion: client.assert(key, text) };
    expect(await answer(client.assert(key, text), { secondFactor })).toMatchObject(noCredential);
  });

  test("is refused with unknown members", async () => {
    const { key, text, answer } = await loginReady();
    expect((await answer(client.assert(key, text, { extra: { userHandle: "x" } }))).status).toBe(400);
    expect((await answer(client.assert(key, text), { username: "x" })).status).toBe(400);
    expect((await answer(client.assert(key, text))).status).toBe(200);
  });

  test("is refused for a user nobody knows, another organisation, and a code that nobody sent", async () => {
    const { init } = await loginReady();
    const begin = (more: client.Json) => client.send(dfns, "POST", "/auth/login/init", { ...init, ...more });
    expect(await begin({ username: "nobody" })).toMatchObject(error(401, "User not found"));
    expect(await begin({ orgId: "or-x" })).toMatchObject(error(401, "User not found"));
    expect(await begin({ loginCode: "1234" })).toMatchObject(error(403, "Invalid code"));
    expect(await begin({ username: "service-account" })).toMatchObject(error(401, "User not found"));
  });

  test("is refused after 15 minutes", async () => {
    let now = Date.now();
    const clocked = await startDfns({ now: () => now });
    const { key } = await client.register(clocked, "late");
    const { body } = await client.send(clocked, "POST", "/auth/login/init", {
      orgId: clocked.orgId,
      username: "late",
    });
    now += 15 * 60 * 1000;
    const firstFactor = { kind: "Key", credentialAssertion: client.assert(key, body.challenge) };
    const answer = await client.send(clocked, "POST", "/auth/login", {
      challengeIdentifier: body.challengeIdentifier,
      firstFactor,
    });
    expect(answer).toMatchObject(challengeInvalid);
    await clocked.close();
  });

  test("accepts the recorded assertion", async () => {
    const challenges = [vectors.registrationChallenge, vectors.loginChallenge];
    const recorded = await startDfns({ newChallenge: () => challenges.shift() ?? "" });
    const { body: begun } = await client.beginSocial(recorded, "jdoe");
    const token: string = begun.temporaryAuthenticationToken;
    await client.send(
      recorded,
      "POST",
      "/auth/registration/enduser",
      vectors.registrations.key.request,
      token,
    );
    const { body } = await client.send(recorded, "POST", "/auth/login/init", {
      orgId: recorded.orgId,
      username: "jdoe",
    });
    const { firstFactor } = vectors.logins.key.request;
    const answer = await client.send(recorded, "POST", "/auth/login", {
      challengeIdentifier: body.challengeIdentifier,
      firstFactor,
    });
    expect(answer.status).toBe(200);
    await recorded.close();
  });
});

describe("a password-protected key", () => {
  const registered = async () => {
    const username = fresh();
    const key = client.newKey();
    const { body: challenge } = await client.beginSocial(dfns, username);
    const body = {
      firstFactorCredential: client.protectedCredential(key, challenge.challenge),
      wallets: client.WALLETS,
    };
    const token: string = challenge.temporaryAuthenticationToken;
    const answer = await client.send(dfns, "POST", "/auth/registration/enduser", body, token);
    return { username, key, session: String(answer.body.authentication.token) };
  };

  test("comes back with its blob for a user action, and signs as either kind", async () => {
    const { key, session } = await registered();
    for (const kind of ["PasswordProtectedKey", "Key"]) {
      const init = { userActionHttpMethod: "POST", userActionHttpPath: "/wallets", userActionPayload: "" };
      const { body } = await client.send(dfns, "POST", "/auth/action/init", init, session);
      expect(body.allowCredentials.passwordProtectedKey).toEqual([
        { type: "public-key", id: key.credId, encryptedPrivateKey: "c2VhbGVk" },
      ]);
      const firstFactor = { kind, credentialAssertion: client.assert(key, body.challenge) };
      const answer = { challengeIdentifier: body.challengeIdentifier, firstFactor };
      expect((await client.send(dfns, "POST", "/auth/action", answer, session)).status).toBe(200);
    }
  });

  test("does not log in without a code", async () => {
    const { username } = await registered();
    expect(
      await client.send(dfns, "POST", "/auth/login/init", { orgId: dfns.orgId, username }),
    ).toMatchObject(noCredential);
  });
});
