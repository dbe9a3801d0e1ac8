import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64url, jsonBytes, utf8 } from "../../src/core/bytes.ts";
import { readChallengeIdentifier } from "../../src/core/dfns/challengeIdentifier.ts";
import { anything, mutant, runs } from "./support.ts";

const METADATA = "https://custom/app_metadata";
const info = { method: "POST", path: "/wallets/wa-1/transfers", payload: '{"kind":"Native"}' };
const username = "jdoe@example.co";
const claims = { challenge: "Y2gtMDAwMDAtMDAwMDA", userId: "us-1", orgId: "or-1" };
/** Members as in the project's sample of a captured identifier (challenge-identifier-jwt-decoded.json). */
const payload = {
  iss: "auth.dfns.io",
  aud: "dfns:auth:user",
  sub: "or-1",
  jti: "uj-1",
  "https://custom/username": username,
  [METADATA]: {
    ...claims,
    tokenKind: "Temp",
    challengeInfo: { ...info, server: "api.dfns.io", summary: "s", nonce: "n" },
  },
  iat: 1_790_000_000,
  exp: 1_790_000_900,
};
const jwt = (value: unknown) =>
  `${base64url(jsonBytes({ typ: "JWT", alg: "EdDSA" }))}.${base64url(jsonBytes(value ?? null))}.c2lnbmF0dXJl`;
const withMetadata = (metadata: unknown) => jwt({ ...payload, [METADATA]: metadata });

describe("a challenge identifier", () => {
  it("says which action it is for", () => {
    expect(readChallengeIdentifier(jwt(payload))).toEqual({
      ...claims,
      username,
      exp: payload.exp,
      challengeInfo: info,
    });
  });

  it("says no action at a login", () => {
    const read = readChallengeIdentifier(withMetadata(claims));
    expect(read).toEqual({ ...claims, username, exp: payload.exp });
    expect(Object.keys(read ?? {})).not.toContain("challengeInfo");
  });

  it.each([
    ["null", null],
    ["text", "POST /wallets"],
    ["no payload", { method: "POST", path: "/" }],
    ["a payload that is no text", { ...info, payload: {} }],
    ["a list", ["POST", "/", ""]],
  ])("says no action where that is %s", (_, challengeInfo) => {
    expect(readChallengeIdentifier(withMetadata({ ...claims, challengeInfo }))).toEqual({
      ...claims,
      username,
      exp: payload.exp,
    });
  });

  it("keeps an empty payload", () => {
    const challengeInfo = { ...info, payload: "" };
    expect(readChallengeIdentifier(withMetadata({ ...claims, challengeInfo }))?.challengeInfo).toEqual(
      challengeInfo,
    );
  });

  it.each([
    ["nothing", ""],
    ["two parts", jwt(payload).split(".").slice(0, 2).join(".")],
    ["four parts", `${jwt(payload)}.x`],
    ["a payload in another alphabet", "a.+/+/.c"],
    ["a payload that is not UTF-8", `a.${base64url(Uint8Array.of(0xff))}.c`],
    ["a payload that is not JSON", `a.${base64url(utf8("{"))}.c`],
    ["null for a payload", jwt(null)],
    ["no metadata", withMetadata(undefined)],
    ["a list for metadata", withMetadata([])],
    ["no challenge", withMetadata({ ...claims, challenge: undefined })],
    ["a number for a user", withMetadata({ ...claims, userId: 1 })],
    ["no expiry", jwt({ ...payload, exp: undefined })],
    ["text for an expiry", jwt({ ...payload, exp: "1790000900" })],
    ["metadata in a prototype", jwt(JSON.parse(`{"__proto__":${JSON.stringify(payload)}}`))],
    ["over 1 MiB", withMetadata({ ...claims, challengeInfo: { ...info, payload: "x".repeat(1_048_576) } })],
  ])("is not read with %s", (_, text) => expect(readChallengeIdentifier(text)).toBeNull());

  it("never is an error, whatever it is", () => {
    const any = fc.oneof(
      fc.string(),
      anything as fc.Arbitrary<string>,
      mutant(payload).map(jwt),
      mutant(payload[METADATA]).map(withMetadata),
      fc.array(fc.base64String(), { minLength: 2, maxLength: 4 }).map((parts) => parts.join(".")),
    );
    fc.assert(
      fc.property(any, (text) => {
        const read = readChallengeIdentifier(text);
        if (read === null) return;
        expect([read.challenge, read.userId, read.orgId].every((one) => typeof one === "string")).toBe(true);
        expect(Number.isFinite(read.exp)).toBe(true);
        for (const one of Object.values(read.challengeInfo ?? {})) expect(typeof one).toBe("string");
      }),
      runs(2000),
    );
  });

  it("is read, or given up, fast", () => {
    const start = performance.now();
    for (const text of [".".repeat(1_000_000), "a".repeat(10_000_000), `a.${"A".repeat(1_000_000)}.c`]) {
      expect(readChallengeIdentifier(text)).toBeNull();
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
