/** Our bodies beside those that Dfns' own signers make of the same key. */
import * as crypto from "node:crypto";
import { BrowserKeySigner } from "@dfns/sdk-browser";
import { AsymmetricKeySigner } from "@dfns/sdk-keysigner";
import { describe, expect, it } from "vitest";
import { ALGORITHM_NAMES } from "../../src/core/algorithms.ts";
import { base64url, fromBase64url, fromHex, jsonBytes } from "../../src/core/bytes.ts";
import { assert } from "../../src/core/dfns/assertion.ts";
import { KINDS } from "../../src/core/kinds/index.ts";
import vectors from "../vectors/core-dfns.json";
import { nodeKey, nodeVerifies } from "./support.ts";

const { createChallenge, getChallenge } = vectors.p256;
const challenges = [getChallenge, base64url(jsonBytes({ id: "ch-1", nonce: "no-1" }))];

const textOf = (data: string) => Buffer.from(data, "base64url").toString();
const parsed = (data: string) => JSON.parse(textOf(data));
const pemOf = (key: crypto.KeyObject) =>
  crypto.createPublicKey(key).export({ format: "pem", type: "spki" }).toString();

const getChallengeOf = (challenge: string, credId: string) => ({
  challenge,
  challengeIdentifier: "a.b.c",
  supportedCredentialKinds: [{ kind: "Key" as const, factor: "first" as const, requiresSecondFactor: false }],
  allowCredentials: { key: [{ type: "public-key" as const, id: credId }], webauthn: [] },
  userVerification: "required" as const,
  attestation: "direct" as const,
  externalAuthenticationUrl: "",
  rp: { id: "x", name: "x" },
});

/** What both must share of an assertion: all but the signature's bytes and the order inside the client data. */
function sameAssertion(pem: string, ours: ReturnType<typeof assert>, theirs: unknown): void {
  const other = theirs as typeof ours;
  expect(Object.keys(ours).sort()).toEqual(Object.keys(other).sort());
  expect(Object.keys(ours.credentialAssertion).sort()).toEqual(Object.keys(other.credentialAssertion).sort());
  expect(other.kind).toBe(ours.kind);
  expect(other.credentialAssertion.credId).toBe(ours.credentialAssertion.credId);
  expect(parsed(other.credentialAssertion.clientData)).toEqual(parsed(ours.credentialAssertion.clientData));
  for (const { clientData, signature } of [ours.credentialAssertion, other.credentialAssertion]) {
    expect(nodeVerifies(pem, fromBase64url(clientData), fromBase64url(signature))).toBe(true);
  }
}

describe.each(ALGORITHM_NAMES)("@dfns/sdk-keysigner with a key of %s", (algorithm) => {
  it.each(challenges)("asserts what we assert", async (challenge) => {
    const { secret, credId } = await KINDS.Key.create({ algorithm });
    const privateKey = nodeKey(secret).export({ format: "pem", type: "pkcs8" }).toString();
    const theirs = await new AsymmetricKeySigner({ credId, privateKey }).sign(
      getChallengeOf(challenge, credId),
    );
    const ours = assert({ kind: "Key", algorithm, secret, credId, challenge });
    sameAssertion(pemOf(nodeKey(secret)), ours, theirs);
    expect(textOf(theirs.credentialAssertion.clientData)).toBe(
      JSON.stringify({ type: "key.get", challenge }),
    );
  });
});

describe("@dfns/sdk-browser 0.6.12 with a key of ES256", () => {
  const { pkcs8Hex, credId } = vectors.p256;
  const secret = fromHex(pkcs8Hex);
  const pem = pemOf(nodeKey(secret));

  async function signer(): Promise<BrowserKeySigner> {
    const params = { name: "ECDSA", namedCurve: "P-256" };
    const spki = crypto.createPublicKey(pem).export({ format: "der", type: "spki" });
    const pkcs8 = Buffer.from(secret);
    const keyPair = {
      publicKey: await globalThis.crypto.subtle.importKey("spki", Buffer.from(spki), params, true, [
        "verify",
      ]),
      privateKey: await globalThis.crypto.subtle.importKey("pkcs8", pkcs8, params, false, ["sign"]),
    };
    return new BrowserKeySigner({ keyPair, credId });
  }

  it.each(challenges)("asserts what we assert", async (challenge) => {
    const theirs = await (await signer()).sign(getChallengeOf(challenge, credId));
    sameAssertion(pem, assert({ kind: "Key", algorithm: "ES256", secret, credId, challenge }), theirs);
    expect(textOf(theirs.credentialAssertion.clientData)).toBe(
      JSON.stringify({ type: "key.get", challenge }),
    );
  });

  it("attests what we attest, but for the order of the client data's members (protocol.md D1)", async () => {
    const challenge = { challenge: createChallenge } as Parameters<BrowserKeySigner["create"]>[0];
    const theirs = await (await signer()).create(challenge);
    const created = { kind: "Key", credId, algorithm: "ES256", publicKey: "", secret } as const;
    const { credentialName, ...ours } = KINDS.Key.attestationOf(created, createChallenge, "n");
    expect(credentialName).toBe("n");
    expect(Object.keys(theirs)).toEqual(Object.keys(ours));
    if (!("attestationData" in theirs.credentialInfo)) return expect.unreachable();
    expect(Object.keys(theirs.credentialInfo)).toEqual(Object.keys(ours.credentialInfo));
    expect(theirs.credentialInfo.credId).toBe(ours.credentialInfo.credId);
    expect(theirs.credentialKind).toBe(ours.credentialKind);

    expect(parsed(theirs.credentialInfo.clientData)).toEqual(parsed(ours.credentialInfo.clientData));
    expect(Object.keys(parsed(theirs.credentialInfo.clientData))).toEqual(["type", "challenge"]);
    expect(Object.keys(parsed(ours.credentialInfo.clientData))).toEqual(["challenge", "type"]);

    const [theirAttestation, ourAttestation] = [theirs, ours].map(({ credentialInfo }) =>
      parsed((credentialInfo as typeof ours.credentialInfo).attestationData),
    );
    expect(Object.keys(theirAttestation)).toEqual(Object.keys(ourAttestation));
    expect(theirAttestation.publicKey).toBe(ourAttestation.publicKey);
    for (const [info, { publicKey, signature }] of [
      [theirs.credentialInfo, theirAttestation],
      [ours.credentialInfo, ourAttestation],
    ] as const) {
      const clientDataHash = crypto.createHash("sha256").update(textOf(info.clientData)).digest("hex");
      // Theirs verifies over the bytes that we make: the two fingerprints are the same.
      const fingerprint = jsonBytes({ clientDataHash, publicKey });
      expect(nodeVerifies(publicKey, fingerprint, fromHex(signature))).toBe(true);
    }
  });
});
