import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { walletKey } from "../../example/dfns/addresses.ts";
import { Refusal } from "../../example/dfns/errors.ts";
import { newId } from "../../example/dfns/ids.ts";
import { familyOf, networks } from "../../example/dfns/networks.ts";
import { parsePublicKey, verifyAssertion, verifyAttestation } from "../../example/dfns/verify.ts";
import vectors from "../vectors/dfns-local.json" with { type: "json" };
import { assert, attest, base64url, newKey, pem } from "./client.ts";

const refusal = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("the vectors", () => {
  test("the documented recovery key verifies over the client data that was really signed", () => {
    const { clientData, attestationDataB64u: attestationData, publicKeyPem } = vectors.docsRecoveryKeyVector;
    expect(
      verifyAttestation({ clientData: base64url(clientData), attestationData }, vectors.docsChallenge),
    ).toBe(publicKeyPem);
  });

  test("the documented recovery key does not verify over the two-member client data", () => {
    const { attestationDataB64u: attestationData } = vectors.docsRecoveryKeyVector;
    const clientData = base64url(vectors.docsCredentialsDataPage.printedClientData);
    expect(
      refusal(() => verifyAttestation({ clientData, attestationData }, vectors.docsChallenge)),
    ).toBeInstanceOf(Refusal);
  });

  test.each(["printedClientData", "actuallySignedClientData"] as const)(
    "the credentials data page does not verify over its %s",
    (name) => {
      const page = vectors.docsCredentialsDataPage;
      const publicKey = vectors.docsRecoveryKeyVector.publicKeyPem;
      const attestationData = base64url(JSON.stringify({ publicKey, signature: page.printedSignatureHex }));
      const info = { clientData: base64url(page[name]), attestationData };
      expect(refusal(() => verifyAttestation(info, vectors.docsChallenge))).toMatchObject({
        details: "the attestation signature is wrong",
      });
    },
  );

  test.each(["ed25519", "p256"] as const)("the %s key creates and signs", (name) => {
    const { create, get } = vectors[name];
    const info = { clientData: create.clientDataB64u, attestationData: create.attestationDataB64u };
    const publicKey = verifyAttestation(info, vectors.registrationChallenge);
    expect(publicKey).toBe(create.publicKeyPem);
    const assertion = { clientData: get.clientDataB64u, signature: get.signatureB64u };
    verifyAssertion(assertion, publicKey, vectors.loginChallenge);
    expect(
      refusal(() => verifyAssertion(assertion, publicKey, vectors.registrationChallenge)),
    ).toBeInstanceOf(Refusal);
  });

  test("the P-256 key of the vectors is the one of their PEM", () => {
    const key = createPrivateKey({ key: vectors.p256.jwk, format: "jwk" });
    expect(key.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
  });
});

describe("a public key", () => {
  test("of another curve or type is refused", () => {
    for (const { publicKey } of [
      generateKeyPairSync("ec", { namedCurve: "P-384" }),
      generateKeyPairSync("rsa", { modulusLength: 2048 }),
      generateKeyPairSync("x25519"),
    ]) {
      expect(
        refusal(() => parsePublicKey(publicKey.export({ format: "pem", type: "spki" }).toString())),
      ).toBeInstanceOf(Refusal);
    }
  });

  test("with bytes after its DER is refused", () => {
    const der = newKey().publicKey.export({ format: "der", type: "spki" });
    const body = Buffer.concat([der, Buffer.from([0])]).toString("base64");
    expect(
      refusal(() => parsePublicKey(`-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----`)),
    ).toBeInstanceOf(Refusal);
  });

  test("that is any text is read or refused, never anything else", () => {
    const bodies = fc
      .base64String()
      .map((body) => `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), bodies), (text) => {
        expect(refusal(() => parsePublicKey(text))).toBeInstanceOf(Refusal);
      }),
    );
  });
});

describe("any change of one character", () => {
  const challenge = "Y2gtMDAw";
  const change = (text: string, at: number, by: number): string => {
    const index = at % text.length;
    const code = text.charCodeAt(index);
    return (
      text.slice(0, index) +
      String.fromCharCode(32 + ((code - 32 + 1 + (by % 94)) % 95)) +
      text.slice(index + 1)
    );
  };

  test("makes an attestation invalid", () => {
    const key = newKey();
    const info = attest(key, challenge) as { clientData: string; attestationData: string };
    const parts = [info.clientData, info.attestationData].map((part) =>
      Buffer.from(part, "base64url").toString(),
    );
    fc.assert(
      fc.property(fc.nat(1), fc.nat(5000), fc.nat(93), (part, at, by) => {
        const [clientData = "", attestationData = ""] = parts.map((text, index) =>
          index === part ? change(text, at, by) : text,
        );
        fc.pre(attestationData.toLowerCase() !== parts[1]?.toLowerCase() || clientData !== parts[0]);
        const changed = { clientData: base64url(clientData), attestationData: base64url(attestationData) };
        expect(refusal(() => verifyAttestation(changed, challenge))).toBeInstanceOf(Refusal);
      }),
      { numRuns: 300 },
    );
  });

  test("makes an assertion invalid", () => {
    const key = newKey("ed25519");
    const assertion = assert(key, challenge) as { clientData: string; signature: string };
    const clientData = Buffer.from(assertion.clientData, "base64url").toString();
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(93), (at, by) => {
        const changed = { ...assertion, clientData: base64url(change(clientData, at, by)) };
        expect(refusal(() => verifyAssertion(changed, pem(key), challenge))).toBeInstanceOf(Refusal);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a parser of untrusted text", () => {
  test("answers any attestation with a refusal", () => {
    const json = fc.json().map(base64url);
    fc.assert(
      fc.property(fc.oneof(fc.string(), json), fc.oneof(fc.string(), json), (clientData, attestationData) => {
        expect(refusal(() => verifyAttestation({ clientData, attestationData }, "x"))).toBeInstanceOf(
          Refusal,
        );
      }),
    );
  });

  test("answers any public key and signature with a refusal", () => {
    const clientData = base64url(JSON.stringify({ challenge: "x", type: "key.create" }));
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constant(pem(newKey()))),
        fc.oneof(fc.string(), fc.stringMatching(/^([0-9a-f]{2})+$/)),
        (publicKey, signature) => {
          const attestationData = base64url(JSON.stringify({ publicKey, signature }));
          expect(refusal(() => verifyAttestation({ clientData, attestationData }, "x"))).toBeInstanceOf(
            Refusal,
          );
        },
      ),
    );
  });
});

describe("wallet keys", () => {
  test("exist for every network, the same for the same label", () => {
    expect(networks).toHaveLength(135);
    for (const network of networks) {
      const family = familyOf(network);
      if (!family) throw new Error(network);
      const key = walletKey(family, "wa-1");
      expect(key).toEqual(walletKey(family, "wa-1"));
      expect(key.publicKey).not.toBe(walletKey(family, "wa-2").publicKey);
      expect(key.address === undefined).toBe(network.startsWith("Key"));
    }
  });

  test("have ids in the shape of Dfns", () => {
    for (const prefix of ["us", "or", "wa", "key", "cr", "ch"] as const) {
      expect(newId(prefix)).toMatch(new RegExp(`^${prefix}-[a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{14,16}$`));
    }
  });
});
