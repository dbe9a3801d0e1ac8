/** The bodies of the other kinds beside what Dfns' own signers make of the same key or the same ceremony. */
import { WebAuthnSigner } from "@dfns/sdk-browser";
import { AsymmetricKeySigner } from "@dfns/sdk-keysigner";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ALGORITHM_NAMES } from "../../src/core/algorithms.ts";
import { fromBase64url } from "../../src/core/bytes.ts";
import { assert } from "../../src/core/dfns/assertion.ts";
import { creationOptions, readAsserted, readCreated, requestOptions } from "../../src/core/dfns/fido2.ts";
import { type CreatedCredential, KINDS } from "../../src/core/kinds/index.ts";
import { newAuthenticator } from "../example/authenticator.ts";
import { nodeKey, nodeVerifies } from "./support.ts";

const CHALLENGE = "Y2gtMDAwMDAtMDAwMDAtMDAwMDA";
const TRAVEL = "orbit velvet tunnel maple shrimp canyon";
const parsed = (data: string) => JSON.parse(Buffer.from(data, "base64url").toString());
const bufferOf = (text: string) => Buffer.from(text, "base64url");
const plain = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

describe.each(ALGORITHM_NAMES)("a PasswordProtectedKey of %s beside a Key of Dfns' signers", (algorithm) => {
  let created: CreatedCredential;
  beforeAll(async () => {
    created = await KINDS.PasswordProtectedKey.create({ algorithm, password: TRAVEL });
  });

  it("asserts as @dfns/sdk-keysigner does, but for the kind's name", async () => {
    const { secret, credId } = created;
    const key = nodeKey(secret);
    const privateKey = key.export({ format: "pem", type: "pkcs8" }).toString();
    const signer = new AsymmetricKeySigner({ credId, privateKey });
    const theirs = await signer.sign({
      challenge: CHALLENGE,
      allowCredentials: { key: [{ id: credId }] },
    } as never);
    const ours = assert({ kind: "PasswordProtectedKey", algorithm, secret, credId, challenge: CHALLENGE });
    expect(Object.keys(ours)).toEqual(Object.keys(theirs));
    expect([theirs.kind, ours.kind]).toEqual(["Key", "PasswordProtectedKey"]);
    expect(Object.keys(ours.credentialAssertion)).toEqual(Object.keys(theirs.credentialAssertion));
    for (const { credentialAssertion } of [ours, theirs]) {
      const { clientData, signature } = credentialAssertion;
      expect(credentialAssertion.credId).toBe(credId);
      expect(parsed(clientData)).toEqual({ type: "key.get", challenge: CHALLENGE });
      const pem = parsed(
        KINDS.Key.attestationOf(created, CHALLENGE, "n").credentialInfo.attestationData,
      ).publicKey;
      expect(nodeVerifies(pem, fromBase64url(clientData), fromBase64url(signature))).toBe(true);
    }
  });

  it("attests as a Key does, and brings its container", () => {
    const { encryptedPrivateKey: _, ...bare } = created;
    const key = KINDS.Key.attestationOf({ ...bare, kind: "Key" }, CHALLENGE, "n");
    const { encryptedPrivateKey, ...ours } = KINDS.PasswordProtectedKey.attestationOf(
      created,
      CHALLENGE,
      "n",
    );
    expect(encryptedPrivateKey).toBe(created.encryptedPrivateKey);
    expect(ours.credentialKind).toBe("PasswordProtectedKey");
    expect(Object.keys(ours)).toEqual(Object.keys(key));
    expect(ours.credentialInfo.clientData).toBe(key.credentialInfo.clientData);
    const [ourData, keyData] = [ours, key].map(({ credentialInfo }) =>
      parsed(credentialInfo.attestationData),
    );
    expect(Object.keys(ourData)).toEqual(Object.keys(keyData));
    expect(ourData.publicKey).toBe(keyData.publicKey);
  });
});

