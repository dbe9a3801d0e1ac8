import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { type Authenticator, type Fido2Options, newAuthenticator } from "./authenticator.ts";
import * as client from "./client.ts";
import { fresh, ready } from "./registering.ts";

const { noCredential, signatureInvalid } = client.refusals;
const APP = "https://app.example.com";

let dfns: LocalDfns;
beforeAll(async () => {
  dfns = await startDfns({ origins: [APP] });
});
afterAll(() => dfns.close());

async function create(options?: Fido2Options, authenticator = newAuthenticator()) {
  const it = await ready(dfns);
  const body = { ...it.body, firstFactorCredential: authenticator.create(it.text, options) };
  return { ...it, authenticator, body, answer: await it.post(body) };
}

async function begin(username: string) {
  const init = { orgId: dfns.orgId, username };
  const { body: challenge } = await client.send(dfns, "POST", "/auth/login/init", init);
  const { challengeIdentifier } = challenge;
  const text: string = challenge.challenge;
  const answer = (firstFactor: client.Json) =>
    client.send(dfns, "POST", "/auth/login", { challengeIdentifier, firstFactor });
  return { challenge, text, answer };
}

async function registered(options?: Fido2Options) {
  const { username, challenge, authenticator, answer } = await create(options);
  expect(answer.status).toBe(200);
  const userId: string = challenge.user.id;
  const session: string = answer.body.authentication.token;
  const login = async (more?: Fido2Options, from: Authenticator = authenticator) => {
    const begun = await begin(username);
    return begun.answer(from.get(begun.text, more));
  };
  return { username, userId, session, authenticator, login };
}

