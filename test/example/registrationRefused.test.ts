import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import * as client from "./client.ts";
import { fresh, type Ready, ready } from "./registering.ts";

let dfns: LocalDfns;
beforeAll(async () => {
  dfns = await startDfns();
});
afterAll(() => dfns.close());

const first = (ready: Ready, options: client.CreateOptions): client.Json => ({
  ...ready.body,
  firstFactorCredential: client.keyCredential(ready.first, ready.text, options),
});
const credential = (ready: Ready): client.Json => ready.body.firstFactorCredential as client.Json;

const wrongBytes: Readonly<Record<string, (ready: Ready) => client.Json>> = {
  "a challenge that was not its own": (r) =>
    first(r, { clientData: JSON.stringify({ challenge: "Y2gtMDAw", type: "key.create" }) }),
  "the challenge encoded once more": (r) =>
    first(r, { clientData: JSON.stringify({ challenge: client.base64url(r.text), type: "key.create" }) }),
  "client data of an assertion": (r) =>
    first(r, { clientData: JSON.stringify({ challenge: r.text, type: "key.get" }) }),
  "client data that is no JSON": (r) => first(r, { clientData: "challenge" }),
  "a wrong fingerprint hash": (r) => first(r, { clientDataHash: "00".repeat(32) }),
  "an uppercase fingerprint hash": (r) =>
    first(r, {
      encode: (text) =>
        client
          .signBytes(
            r.first,
            text.replace(/"[0-9a-f]{64}"/, (hash) => hash.toUpperCase()),
          )
          .toString("hex"),
    }),
  "a fingerprint with real newlines in the PEM": (r) =>
    first(r, { encode: (text) => client.signBytes(r.first, text.replaceAll("\\n", "\n")).toString("hex") }),
  "the other PEM layout in the fingerprint": (r) =>
    first(r, {
      encode: (text) => client.signBytes(r.first, text.replace('-----"}', '-----\\n"}')).toString("hex"),
    }),
  "a base64url signature": (r) =>
    first(r, { encode: (text) => client.signBytes(r.first, text).toString("base64url") }),
  "a raw ECDSA signature": (r) =>
    first(r, { encode: (text) => client.signBytes(r.first, text, "ieee-p1363").toString("hex") }),
  "bytes after the DER signature": (r) =>
    first(r, { encode: (text) => `${client.signBytes(r.first, text).toString("hex")}00` }),
  "letters after the hex": (r) =>
    first(r, { encode: (text) => `${client.signBytes(r.first, text).toString("hex")}zz` }),
  "an empty signature": (r) => first(r, { encode: () => "" }),
  "a signature of another key": (r) =>
    first(r, { encode: (text) => client.signBytes(r.recovery, text).toString("hex") }),
  "a signature over the client data itself": (r) =>
    first(r, {
      encode: () =>
        client.signBytes(r.first, JSON.stringify({ challenge: r.text, type: "key.create" })).toString("hex"),
    }),
  "an unknown algorithm": (r) => first(r, { extra: { algorithm: "MD5" } }),
  "an algorithm that was not used": (r) => first(r, { extra: { algorithm: "SHA512" } }),
  "an unknown member in attestationData": (r) => first(r, { extra: { more: 1 } }),
  "a PEM with another label": (r) =>
    first(r, { publicKey: client.pem(r.first).replaceAll("PUBLIC", "EC PUBLIC") }),
  "a private key where the public key is due": (r) =>
    first(r, { publicKey: r.first.privateKey.export({ format: "pem", type: "pkcs8" }).toString() }),
  "a PEM without newlines": (r) => first(r, { publicKey: client.pem(r.first).replaceAll("\n", "") }),
  "credentials over different challenges": (r) => ({
    ...r.body,
    recoveryCredential: client.recoveryCredential(r.recovery, "Y2gtMDAw"),
  }),
  "a second factor over another challenge": (r) => ({
    ...r.body,
    secondFactorCredential: client.keyCredential(client.newKey(), "Y2gtMDAw"),
  }),
  "client data in standard base64": (r) => ({
    ...r.body,
    firstFactorCredential: {
      credentialKind: "Key",
      credentialInfo: { ...client.attest(r.first, r.text), clientData: "+/+/" },
    },
  }),
};

