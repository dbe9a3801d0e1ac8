import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import * as client from "./client.ts";
import { fresh, ready } from "./registering.ts";

const { codeInvalid, noCredential, signatureInvalid, userNotFound, userTokenInvalid } = client.refusals;
const notForRecovery = client.error(401, "Credential cannot be used as a recovery factor.");

let dfns: LocalDfns;
const lines: string[] = [];
beforeAll(async () => {
  dfns = await startDfns({ log: (line) => lines.push(line) });
});
afterAll(() => dfns.close());

async function registered() {
  const it = await ready(dfns);
  const { body } = await it.post(it.body);
  return { ...it, session: String(body.authentication.token) };
}

async function code(username: string): Promise<string> {
  const body = { username, orgId: dfns.orgId };
  const { status } = await client.send(dfns, "POST", "/auth/recover/user/code", body);
  expect(status).toBe(200);
  return dfns.codes(username).recovery ?? "";
}

const init = (username: string, credentialId: string, verificationCode: string) =>
  client.send(dfns, "POST", "/auth/recover/user/init", {
    ...{ username, credentialId, verificationCode, orgId: dfns.orgId },
  });

async function begun() {
  const it = await registered();
  const { body: challenge } = await init(it.username, it.recovery.credId, await code(it.username));
  const [key, kit] = [client.newKey(), client.newKey()];
  const newCredentials: client.Json = {
    firstFactorCredential: client.keyCredential(key, challenge.challenge),
    recoveryCredential: client.recoveryCredential(kit, challenge.challenge),
  };
  const token: string = challenge.temporaryAuthenticationToken;
  const post = (body: unknown) => client.send(dfns, "POST", "/auth/recover/user", body, token);
  return { ...it, challenge, key, kit, newCredentials, token, post };
}

const assertionOver = (old: client.Key, text: string, more: client.Json = {}) => ({
  kind: "RecoveryKey",
  credentialAssertion: { ...client.assert(old, client.base64url(text)), ...more },
});

describe("a recovery by code", () => {
  test("tells the code through the log, and offers the container of the recovery credential", async () => {
    const { username, recovery } = await registered();
    const value = await code(username);
    expect(lines).toContain(`recovery code for ${username}: ${value}`);
    const { body } = await init(username, `${recovery.credId}=`, value);
    expect(body).toMatchObject({
      user: { name: username },
      allowedRecoveryCredentials: [{ id: recovery.credId, encryptedRecoveryKey: "c2VhbGVk" }],
    });
    expect(await init(username, recovery.credId, value)).toMatchObject(codeInvalid);
  });

  test("makes every older credential and session worthless", async () => {
    const { username, first, key, kit, recovery, session, newCredentials, post } = await begun();
    const body = { recovery: assertionOver(recovery, JSON.stringify(newCredentials)), newCredentials };
    expect(await post(body)).toMatchObject({ status: 200, body: { user: { username } } });
    const [user] = dfns.users().filter((one) => one.username === username);
    expect(user?.credentials.map(({ credId }) => credId)).toEqual([key.credId, kit.credId]);
    const orgId = dfns.orgId;
    const { body: login } = await client.send(dfns, "POST", "/auth/login/init", { username, orgId });
    expect(login.allowCredentials.key).toEqual([{ type: "public-key", id: key.credId }]);
    const { challengeIdentifier } = login;
    const answer = { challengeIdentifier, firstFactor: client.keyFactor(first, login.challenge) };
    expect(await client.send(dfns, "POST", "/auth/login", answer)).toMatchObject(noCredential);
    expect(await client.send(dfns, "GET", "/wallets", undefined, session)).toMatchObject(userTokenInvalid);
    expect(await post(body)).toMatchObject(userTokenInvalid);
  });

  test.each<[string, (it: Awaited<ReturnType<typeof begun>>, text: string) => client.Json]>([
    [
      "signed for other credentials",
      ({ recovery }, text) => ({ recovery: assertionOver(recovery, `${text} `) }),
    ],
    [
      "signed over the challenge of Dfns",
      ({ recovery, text }) => ({
        recovery: { kind: "RecoveryKey", credentialAssertion: client.assert(recovery, text) },
      }),
    ],
    [
      "by another key",
      ({ recovery, first }, text) => ({
        recovery: assertionOver(first, text, { credId: recovery.credId }),
      }),
    ],
    [
      "in another order than sent",
      ({ recovery, newCredentials }) => {
        const { firstFactorCredential, recoveryCredential } = newCredentials;
        const turned = JSON.stringify({ recoveryCredential, firstFactorCredential });
        return { recovery: assertionOver(recovery, turned) };
      },
    ],
    [
      "as raw signature bytes",
      ({ recovery }, text) => ({
        recovery: {
          kind: "RecoveryKey",
          credentialAssertion: client.assert(recovery, client.base64url(text), {
            encode: (data) => client.signBytes(recovery, data, "ieee-p1363").toString("base64url"),
          }),
        },
      }),
    ],
  ])("is refused when it is %s, and leaves all as it was", async (_, spoil) => {
    const it = await begun();
    const text = JSON.stringify(it.newCredentials);
    const { newCredentials } = it;
    expect(await it.post({ newCredentials, ...spoil(it, text) })).toMatchObject(signatureInvalid);
    const body = { recovery: assertionOver(it.recovery, text), newCredentials };
    expect(await it.post(body)).toMatchObject({ status: 200 });
  });

  test("is refused with a factor for recovery credential, an old credId, or a member too many", async () => {
    const it = await begun();
    const { newCredentials, recovery, first, username } = it;
    const text = JSON.stringify(newCredentials);
    const byFirst = { recovery: assertionOver(first, text), newCredentials };
    expect(await it.post(byFirst)).toMatchObject(notForRecovery);
    const more = { recovery: assertionOver(recovery, text), newCredentials, challengeIdentifier: "x" };
    expect(await it.post(more)).toMatchObject(client.error(400, "Invalid request"));
    expect(await init(username, first.credId, await code(username))).toMatchObject(notForRecovery);
    const strangers = { username: fresh(), orgId: dfns.orgId };
    expect(await client.send(dfns, "POST", "/auth/recover/user/code", strangers)).toMatchObject(userNotFound);
  });
});

test("a service account begins a recovery without a code, with its user action", async () => {
  const { username, recovery, session } = await registered();
  const body = { username, credentialId: recovery.credId };
  const challenge = await client.service(dfns).auth.createDelegatedRecoveryChallenge({ body });
  expect(challenge).toMatchObject({
    user: { name: username },
    allowedRecoveryCredentials: [{ id: recovery.credId }],
  });
  const path = "/auth/recover/user/delegated";
  const { status } = await client.send(dfns, "POST", path, body, session);
  expect(status).toBe(403);
});