/** What the WebAuthn API gets and gives, where the answer comes from an authenticator in software. */
describe("a Fido2 beside @dfns/sdk-browser's WebAuthnSigner in the same ceremony", () => {
  const ORIGIN = "https://app.acme.finance";
  const rp = { id: "app.acme.finance", name: "Acme" };
  const authenticator = newAuthenticator();
  const at = { origin: ORIGIN, rpId: rp.id, userHandle: "dXMtMQ" };
  const expected = { challenge: CHALLENGE, origin: ORIGIN };
  const signer = new WebAuthnSigner({ relyingParty: rp });
  let asked: Record<string, unknown> = {};
  const browserWith = (call: "get" | "create", id: string, response: Record<string, string>) => {
    const bytes = Object.entries(response).map(([name, text]) => [name, new Uint8Array(bufferOf(text))]);
    vi.stubGlobal("navigator", {
      credentials: {
        [call]: async ({ publicKey }: { publicKey: Record<string, unknown> }) => {
          asked = publicKey;
          return { id, response: Object.fromEntries(bytes) };
        },
      },
    });
  };
  afterEach(() => vi.unstubAllGlobals());

  it("asks for and reads the same assertion", async () => {
    const {
      credId,
      clientData: clientDataJSON,
      ...rest
    } = authenticator.get(CHALLENGE, at).credentialAssertion as unknown as Record<string, string>;
    const response = { clientDataJSON: clientDataJSON ?? "", ...rest };
    const challenge = {
      ...{ challenge: CHALLENGE, challengeIdentifier: "a.b.c", supportedCredentialKinds: [] },
      ...{
        userVerification: "required",
        allowCredentials: { key: [], webauthn: [{ id: credId ?? "", type: "public-key" }] },
      },
    };
    browserWith("get", credId ?? "", response);
    const theirs = await signer.sign(challenge as never);
    const ours = readAsserted(
      { id: credId, rawId: credId, type: "public-key", response },
      { ...expected, allowed: challenge.allowCredentials.webauthn },
    );
    expect(ours).toEqual(theirs);
    const {
      challenge: theirChallenge,
      allowCredentials,
      timeout: _,
      ...same
    } = asked as never as {
      readonly challenge: Uint8Array;
      readonly allowCredentials: readonly { readonly id: Uint8Array }[];
      readonly timeout: number;
    };
    expect(requestOptions(challenge as never, rp.id)).toEqual({
      ...same,
      challenge: plain(theirChallenge),
      allowCredentials: allowCredentials.map((one) => ({ ...one, id: plain(new Uint8Array(one.id)) })),
    });
  });

  it("asks for and reads the same new credential", async () => {
    const { credId, clientData, attestationData } = authenticator.create(CHALLENGE, at)
      .credentialInfo as unknown as Record<string, string>;
    const response = { clientDataJSON: clientData ?? "", attestationObject: attestationData ?? "" };
    const challenge = {
      ...{ challenge: CHALLENGE, user: { id: "us-1", name: "jane@example.com", displayName: "Jane" } },
      ...{
        attestation: "direct",
        pubKeyCredParams: [{ type: "public-key", alg: -7 }],
        excludeCredentials: [],
      },
      authenticatorSelection: {
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    };
    browserWith("create", credId ?? "", response);
    const theirs = await signer.create(challenge as never);
    const ours = readCreated({ id: credId, rawId: credId, type: "public-key", response }, expected);
    expect({ credentialKind: "Fido2", credentialInfo: ours }).toEqual(theirs);
    const {
      challenge: theirChallenge,
      user,
      timeout: _,
      ...same
    } = asked as never as {
      readonly challenge: Uint8Array;
      readonly user: { readonly id: Uint8Array };
      readonly timeout: number;
    };
    expect(creationOptions(challenge, rp)).toEqual({
      ...same,
      challenge: plain(theirChallenge),
      user: { ...user, id: plain(user.id) },
    });
  });
});
