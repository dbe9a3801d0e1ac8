import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import * as client from "./client.ts";
import { fresh, ready } from "./registering.ts";

let dfns: LocalDfns;
beforeAll(async () => {
  dfns = await startDfns();
});
afterAll(() => dfns.close());

describe("a registration challenge", () => {
  test("has every member of protocol.md 1.1 and a decodable token", async () => {
    const { challenge, username } = await ready(dfns);
    expect(challenge).toEqual({
      user: {
        id: expect.stringMatching(/^us-[a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{14,16}$/),
        name: username,
        displayName: username,
      },
      temporaryAuthenticationToken: expect.any(String),
      challenge: expect.stringMatching(/^[A-Za-z0-9_-]+$/),
      supportedCredentialKinds: {
        firstFactor: ["Key", "PasswordProtectedKey", "Fido2"],
        secondFactor: ["Key", "PasswordProtectedKey", "Fido2"],
      },
      authenticatorSelection: {
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
      attestation: "direct",
      pubKeyCredParams: [
        { type: "public-key", alg: -7 },
        { type: "public-key", alg: -257 },
      ],
      excludeCredentials: [],
      otpUrl: "",
    });
    const [header, payload] = challenge.temporaryAuthenticationToken
      .split(".")
      .map((part: string) => Buffer.from(part, "base64url").toString());
    expect(JSON.parse(header ?? "")).toEqual({ typ: "JWT", alg: "EdDSA" });
    const claims = JSON.parse(payload ?? "");
    expect(claims.exp - claims.iat).toBe(900);
    expect(claims).toMatchObject({
      iss: "auth.dfns.io",
      aud: "dfns:auth:user",
      sub: dfns.orgId,
      "https://custom/username": username,
      "https://custom/app_metadata": {
        userId: challenge.user.id,
        orgId: dfns.orgId,
        tokenKind: "Temp",
        challenge: challenge.challenge,
      },
    });
  });
});

describe("a whole registration", () => {
  test("answers with credential, user, session and wallets", async () => {
    const { body, post, username, challenge, first } = await ready(dfns);
    const { status, body: answer } = await post(body);
    expect(status).toBe(200);
    expect(answer.credential).toEqual({
      uuid: expect.stringMatching(/^cr-/),
      kind: "Key",
      name: "Default Credential",
    });
    expect(answer.user).toEqual({ id: challenge.user.id, username, orgId: dfns.orgId });
    expect(answer.wallets).toHaveLength(2);
    expect(answer.wallets[0]).toMatchObject({
      id: expect.stringMatching(/^wa-/),
      network: "EthereumSepolia",
      name: "main",
      address: expect.stringMatching(/^0x[0-9a-f]{40}$/),
      signingKey: {
        id: expect.stringMatching(/^key-/),
        scheme: "ECDSA",
        curve: "secp256k1",
        publicKey: expect.stringMatching(/^0[23][0-9a-f]{64}$/),
        delegatedTo: challenge.user.id,
      },
      status: "Active",
      custodial: false,
      tags: [],
    });
    expect(answer.wallets[1]?.address).toMatch(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/);
    const user = dfns.users().find((row) => row.username === username);
    expect(user).toMatchObject({
      registered: true,
      credentials: [{ credId: first.credId, kind: "Key", isActive: true }, { kind: "RecoveryKey" }],
    });
    const wallets = await client.send(dfns, "GET", "/wallets", undefined, answer.authentication.token);
    expect(wallets.body.items).toEqual(answer.wallets);
  });

  test("lists the credentials to the session that it gave", async () => {
    const { session, key } = await client.register(dfns, fresh());
    const { body } = await client.send(dfns, "GET", "/auth/credentials", undefined, session);
    expect(body.items).toMatchObject([
      { kind: "Key", credentialId: key.credId, isActive: true, publicKey: expect.stringMatching(/^SHA256:/) },
      { kind: "RecoveryKey" },
    ]);
  });

  test("without wallets goes to /auth/registration and gives no session", async () => {
    const { body, post } = await ready(dfns);
    const { wallets: _none, ...rest } = body;
    const { status, body: answer } = await post(rest, "/auth/registration");
    expect(status).toBe(200);
    expect(Object.keys(answer)).toEqual(["credential", "user"]);
  });

  test("may have a second factor and no recovery credential", async () => {
    const { body, post, text } = await ready(dfns);
    const { recoveryCredential: _none, ...rest } = body;
    const second = client.protectedCredential(client.newKey(), text);
    expect((await post({ ...rest, secondFactorCredential: second })).status).toBe(200);
  });

  test("by code works with the code of the log, also after a resend", async () => {
    const username = fresh();
    const old = dfns.createRegistrationCode(username);
    const resent = await client.send(dfns, "PUT", "/auth/registration/code", { username, orgId: dfns.orgId });
    expect(resent).toEqual({ status: 200, body: { message: "success" } });
    const init = (registrationCode: string) =>
      client.send(dfns, "POST", "/auth/registration/init", { username, registrationCode, orgId: dfns.orgId });
    expect(await init(old)).toMatchObject({ status: 403, body: { error: { message: "Invalid code" } } });
    expect((await init(dfns.createRegistrationCode(username))).body.user.name).toBe(username);
  });

  test.each(["P-256", "secp256k1", "ed25519"] as const)("takes a %s key", async (curve) => {
    const { body, post, text } = await ready(dfns);
    const firstFactorCredential = client.keyCredential(client.newKey(curve), text);
    expect((await post({ ...body, firstFactorCredential })).status).toBe(200);
  });

  test.each([
    ["type first", (challenge: string) => JSON.stringify({ type: "key.create", challenge })],
    [
      "four members",
      (challenge: string) =>
        JSON.stringify({ type: "key.create", challenge, origin: "https://a.example", crossOrigin: false }),
    ],
    [
      "four sorted members",
      (challenge: string) =>
        JSON.stringify({ challenge, crossOrigin: false, origin: "https://a.example", type: "key.create" }),
    ],
  ])("takes client data with %s", async (_name, clientData) => {
    const { body, post, text, first } = await ready(dfns);
    const options = { clientData: clientData(text) };
    expect(
      (await post({ ...body, firstFactorCredential: client.keyCredential(first, text, options) })).status,
    ).toBe(200);
  });

  test.each(["wrapped", "oneLine", "finalNewline"] as const)("takes a PEM that is %s", async (layout) => {
    const { body, post, text, first } = await ready(dfns);
    const options = { publicKey: client.pem(first, layout) };
    expect(
      (await post({ ...body, firstFactorCredential: client.keyCredential(first, text, options) })).status,
    ).toBe(200);
  });

  test("takes the algorithm member", async () => {
    const { body, post, text, first } = await ready(dfns);
    const options = { extra: { algorithm: "SHA256" } };
    expect(
      (await post({ ...body, firstFactorCredential: client.keyCredential(first, text, options) })).status,
    ).toBe(200);
  });
});
