import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import * as client from "./client.ts";

let dfns: LocalDfns;
const lines: string[] = [];
beforeAll(async () => {
  dfns = await startDfns({ log: (line) => lines.push(line) });
});
afterAll(() => dfns.close());

const CALLS = [
  ["POST", "/auth/registration/social"],
  ["POST", "/auth/registration/init"],
  ["PUT", "/auth/registration/code"],
  ["POST", "/auth/registration"],
  ["POST", "/auth/registration/enduser"],
  ["POST", "/auth/login/init"],
  ["POST", "/auth/login"],
  ["POST", "/auth/action/init"],
  ["POST", "/auth/action"],
  ["POST", "/auth/registration/delegated"],
  ["POST", "/auth/login/delegated"],
  ["POST", "/auth/login/code"],
  ["POST", "/auth/login/social"],
  ["POST", "/auth/credentials/init"],
  ["POST", "/auth/credentials"],
  ["PUT", "/auth/credentials/activate"],
  ["PUT", "/auth/credentials/deactivate"],
  ["POST", "/auth/credentials/code"],
  ["POST", "/auth/credentials/code/init"],
  ["POST", "/auth/credentials/code/verify"],
  ["POST", "/wallets"],
  ["POST", "/wallets/wa-1/transfers"],
  ["DELETE", "/keys/key-1"],
] as const;

/** Calls that a body without sense may pass: they answer something, or have no body. */
const LENIENT = [
  ["PUT", "/auth/logout"],
  ["POST", "/swaps/quotes"],
] as const;

