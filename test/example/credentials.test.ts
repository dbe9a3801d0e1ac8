import { DfnsApiClient } from "@dfns/sdk";
import type { CreateCredentialBody } from "@dfns/sdk/generated/auth/types";
import { DfnsApiClient as LatestApiClient } from "dfns-sdk-latest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { attestation, begin, KINDS, type Kind, type Person, person, textOf } from "./adding.ts";
import { newAuthenticator } from "./authenticator.ts";
import * as client from "./client.ts";

const { challengeInvalid, noCredential, signatureInvalid, userActionInvalid } = client.refusals;

let dfns: LocalDfns;
let now = Date.now();
beforeAll(async () => {
  dfns = await startDfns({ now: () => now });
});
afterAll(() => dfns.close());

/** A body for POST /auth/credentials that is right. */
async function bodyFor(who: Person, kind: Kind, key = client.newKey()): Promise<client.Json> {
  const { text, challengeIdentifier } = await begin(dfns, who, kind);
  return { ...attestation(kind, text, key), credentialName: `my ${kind}`, challengeIdentifier };
}

const add = (who: Person, body: client.Json) => client.signed(dfns, who, "POST", "/auth/credentials", body);
const set = (who: Person, to: "activate" | "deactivate", credentialUuid: unknown) =>
  client.signed(dfns, who, "PUT", `/auth/credentials/${to}`, { credentialUuid });
const items = async ({ session }: Person): Promise<readonly client.Json[]> =>
  (await client.send(dfns, "GET", "/auth/credentials", undefined, session)).body.items;

