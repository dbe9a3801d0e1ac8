import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { newAuthenticator } from "./authenticator.ts";
import * as client from "./client.ts";
import { ready } from "./registering.ts";

const { challengeInvalid, noCredential, secondFactorRequired, signatureInvalid } = client.refusals;

let dfns: LocalDfns;
beforeAll(async () => {
  dfns = await startDfns();
});
afterAll(() => dfns.close());

type Factor = (challenge: string) => client.Json;

/** A user with a Key, a password-protected key or passkey as second, and the policy. */
async function twoFactors(second: "PasswordProtectedKey" | "Fido2", requires: readonly string[]) {
  const it = await ready(dfns);
  const [protectedKey, authenticator] = [client.newKey(), newAuthenticator()];
  const secondFactorCredential =
    second === "Fido2" ? authenticator.create(it.text) : client.protectedCredential(protectedKey, it.text);
  const { status, body } = await it.post({ ...it.body, secondFactorCredential });
  expect(status).toBe(200);
  dfns.setPolicy(it.username, { requiresSecondFactor: requires as ["Key"] });
  const key: Factor = (challenge) => client.keyFactor(it.first, challenge);
  const other: Factor = (challenge) =>
    second === "Fido2"
      ? authenticator.get(challenge)
      : { kind: second, credentialAssertion: client.assert(protectedKey, challenge) };
  return { ...it, key, other, session: String(body.authentication.token) };
}
type TwoFactors = Awaited<ReturnType<typeof twoFactors>>;

async function begin({ username, session }: TwoFactors, purpose: "login" | "action") {
  const call = { method: "POST", path: "/wallets", payload: "{}" };
  const { body: challenge } =
    purpose === "login"
      ? await client.send(dfns, "POST", "/auth/login/init", { orgId: dfns.orgId, username })
      : await client.initAction(dfns, session, call);
  const { challengeIdentifier } = challenge;
  const answer = (first: Factor, second?: Factor) =>
    client.send(
      dfns,
      "POST",
      `/auth/${purpose}`,
      {
        challengeIdentifier,
        firstFactor: first(challenge.challenge),
        ...(second && { secondFactor: second(challenge.challenge) }),
      },
      session,
    );
  return { challenge, answer };
}

describe.each(["login", "action"] as const)("a policy that wants two factors, at %s", (purpose) => {
  const kinds = purpose === "login" ? (["Fido2"] as const) : (["Fido2", "PasswordProtectedKey"] as const);

  test.each(kinds)("is told in the challenge, and met by Key and %s in either order", async (kind) => {
    const user = await twoFactors(kind, ["Key", kind]);
    const { challenge, answer } = await begin(user, purpose);
    expect(challenge.supportedCredentialKinds).toEqual([
      { kind: "Key", factor: "either", requiresSecondFactor: true },
      { kind, factor: "either", requiresSecondFactor: true },
    ]);
    expect((await answer(user.key, user.other)).status).toBe(200);
    expect((await (await begin(user, purpose)).answer(user.other, user.key)).status).toBe(200);
    expect(dfns.signatures(user.username)).toBe(3 + 4);
  });

  test("is not met by one factor, nor by one credential twice; each attempt spends the challenge", async () => {
    const user = await twoFactors("Fido2", ["Key"]);
    const alone = await begin(user, purpose);
    expect(await alone.answer(user.key)).toMatchObject(secondFactorRequired);
    expect(await alone.answer(user.key, user.other)).toMatchObject(challengeInvalid);
    expect(await (await begin(user, purpose)).answer(user.key, user.key)).toMatchObject(noCredential);
    expect(dfns.signatures(user.username)).toBe(3);
  });

  const wrongSeconds: Readonly<Record<string, { second: Factor; refusal: object }>> = {
    "that signed another challenge": {
      second: () => newAuthenticator().get("Y2gtMDAw"),
      refusal: noCredential,
    },
    "of nobody": { second: (text) => client.keyFactor(client.newKey(), text), refusal: noCredential },
  };
  test.each(Object.entries(wrongSeconds))("is not met by a second factor %s", async (_name, row) => {
    const user = await twoFactors("Fido2", ["Key"]);
    expect(await (await begin(user, purpose)).answer(user.key, row.second)).toMatchObject(row.refusal);
  });

  test("is not met by the right second credential with wrong bytes", async () => {
    const user = await twoFactors("Fido2", ["Key"]);
    const stale: Factor = () => user.other("Y2gtMDAw");
    expect(await (await begin(user, purpose)).answer(user.key, stale)).toMatchObject(signatureInvalid);
    expect(await (await begin(user, purpose)).answer(stale, user.key)).toMatchObject(signatureInvalid);
  });

  test("binds only the kinds that it names, and can be lifted", async () => {
    const user = await twoFactors("Fido2", ["Key"]);
    expect((await (await begin(user, purpose)).answer(user.other)).status).toBe(200);
    dfns.setPolicy(user.username, { requiresSecondFactor: [] });
    expect((await (await begin(user, purpose)).answer(user.key)).status).toBe(200);
  });
});

describe("a policy", () => {
  test("counts for the kind of the credential, whatever kind the answer claims", async () => {
    const user = await twoFactors("PasswordProtectedKey", ["PasswordProtectedKey"]);
    const asKey: Factor = (challenge) => ({ ...user.other(challenge), kind: "Key" });
    expect(await (await begin(user, "action")).answer(asKey)).toMatchObject(secondFactorRequired);
  });

  test("also counts for a challenge that was handed out before", async () => {
    const user = await twoFactors("Fido2", []);
    const { answer } = await begin(user, "login");
    dfns.setPolicy(user.username, { requiresSecondFactor: ["Key"] });
    expect(await answer(user.key)).toMatchObject(secondFactorRequired);
  });

  test("is for a user who exists", () => {
    expect(() => dfns.setPolicy("nobody", { requiresSecondFactor: ["Key"] })).toThrow("User not found");
  });
});