describe("a Fido2 credential", () => {
  test("registers, is offered as webauthn, and logs in", async () => {
    const { username, session, authenticator, login, userId } = await registered();
    const { body } = await client.send(dfns, "GET", "/auth/credentials", undefined, session);
    expect(body.items[0]).toMatchObject({
      kind: "Fido2",
      credentialId: authenticator.credId,
      relyingPartyId: "localhost",
      origin: "http://localhost:3000",
      publicKey: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/),
    });
    expect((await begin(username)).challenge).toMatchObject({
      supportedCredentialKinds: [{ kind: "Fido2", factor: "either", requiresSecondFactor: false }],
      allowCredentials: { key: [], webauthn: [{ type: "public-key", id: authenticator.credId }] },
    });
    const userHandle = Buffer.from(userId).toString("base64url");
    expect(await login({ userHandle })).toEqual({ status: 200, body: { token: expect.any(String) } });
  });

  test("registers once even when sent twice at the same time", async () => {
    const { body, post, text } = await ready(dfns);
    const both = { ...body, firstFactorCredential: newAuthenticator().create(text) };
    const answers = await Promise.all([post(both), post(both)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  test("signs a user action", async () => {
    const { session, authenticator } = await registered();
    const call = { method: "POST", path: "/wallets", payload: "{}" };
    const { body: challenge } = await client.initAction(dfns, session, call);
    const { challengeIdentifier } = challenge;
    const answer = { challengeIdentifier, firstFactor: authenticator.get(challenge.challenge) };
    const { status } = await client.send(dfns, "POST", "/auth/action", answer, session);
    expect(status).toBe(200);
  });

  test.each<[string, Fido2Options]>([
    ["the challenge encoded once, as other stock signers do", { encoding: "single" }],
    ["an origin below localhost", { origin: "http://app.localhost:4000" }],
    [
      "an origin below localhost that is its own relying party",
      {
        origin: "http://app.localhost:4000",
        rpId: "app.localhost",
      },
    ],
    ["an origin that the organisation lists", { origin: APP, rpId: "app.example.com" }],
    ["client data with more members", { clientData: { other_keys_can_be_added_here: "x" } }],
    ["a counter that counts on", { counter: 5 }],
    ["a padded credId", {}],
  ])("is accepted with %s", async (_name, options) => {
    const { login, authenticator } = await registered(options);
    const counter = options.counter === undefined ? {} : { counter: options.counter + 1 };
    expect((await login({ ...options, ...counter, credId: `${authenticator.credId}==` })).status).toBe(200);
  });
});

const wrong: readonly [string, Fido2Options][] = [
  ["an origin that nobody lists", { origin: "https://evil.example" }],
  ["localhost over https", { origin: "https://localhost:3000" }],
  ["an origin that only ends like localhost", { origin: "http://evillocalhost:3000" }],
  ["an origin with an impossible port", { origin: "http://localhost:99999" }],
  ["an origin with a path", { origin: "http://localhost:3000/" }],
  ["no origin", { clientData: { origin: undefined } }],
  ["an origin that is no text", { clientData: { origin: 1 } }],
  ["a frame of another site", { clientData: { crossOrigin: true } }],
  ["another relying party", { rpId: "evil.example" }],
  ["a relying party of another listed origin", { rpId: "app.example.com" }],
  ["another challenge", { clientData: { challenge: "Y2gtMDAw" } }],
  ["another type", { clientData: { type: "key.get" } }],
  ["no user verification", { flags: 0x01 }],
  ["no user presence", { flags: 0x04 }],
];

describe("a Fido2 registration is refused, and can be repeated rightly, after", () => {
  const more: readonly [string, Fido2Options][] = [
    ["a credId that is not the authenticator's", { credId: "AAAA" }],
    ["client data of an assertion", { clientData: { type: "webauthn.get" } }],
    ["an attestation that was cut", { spoil: (object) => object.subarray(0, 60) }],
    ["an attestation that is no CBOR", { spoil: () => Buffer.from("{}") }],
  ];
  test.each([...wrong, ...more])("%s", async (_name, options) => {
    const { answer, post, body, text, authenticator, username } = await create(options);
    expect(answer).toMatchObject(signatureInvalid);
    expect(dfns.signatures(username)).toBe(0);
    expect((await post({ ...body, firstFactorCredential: authenticator.create(text) })).status).toBe(200);
  });

  test("one authenticator for two users", async () => {
    const { authenticator } = await registered();
    expect((await create({}, authenticator)).answer.status).toBe(409);
  });
});

describe("a Fido2 login is refused for", () => {
  const more: readonly [string, Fido2Options][] = [
    ["client data of a creation", { clientData: { type: "webauthn.create" } }],
    ["signed bytes that were changed", { spoil: (signed) => Buffer.concat([signed, Buffer.from([0])]) }],
    ["the user handle of somebody else", { userHandle: Buffer.from("us-other").toString("base64url") }],
  ];
  test.each([...wrong, ...more])("%s", async (_name, options) => {
    const { login, username } = await registered();
    expect(await login(options)).toMatchObject(signatureInvalid);
    expect(dfns.signatures(username)).toBe(2);
    expect((await login()).status).toBe(200);
  });

  test("a counter that stands still or runs back, as a copied authenticator's does", async () => {
    const { login } = await registered({ counter: 7 });
    expect((await login({ counter: 8 })).status).toBe(200);
    for (const counter of [8, 7, 0]) expect(await login({ counter })).toMatchObject(signatureInvalid);
    expect((await login({ counter: 9 })).status).toBe(200);
  });

  test("an origin that is not below the relying party of the credential", async () => {
    const { login } = await registered();
    expect(await login({ origin: APP })).toMatchObject(signatureInvalid);
  });

  test("a signature of another authenticator under this credId", async () => {
    const { login, authenticator } = await registered();
    const { credId } = authenticator;
    expect(await login({ credId }, newAuthenticator())).toMatchObject(signatureInvalid);
  });

  test("another user's authenticator", async () => {
    const [mine, theirs] = [await registered(), await registered()];
    expect(await mine.login({}, theirs.authenticator)).toMatchObject(noCredential);
  });

  test("a Key credential that answers as Fido2, and the other way round", async () => {
    const username = fresh();
    const { key } = await client.register(dfns, username);
    const login = await begin(username);
    const fido2 = newAuthenticator().get(login.text, { credId: key.credId });
    expect(await login.answer(fido2)).toMatchObject(noCredential);
    const { authenticator, username: other } = await registered();
    const again = await begin(other);
    const asKey = { ...client.assert(client.newKey(), again.text), credId: authenticator.credId };
    expect(await again.answer({ kind: "Key", credentialAssertion: asKey })).toMatchObject(noCredential);
  });
});
