import * as crypto from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALGORITHM_NAMES, ALGORITHMS, spkiOfSecret } from "../../src/core/algorithms.ts";
import { base64url, fromBase64url, fromHex, fromUtf8, utf8 } from "../../src/core/bytes.ts";
import { pemOfSpki } from "../../src/core/der.ts";
import { assert } from "../../src/core/dfns/assertion.ts";
import { attest, credIdOf } from "../../src/core/dfns/attestation.ts";
import * as clientData from "../../src/core/dfns/clientData.ts";
import vectors from "../vectors/core-dfns.json";
import { nodeVerifies, runs } from "./support.ts";

const { getClientData, isRecoveryMessage } = clientData;
const secret = fromHex(vectors.p256.pkcs8Hex);
const challenge = vectors.p256.createChallenge;
const challenges = fc
  .stringMatching(/^[A-Za-z0-9_-]{16,200}={0,2}$/)
  .filter((text) => !isRecoveryMessage(text));

/** Reads an attestation as Dfns does (protocol: client data hash, fingerprint, hex signature), with Node alone. */
function dfnsAccepts(info: { clientData: string; attestationData: string }): boolean {
  const data = Buffer.from(info.clientData, "base64url");
  const { publicKey, signature, ...rest } = JSON.parse(
    Buffer.from(info.attestationData, "base64url").toString(),
  );
  const clientDataHash = crypto.createHash("sha256").update(data).digest("hex");
  const fingerprint = Buffer.from(JSON.stringify({ clientDataHash, publicKey }));
  expect(rest).toEqual({});
  return nodeVerifies(publicKey, fingerprint, Buffer.from(signature, "hex"));
}

describe("an attestation", () => {
  it("has the public parts of the sample, and Node verifies both", () => {
    const info = attest({ algorithm: "ES256", secret, challenge });
    expect(info.credId).toBe(vectors.p256.credId);
    expect(info.clientData).toBe(vectors.p256.create.clientDataB64u);
    const { publicKey } = JSON.parse(fromUtf8(fromBase64url(info.attestationData)));
    expect(publicKey).toBe(vectors.p256.create.publicKeyPem);
    expect(dfnsAccepts(info)).toBe(true);
    expect(dfnsAccepts({ ...info, attestationData: vectors.p256.create.attestationDataB64u })).toBe(true);
  });

  it("is read by the same reader as the sample that Dfns itself printed", () => {
    const { clientData: data, attestationDataB64u } = vectors.docs;
    expect(dfnsAccepts({ clientData: base64url(utf8(data)), attestationData: attestationDataB64u })).toBe(
      true,
    );
  });

  it.each(ALGORITHM_NAMES)("is accepted for any challenge and any key of %s", (algorithm) => {
    fc.assert(
      fc.property(challenges, (text) => {
        const pkcs8 = ALGORITHMS[algorithm].pkcs8(ALGORITHMS[algorithm].generateSecret());
        const info = attest({ algorithm, secret: pkcs8, challenge: text });
        expect(dfnsAccepts(info)).toBe(true);
        const { publicKey } = JSON.parse(fromUtf8(fromBase64url(info.attestationData)));
        expect(credIdOf(crypto.createPublicKey(publicKey).export({ format: "der", type: "spki" }))).toBe(
          info.credId,
        );
      }),
      runs(40),
    );
  });
});

describe("an assertion", () => {
  it.each(["Key", "PasswordProtectedKey"] as const)("of a %s is over the client data", (kind) => {
    const made = assert({
      kind,
      algorithm: "ES256",
      secret,
      credId: "any",
      challenge: vectors.p256.getChallenge,
    });
    const { clientData: data, signature } = made.credentialAssertion;
    expect(made).toEqual({
      kind,
      credentialAssertion: { credId: "any", clientData: vectors.p256.get.clientDataB64u, signature },
    });
    const verified = nodeVerifies(
      vectors.p256.create.publicKeyPem,
      fromBase64url(data),
      fromBase64url(signature),
    );
    expect(verified).toBe(true);
  });

  it.each(ALGORITHM_NAMES)("is accepted for any challenge with %s", (algorithm) => {
    const pkcs8 = ALGORITHMS[algorithm].pkcs8(ALGORITHMS[algorithm].generateSecret());
    fc.assert(
      fc.property(challenges, (text) => {
        const made = assert({ kind: "Key", algorithm, secret: pkcs8, credId: "x", challenge: text });
        const signature = fromBase64url(made.credentialAssertion.signature);
        expect(nodeVerifies(pemOfSpki(spkiOfSecret(pkcs8)), getClientData(text), signature)).toBe(true);
      }),
      runs(40),
    );
  });
});

describe("the Ed25519 vectors hold to the byte", () => {
  const { create, get, credId, pkcs8Hex } = vectors.ed25519;
  const key = { algorithm: "EdDSA", secret: fromHex(pkcs8Hex) } as const;

  it("for an attestation", () => {
    expect(attest({ ...key, challenge })).toEqual({
      credId,
      clientData: create.clientDataB64u,
      attestationData: create.attestationDataB64u,
    });
  });

  it("for an assertion", () => {
    const made = assert({ ...key, kind: "Key", credId, challenge: vectors.p256.getChallenge });
    expect(made.credentialAssertion).toEqual({
      credId,
      clientData: get.clientDataB64u,
      signature: get.signatureB64u,
    });
  });
});
