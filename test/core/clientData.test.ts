import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64url, fromBase64url, fromHex, fromUtf8, utf8 } from "../../src/core/bytes.ts";
import { assert } from "../../src/core/dfns/assertion.ts";
import { attest } from "../../src/core/dfns/attestation.ts";
import * as clientData from "../../src/core/dfns/clientData.ts";
import vectors from "../vectors/core-dfns.json";
import { refused, runs } from "./support.ts";

const { CHALLENGE_PATTERN, createClientData, getClientData, isRecoveryMessage } = clientData;
const secret = fromHex(vectors.p256.pkcs8Hex);
const challenge = vectors.p256.createChallenge;
const challenges = fc
  .stringMatching(/^[A-Za-z0-9_-]{16,200}={0,2}$/)
  .filter((text) => !isRecoveryMessage(text));

describe("the client data", () => {
  it("are the bytes of the samples", () => {
    expect(fromUtf8(createClientData(challenge))).toBe(vectors.p256.create.clientData);
    expect(base64url(createClientData(challenge))).toBe(vectors.p256.create.clientDataB64u);
    expect(base64url(getClientData(vectors.p256.getChallenge))).toBe(vectors.p256.get.clientDataB64u);
  });

  it("hold any challenge verbatim", () => {
    fc.assert(
      fc.property(challenges, (text) => {
        expect(fromUtf8(getClientData(text))).toBe(`{"challenge":"${text}","type":"key.get"}`);
        expect(fromUtf8(createClientData(text))).toBe(`{"challenge":"${text}","type":"key.create"}`);
      }),
      runs(2000),
    );
  });

  it("are made of nothing outside the pattern", async () => {
    const outside = [
      "",
      "a".repeat(15),
      "a".repeat(4097),
      `${"a".repeat(16)}===`,
      `${"a".repeat(16)}\n`,
      `="${challenge}`,
    ];
    for (const text of [...outside, `${challenge}"`, `${challenge} `, `${challenge}+`, `${challenge}é`]) {
      await refused("malformed", () => getClientData(text));
      await refused("malformed", () => createClientData(text));
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        if (!CHALLENGE_PATTERN.test(text)) expect(() => getClientData(text)).toThrow();
      }),
      runs(20_000),
    );
  });
});

describe("a recovery message", () => {
  const name = "firstFactorCredential";
  const text = fromUtf8(fromBase64url(vectors.recoveryChallenge));
  const escaped = name.replace("F", "\\u0046").replace("C", "\\u0043");
  const disguises = [
    ["as Dfns documents it", vectors.recoveryChallenge],
    ["padded", Buffer.from(text).toString("base64").replaceAll("+", "-").replaceAll("/", "_")],
    ["with spaces", base64url(utf8(` {\n "${name}" : {} }`))],
    ["with an escaped name", base64url(utf8(`{"${escaped}":{}}`))],
    ["with the recovery credential first", base64url(utf8(`{"recoveryCredential":{},"${name}":{}}`))],
    ["with bytes that are not UTF-8", base64url(Buffer.concat([utf8(`{"${name}":"`), Uint8Array.of(0xff)]))],
    ["with a byte order mark", base64url(utf8(`\ufeff{"${name}":{}}`))],
    ["with spare bits set", `${base64url(utf8(`{"${name}":{}}`)).slice(0, -1)}1`],
    ["with a character too many", `${base64url(utf8(`{"${name}":{} }`))}A`],
  ] as const;

  it.each(disguises)("%s is refused by both encoders", async (_, message) => {
    expect(CHALLENGE_PATTERN.test(message)).toBe(true);
    expect(isRecoveryMessage(message)).toBe(true);
    await refused("malformed", () => getClientData(message));
    await refused("malformed", () => createClientData(message));
    await refused("malformed", () => attest({ algorithm: "ES256", secret, challenge: message }));
    const use = { kind: "Key", algorithm: "ES256", secret, credId: "x" } as const;
    await refused("malformed", () => assert({ ...use, challenge: message }));
  });

  it("is refused whatever else its JSON holds", () => {
    const others = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(others, others, fc.jsonValue(), (before, after, value) => {
        const message = base64url(utf8(JSON.stringify({ ...before, [name]: value, ...after })));
        expect(!CHALLENGE_PATTERN.test(message) || isRecoveryMessage(message)).toBe(true);
      }),
      runs(1000),
    );
  });

  it("is not what Dfns' ordinary challenges look like", () => {
    const nonce = base64url(utf8('{"id":"ch-79hht-mreok-8ap8qm2eieftjlag","nonce":"no-1"}'));
    for (const one of [challenge, vectors.p256.getChallenge, nonce])
      expect(isRecoveryMessage(one)).toBe(false);
  });
});