describe("the local Dfns", () => {
  test("answers at its root", async () => {
    expect(await client.send(dfns, "GET", "/")).toEqual({
      status: 200,
      body: { name: "local Dfns", orgId: dfns.orgId },
    });
  });

  test("answers an unknown call in Dfns' error shape", async () => {
    const error = { id: expect.any(String), status: 404, message: "Not Found", details: null };
    expect(await client.send(dfns, "GET", "/nowhere")).toEqual({ status: 404, body: { error } });
  });

  test("lets a page of any origin call", async () => {
    const origin = "https://dapp.example";
    const preflight = await fetch(`${dfns.url}/auth/registration/enduser`, {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers":
          "authorization, content-type, x-dfns-useraction, x-dfns-sdk-version, x-other",
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
    expect(preflight.headers.get("access-control-allow-headers")).toBe(
      "authorization, content-type, x-dfns-useraction, x-dfns-sdk-version",
    );
    expect(preflight.headers.get("access-control-allow-methods")).toContain("PUT");
    const refused = await fetch(`${dfns.url}/wallets`, { headers: { Origin: origin } });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("access-control-allow-origin")).toBe(origin);
  });

  test("records calls without their secrets", async () => {
    const { session, token } = await client.register(dfns, "recorded");
    const code = dfns.createRegistrationCode("invited");
    expect(dfns.requests).toContainEqual({ method: "POST", path: "/auth/registration/enduser", status: 200 });
    const told = JSON.stringify([dfns.requests, lines]);
    for (const secret of [session, token, dfns.serviceAccount.token]) expect(told).not.toContain(secret);
    expect(lines.join("\n")).toContain(code);
  });

  test("forgets nothing of another instance's business: tokens are its own", async () => {
    const other = await startDfns();
    const { session } = await client.register(other, "elsewhere");
    expect((await client.send(dfns, "GET", "/wallets", undefined, session)).status).toBe(401);
    await other.close();
  });

  test("wants JSON that says that it is JSON", async () => {
    const response = await fetch(`${dfns.url}/auth/login/init`, { method: "POST", body: "{}" });
    expect(response.status).toBe(400);
    expect((await client.sendText(dfns, "POST", "/auth/login/init", "{")).status).toBe(400);
    expect((await client.sendText(dfns, "POST", "/auth/login/init", "[".repeat(200_000))).status).toBe(400);
  });

  test("takes a megabyte of wallets as a request like any other", async () => {
    const { body: challenge } = await client.beginSocial(dfns, "many");
    const wallets = Array.from({ length: 20_000 }, () => ({ network: "Atlantis", name: "n".repeat(30) }));
    const firstFactorCredential = client.keyCredential(client.newKey(), challenge.challenge);
    const token: string = challenge.temporaryAuthenticationToken;
    const { status } = await client.send(
      dfns,
      "POST",
      "/auth/registration/enduser",
      { firstFactorCredential, wallets },
      token,
    );
    expect(status).toBe(400);
  });
});

describe("random input", { timeout: 60_000 }, () => {
  const tokens = async (): Promise<readonly (string | undefined)[]> => {
    const { body: begun } = await client.beginSocial(dfns, "random");
    const social = { socialLoginProviderKind: "Oidc", idToken: await dfns.idToken("signed-in") };
    const { body: login } = await client.send(dfns, "POST", "/auth/login/social", social);
    return [undefined, dfns.serviceAccount.token, begun.temporaryAuthenticationToken, login.token];
  };
  beforeAll(() => client.register(dfns, "signed-in"));

  const never500 = async (body: string): Promise<void> => {
    for (const token of await tokens()) {
      for (const [method, path] of CALLS) {
        const answer = await client.sendText(dfns, method, path, body, token);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(answer.body.error.message).toEqual(expect.any(String));
      }
      for (const [method, path] of LENIENT) {
        expect((await client.sendText(dfns, method, path, body, token)).status).toBeLessThan(500);
      }
    }
  };

  test("never makes it fail: whatever JSON and whatever text", async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.json(), fc.string()), never500), { numRuns: 15 });
  });

  test("never makes it fail: right members with any values", async () => {
    const names = [
      "username",
      "orgId",
      "idToken",
      "socialLoginProviderKind",
      "challengeIdentifier",
      "firstFactor",
      "firstFactorCredential",
      "wallets",
      "credentialKind",
      "credentialInfo",
      "__proto__",
      "userActionPayload",
      "secondFactor",
      "credentialUuid",
      "expiration",
      "code",
      "network",
    ];
    const values = fc.oneof(fc.jsonValue(), fc.constantFrom("Key", "Fido2", "Oidc", "EndUser"));
    const bodies = fc.dictionary(fc.constantFrom(...names), values).map((value) => JSON.stringify(value));
    await fc.assert(fc.asyncProperty(bodies, never500), { numRuns: 15 });
  });

  test("never makes it fail: a signed call with any body", async () => {
    const { session, key } = await client.register(dfns, "signer");
    const calls = [
      ["POST", "/auth/credentials"],
      ["PUT", "/auth/credentials/deactivate"],
      ["POST", "/auth/credentials/code"],
      ["POST", "/wallets"],
      ["POST", "/wallets/wa-1/transfers"],
      ["POST", "/wallets/wa-1/signatures"],
    ] as const;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...calls), fc.jsonValue(), async ([method, path], body) => {
        const { status } = await client.signed(dfns, { session, key }, method, path, body);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });

  test("never makes it fail: whatever Fido2 bytes", async () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((data) => Buffer.from(data).toString("base64url"));
    const clientData = fc
      .record({ type: fc.string(), challenge: fc.string(), origin: fc.webUrl() }, { requiredKeys: [] })
      .map((data) => client.base64url(JSON.stringify({ ...data, origin: "http://localhost:1" })));
    const parts = fc.tuple(bytes, fc.oneof(bytes, clientData), bytes);
    const { body } = await client.beginSocial(dfns, "bytes");
    const clientDataFor = (text: string) =>
      client.base64url(
        JSON.stringify({
          type: "webauthn.create",
          challenge: client.base64url(text),
          origin: "http://localhost:1",
        }),
      );
    await fc.assert(
      fc.asyncProperty(parts, fc.boolean(), async ([credId, data, attestationData], right) => {
        const clientData = right ? clientDataFor(body.challenge) : data;
        const info = { credId: credId || "AA", clientData: clientData || "AA", attestationData };
        const firstFactorCredential = { credentialKind: "Fido2", credentialInfo: info };
        const path = "/auth/registration";
        const token: string = body.temporaryAuthenticationToken;
        const answer = await client.send(dfns, "POST", path, { firstFactorCredential }, token);
        expect(answer.status).toBe(400);
      }),
      { numRuns: 200 },
    );
  });

  test("never makes it fail: whatever header", async () => {
    const text = fc.string({ unit: fc.constantFrom(..."abcXYZ019._-= "), maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(text, text, async (token, userAction) => {
        const headers = { Authorization: `Bearer ${token}`, "X-DFNS-USERACTION": userAction };
        const answer = await client.sendText(dfns, "POST", "/auth/login/delegated", "{}", undefined, headers);
        expect(answer.status).toBe(401);
      }),
      { numRuns: 50 },
    );
  });
});