describe("a credential challenge", () => {
  test.each(KINDS)("for %s has the members of protocol.md 1.4", async (kind) => {
    const who = await person(dfns);
    const { challenge } = await begin(dfns, who, kind);
    const { id } = who.challenge.user;
    expect(challenge).toEqual({
      kind,
      user: { id, name: who.username, displayName: who.username },
      challenge: expect.stringMatching(/^[A-Za-z0-9_-]+$/),
      challengeIdentifier: expect.any(String),
      temporaryAuthenticationToken: challenge.challengeIdentifier,
      attestation: "direct",
      pubKeyCredParams: [
        { type: "public-key", alg: -7 },
        { type: "public-key", alg: -257 },
      ],
      ...(kind === "Fido2" && {
        authenticatorSelection: {
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
        excludeCredentials: [],
      }),
    });
  });

  test("for Fido2 excludes what the user has", async () => {
    const who = await person(dfns);
    const { body } = await add(who, await bodyFor(who, "Fido2"));
    const { challenge } = await begin(dfns, who, "Fido2");
    expect(challenge.excludeCredentials).toEqual([{ type: "public-key", id: body.credentialId }]);
  });

  test("is no session, and is not for a service account", async () => {
    const { challengeIdentifier } = await begin(dfns, await person(dfns), "Key");
    const init = (token: string) =>
      client.send(dfns, "POST", "/auth/credentials/init", { kind: "Key" }, token);
    expect((await init(challengeIdentifier)).status).toBe(401);
    expect((await init(dfns.serviceAccount.token)).status).toBe(403);
  });
});

describe.each([
  ["0.8.3", DfnsApiClient],
  ["0.8.21", LatestApiClient],
] as const)("the stock SDK %s", (_version, Client) => {
  test.each(KINDS)("adds a %s credential, deactivates and activates it", async (kind) => {
    const who = await person(dfns);
    const signer = client.signerOf(who.key);
    const sdk = new Client({ baseUrl: dfns.url, orgId: dfns.orgId, authToken: who.session, signer });
    const challenge = await sdk.auth.createCredentialChallenge({ body: { kind } });
    const body = {
      ...attestation(kind, textOf(challenge)),
      credentialName: "new",
      challengeIdentifier: challenge.challengeIdentifier,
    } as unknown as CreateCredentialBody;
    const created = await sdk.auth.createCredential({ body });
    expect(created).toMatchObject({ kind, name: "new", isActive: true });
    expect((await sdk.auth.listCredentials()).items.at(-1)).toEqual(created);
    const { credentialUuid } = created;
    await sdk.auth.deactivateCredential({ body: { credentialUuid } });
    expect((await sdk.auth.listCredentials()).items.at(-1)).toEqual({ ...created, isActive: false });
    await sdk.auth.activateCredential({ body: { credentialUuid } });
    expect((await sdk.auth.listCredentials()).items.at(-1)).toEqual(created);
    expect(dfns.signatures(who.username)).toBe(2 + 1 + 3);
  });

  test("adds a credential with a code, without a session", async () => {
    const who = await person(dfns);
    const signer = client.signerOf(who.key);
    const access = { baseUrl: dfns.url, orgId: dfns.orgId };
    const sdk = new Client({ ...access, authToken: who.session, signer });
    const expiration = new Date(now + 45_000).toISOString();
    const issued = await sdk.auth.createCredentialCode({ body: { expiration } });
    expect(issued).toEqual({ code: expect.stringMatching(/^[0-9A-Z]{3}(-[0-9A-Z]{3}){2}$/), expiration });
    expect(dfns.codes(who.username).credential).toBe(issued.code);
    const anybody = new Client(access);
    const challenge = await anybody.auth.createCredentialChallengeWithCode({
      body: { credentialKind: "Key", code: issued.code },
    });
    const key = client.newKey();
    const body = {
      ...attestation("Key", textOf(challenge), key),
      credentialName: "by code",
      challengeIdentifier: challenge.challengeIdentifier,
    } as unknown as CreateCredentialBody;
    expect(await anybody.auth.createCredentialWithCode({ body })).toMatchObject({ credentialId: key.credId });
    expect(await items(who)).toHaveLength(3);
  });
});

describe("a new credential", () => {
  test.each(["P-256", "secp256k1", "ed25519"] as const)("of %s signs the next user action", async (curve) => {
    const who = await person(dfns);
    const key = client.newKey(curve);
    expect((await add(who, await bodyFor(who, "Key", key))).status).toBe(200);
    expect((await add({ ...who, key }, await bodyFor(who, "RecoveryKey"))).status).toBe(200);
  });

  test("is refused when sent twice, and its identifier is spent", async () => {
    const who = await person(dfns);
    const body = await bodyFor(who, "Key");
    expect((await add(who, body)).status).toBe(200);
    expect(await add(who, body)).toMatchObject(challengeInvalid);
    const key = client.newKey();
    const [first, second] = [await bodyFor(who, "Key", key), await bodyFor(who, "Key", key)];
    expect((await add(who, first)).status).toBe(200);
    expect((await add(who, second)).status).toBe(409);
    expect(await items(who)).toHaveLength(4);
  });

  test("is made once even when sent twice at the same time", async () => {
    const who = await person(dfns);
    const authenticator = newAuthenticator();
    const bodies = await Promise.all(
      [1, 2].map(async () => {
        const { text, challengeIdentifier } = await begin(dfns, who, "Fido2");
        return { ...authenticator.create(text), credentialName: "n", challengeIdentifier };
      }),
    );
    const answers = await Promise.all(bodies.map((body) => add(who, body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  const wrong: Readonly<
    Record<string, { spoil: (body: client.Json, who: Person) => unknown; refusal: object }>
  > = {
    "over another challenge": {
      spoil: (body) => ({ ...body, ...attestation("Key", "Y2gtMDAw") }),
      refusal: signatureInvalid,
    },
    "of another kind than it was asked for": {
      spoil: (body) => ({ ...body, credentialKind: "RecoveryKey" }),
      refusal: challengeInvalid,
    },
    "with the identifier of a registration": {
      spoil: (body, who) => ({ ...body, challengeIdentifier: who.token }),
      refusal: challengeInvalid,
    },
    "without a name": { spoil: ({ credentialName: _n, ...body }) => body, refusal: { status: 400 } },
    "without an identifier": {
      spoil: ({ challengeIdentifier: _c, ...body }) => body,
      refusal: { status: 400 },
    },
    "with an unknown member": { spoil: (body) => ({ ...body, kind: "Key" }), refusal: { status: 400 } },
    "with a blob that a Key has not": {
      spoil: (body) => ({ ...body, encryptedPrivateKey: "x" }),
      refusal: { status: 400 },
    },
  };
  test.each(Object.entries(wrong))("is refused %s", async (_name, { spoil, refusal }) => {
    const who = await person(dfns);
    const body = await bodyFor(who, "Key");
    expect(await add(who, spoil(body, who) as client.Json)).toMatchObject(refusal);
    expect(await items(who)).toHaveLength(2);
    expect((await add(who, await bodyFor(who, "Key"))).status).toBe(200);
  });

  test("is refused with the challenge of another user, or after 15 minutes", async () => {
    const [mine, theirs] = [await person(dfns), await person(dfns)];
    expect(await add(mine, await bodyFor(theirs, "Key"))).toMatchObject(challengeInvalid);
    const body = await bodyFor(mine, "Key");
    now += 15 * 60 * 1000;
    expect(await add(mine, body)).toMatchObject(challengeInvalid);
  });

  test("needs a user action for this very body", async () => {
    const who = await person(dfns);
    const body = JSON.stringify(await bodyFor(who, "Key"));
    const post = (headers: Record<string, string>) =>
      client.sendText(dfns, "POST", "/auth/credentials", body, who.session, headers);
    expect(await post({})).toMatchObject(userActionInvalid);
    const call = { method: "POST", path: "/auth/credentials", payload: `${body} ` };
    const other = { "X-DFNS-USERACTION": await client.signAction(dfns, who.session, who.key, call) };
    expect(await post(other)).toMatchObject(userActionInvalid);
  });
});

describe("a deactivated credential", () => {
  test("is not offered, and signs neither a new challenge nor one that was handed out before", async () => {
    const who = await person(dfns);
    const key = client.newKey();
    await add(who, await bodyFor(who, "Key", key));
    const [first, , third] = await items(who);
    const call = { method: "POST", path: "/wallets", payload: "{}" };
    const { body: before } = await client.initAction(dfns, who.session, call);
    expect((await set({ ...who, key }, "deactivate", first?.credentialUuid)).status).toBe(200);
    const answer = (challenge: client.Json, with_: client.Key) => {
      const { challengeIdentifier } = challenge;
      const firstFactor = client.keyFactor(with_, textOf(challenge));
      return client.send(dfns, "POST", "/auth/action", { challengeIdentifier, firstFactor }, who.session);
    };
    expect(await answer(before, who.key)).toMatchObject(noCredential);
    const { body: after } = await client.initAction(dfns, who.session, call);
    expect(after.allowCredentials.key).toEqual([{ type: "public-key", id: key.credId }]);
    expect(await answer(after, who.key)).toMatchObject(noCredential);
    expect((await set({ ...who, key }, "activate", first?.credentialUuid)).status).toBe(200);
    expect((await set(who, "deactivate", third?.credentialUuid)).status).toBe(200);
  });

  test("must be the user's own", async () => {
    const [mine, theirs] = [await person(dfns), await person(dfns)];
    const [foreign] = await items(theirs);
    for (const uuid of [foreign?.credentialUuid, "cr-x"]) {
      expect((await set(mine, "deactivate", uuid)).status).toBe(404);
    }
    expect((await set(mine, "deactivate", 1)).status).toBe(400);
    expect(await items(theirs)).toMatchObject([{ isActive: true }, { isActive: true }]);
  });
});
