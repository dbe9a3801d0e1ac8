import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { creationOptions, readAsserted, readCreated, requestOptions } from "../../src/core/dfns/fido2.ts";
import { newAuthenticator } from "../example/authenticator.ts";
import { anything, mutant, orRefusal, runs } from "./support.ts";

const ORIGIN = "https://app.acme.finance";
const CHALLENGE = "Y2gtMDAwMDAtMDAwMDA";
const authenticator = newAuthenticator();
const expected = { challenge: CHALLENGE, origin: ORIGIN };
const asserting = { ...expected, allowed: [{ id: `${authenticator.credId}==` }] };

interface Made {
  readonly credentialInfo: {
    readonly credId: string;
    readonly clientData: string;
    readonly attestationData: string;
  };
}
interface Used {
  readonly credentialAssertion: Readonly<Record<string, string>>;
}

/** As `PublicKeyCredential.toJSON` writes them (W3C Web Authentication Level 3, 5.1). */
function created(change: object = {}) {
  const options = { origin: ORIGIN, rpId: "app.acme.finance", ...change };
  const { credentialInfo } = authenticator.create(CHALLENGE, options) as unknown as Made;
  const { credId: id, clientData: clientDataJSON, attestationData: attestationObject } = credentialInfo;
  return {
    id,
    rawId: id,
    type: "public-key",
    response: { clientDataJSON, attestationObject, transports: [] },
  };
}
function asserted(change: object = {}) {
  const options = { origin: ORIGIN, rpId: "app.acme.finance", userHandle: "dXMtMQ", ...change };
  const {
    credId: id,
    clientData: clientDataJSON,
    ...rest
  } = (authenticator.get(CHALLENGE, options) as unknown as Used).credentialAssertion;
  return { id, rawId: id, type: "public-key", response: { clientDataJSON, ...rest } };
}

describe("what the page's authenticator is asked for", () => {
  it("has the UTF-8 bytes of challenge and user id, as from Dfns' own web signer", () => {
    const user = { id: "us-1", name: "jane@example.com", displayName: "" };
    const options = creationOptions({ challenge: CHALLENGE, user }, { id: "acme.finance", name: "Acme" });
    expect(options).toMatchObject({
      challenge: Buffer.from(CHALLENGE).toString("base64url"),
      rp: { id: "acme.finance", name: "Acme" },
      user: { id: Buffer.from("us-1").toString("base64url"), name: user.name, displayName: user.name },
      excludeCredentials: [],
    });
  });

  it("passes on what Dfns says of the authenticator", () => {
    const said = {
      attestation: "direct",
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      excludeCredentials: [{ type: "public-key", id: "AAAA" }],
      authenticatorSelection: { residentKey: "required", userVerification: "preferred" },
    };
    const user = { id: "us-1", name: "n", displayName: "d" };
    expect(creationOptions({ challenge: CHALLENGE, user, ...said }, { id: "a", name: "a" })).toMatchObject(
      said,
    );
  });

  it("allows exactly the credentials of the challenge, without padding", () => {
    const challenge = {
      challenge: CHALLENGE,
      challengeIdentifier: "x",
      supportedCredentialKinds: [],
      allowCredentials: { key: [{ id: "no" }], webauthn: [{ id: "AAAA==" }, { id: "BBBB" }] },
    };
    expect(requestOptions(challenge, "acme.finance")).toEqual({
      challenge: Buffer.from(CHALLENGE).toString("base64url"),
      rpId: "acme.finance",
      allowCredentials: ["AAAA", "BBBB"].map((id) => ({ type: "public-key", id })),
      userVerification: "required",
    });
  });
});

describe("what the page's authenticator answers", () => {
  it("is read in Dfns' terms", () => {
    const { id, response } = created();
    expect(readCreated(created(), expected)).toMatchObject({
      credId: id,
      clientData: response.clientDataJSON,
      attestationData: response.attestationObject,
    });
    const used = readAsserted(asserted(), asserting);
    expect(used.kind).toBe("Fido2");
    expect(used.credentialAssertion).toMatchObject({ credId: id, userHandle: "dXMtMQ" });
    expect(
      readAsserted(asserted({ userHandle: undefined }), asserting).credentialAssertion,
    ).not.toHaveProperty("userHandle");
  });

  it.each<[string, object]>([
    ["another origin", { origin: "https://evil.example" }],
    ["the same host on another port", { origin: `${ORIGIN}:8443` }],
    ["another challenge", { clientData: { challenge: "AAAAAAAAAAAAAAAA" } }],
    ["the other ceremony", { clientData: { type: "payment.get" } }],
    ["a frame of another site", { clientData: { crossOrigin: true } }],
  ])("is refused from %s", (_what, change) => {
    expect(() => readCreated(created(change), expected)).toThrow();
    expect(() => readAsserted(asserted(change), asserting)).toThrow();
  });

  it("is refused from a credential that the challenge does not allow, and over 64 KiB", () => {
    expect(() => readAsserted(asserted(), { ...asserting, allowed: [{ id: "AAAA" }] })).toThrow();
    const { response, ...rest } = created();
    const big = { ...rest, response: { ...response, attestationObject: "A".repeat(65_537) } };
    expect(() => readCreated(big, expected)).toThrow();
  });

  it("is refused in any other form, with the one typed error", () => {
    fc.assert(
      fc.property(fc.oneof(anything, mutant(created()), mutant(asserted())), (value) => {
        orRefusal(() => readCreated(value, expected), ["malformed"]);
        orRefusal(() => readAsserted(value, asserting), ["malformed"]);
      }),
      runs(300),
    );
  });
});