const wrongShape: Readonly<Record<string, (ready: Ready) => unknown>> = {
  "no wallets": ({ body: { wallets: _none, ...rest } }) => rest,
  "empty wallets": ({ body }) => ({ ...body, wallets: [] }),
  "an unknown member": ({ body }) => ({ ...body, orgId: dfns.orgId }),
  "a member named like a method of Object": ({ body }) => ({ ...body, toString: "x" }),
  "an unknown member in a credential": (r) => ({
    ...r.body,
    firstFactorCredential: { ...credential(r), uuid: "x" },
  }),
  "an unknown member in credentialInfo": (r) => ({
    ...r.body,
    firstFactorCredential: {
      credentialKind: "Key",
      credentialInfo: { ...client.attest(r.first, r.text), x: "x" },
    },
  }),
  "a wallet with an unknown member": ({ body }) => ({
    ...body,
    wallets: [{ network: "Solana", externalId: "1" }],
  }),
  "a wallet on an unknown network": ({ body }) => ({ ...body, wallets: [{ network: "Atlantis" }] }),
  "a wallet name of 101 characters": ({ body }) => ({
    ...body,
    wallets: [{ network: "Solana", name: "n".repeat(101) }],
  }),
  "an empty wallet name": ({ body }) => ({ ...body, wallets: [{ network: "Solana", name: "" }] }),
  "an empty credId": (r) => ({
    ...r.body,
    firstFactorCredential: client.keyCredential(r.first, r.text, { credId: "" }),
  }),
  "no first factor": ({ body: { firstFactorCredential: _none, ...rest } }) => rest,
  "a RecoveryKey as first factor": (r) => ({
    ...r.body,
    firstFactorCredential: client.recoveryCredential(r.first, r.text),
  }),
  "a RecoveryKey as second factor": (r) => ({
    ...r.body,
    secondFactorCredential: client.recoveryCredential(client.newKey(), r.text),
  }),
  "a Key as recovery credential": (r) => ({
    ...r.body,
    recoveryCredential: client.keyCredential(r.recovery, r.text),
  }),
  "a Password": ({ body }) => ({
    ...body,
    firstFactorCredential: { credentialKind: "Password", credentialInfo: { password: "x" } },
  }),
  "a PasswordProtectedKey without its blob": (r) => ({
    ...r.body,
    firstFactorCredential: { ...credential(r), credentialKind: "PasswordProtectedKey" },
  }),
  "a PasswordProtectedKey with an empty blob": (r) => ({
    ...r.body,
    firstFactorCredential: { ...client.protectedCredential(r.first, r.text), encryptedPrivateKey: "" },
  }),
  "a Key with encryptedPrivateKey": (r) => ({
    ...r.body,
    firstFactorCredential: { ...credential(r), encryptedPrivateKey: "x" },
  }),
  "an empty credentialName": (r) => ({
    ...r.body,
    firstFactorCredential: { ...credential(r), credentialName: "" },
  }),
};

describe("a registration is refused, and can be repeated rightly, after", () => {
  test.each(Object.entries(wrongBytes))("%s", async (_name, spoil) => {
    const it = await ready(dfns);
    const { status, body } = await it.post(spoil(it));
    expect({ status, message: body.error.message }).toEqual({
      status: 400,
      message: "Unable to verify signature",
    });
    expect(dfns.users().find(({ username }) => username === it.username)).toMatchObject({
      registered: false,
      credentials: [],
    });
    expect((await it.post(it.body)).status).toBe(200);
  });

  test.each(Object.entries(wrongShape))("%s", async (_name, spoil) => {
    const it = await ready(dfns);
    const { status, body } = await it.post(spoil(it) as client.Json);
    expect({ status, message: body.error.message }).toEqual({ status: 400, message: "Invalid request" });
    expect(body.error).toEqual({
      id: expect.any(String),
      status: 400,
      message: "Invalid request",
      details: expect.any(String),
    });
    expect((await it.post(it.body)).status).toBe(200);
  });

  test("one credId for two credentials, padding apart", async () => {
    const it = await ready(dfns);
    const options = { credId: `${it.first.credId}=` };
    const answer = await it.post({
      ...it.body,
      recoveryCredential: client.recoveryCredential(it.recovery, it.text, options),
    });
    expect(answer.status).toBe(409);
    expect((await it.post(it.body)).status).toBe(200);
  });

  test("a credId that another user has", async () => {
    const { key } = await client.register(dfns, fresh());
    const it = await ready(dfns);
    const taken = client.keyCredential(it.first, it.text, { credId: key.credId });
    expect((await it.post({ ...it.body, firstFactorCredential: taken })).status).toBe(409);
  });

  test("wallets at /auth/registration", async () => {
    const it = await ready(dfns);
    expect((await it.post(it.body, "/auth/registration")).status).toBe(400);
  });
});
