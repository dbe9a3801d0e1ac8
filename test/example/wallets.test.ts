import { DfnsApiClient, DfnsDelegatedApiClient } from "@dfns/sdk";
import { DfnsApiClient as LatestApiClient, DfnsDelegatedApiClient as LatestDelegated } from "dfns-sdk-latest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import * as client from "./client.ts";
import { fresh } from "./registering.ts";

const { userActionInvalid } = client.refusals;
const TRANSFER = { kind: "Native", to: "0x0000000000000000000000000000000000000001", amount: "100" } as const;

let dfns: LocalDfns;
beforeAll(async () => {
  dfns = await startDfns();
});
afterAll(() => dfns.close());

async function person() {
  const username = fresh();
  const registered = await client.register(dfns, username);
  const wallets: readonly { readonly id: string }[] = registered.answer.body.wallets;
  const walletId = wallets[0]?.id ?? "";
  return { ...registered, username, walletId, path: `/wallets/${walletId}/transfers` };
}
type Person = Awaited<ReturnType<typeof person>>;

const transfers = async ({ path, session }: Person) =>
  (await client.send(dfns, "GET", path, undefined, session)).body.items;

describe.each([
  ["0.8.3", DfnsApiClient, DfnsDelegatedApiClient],
  ["0.8.21", LatestApiClient, LatestDelegated],
] as const)("the stock SDK %s", (_version, Client, Delegated) => {
  const sdkOf = ({ session, key }: Person) =>
    new Client({
      baseUrl: dfns.url,
      orgId: dfns.orgId,
      authToken: session,
      signer: client.signerOf(key),
    });

  test("makes, gets and lists a wallet", async () => {
    const who = await person();
    const sdk = sdkOf(who);
    const wallet = await sdk.wallets.createWallet({
      body: { network: "Polygon", name: "extra", externalId: "x-1", tags: ["a:b"] },
    });
    expect(wallet).toMatchObject({
      network: "Polygon",
      name: "extra",
      externalId: "x-1",
      tags: ["a:b"],
      status: "Active",
      signingKey: { delegatedTo: who.challenge.user.id },
    });
    expect(await sdk.wallets.getWallet({ walletId: wallet.id })).toEqual(wallet);
    expect((await sdk.wallets.listWallets()).items.at(-1)).toEqual(wallet);
  });

  test("transfers, gets and lists the transfer", async () => {
    const who = await person();
    const sdk = sdkOf(who);
    const transfer = await sdk.wallets.transferAsset({ walletId: who.walletId, body: TRANSFER });
    expect(transfer).toMatchObject({
      id: expect.stringMatching(/^xfr-/),
      walletId: who.walletId,
      network: "EthereumSepolia",
      requester: { userId: who.challenge.user.id },
      requestBody: TRANSFER,
      status: "Pending",
    });
    const { id: transferId, walletId } = transfer;
    expect(await sdk.wallets.getTransfer({ walletId, transferId })).toEqual(transfer);
    expect((await sdk.wallets.listTransfers({ walletId })).items).toEqual([transfer]);
  });

  test("transfers in two halves", async () => {
    const who = await person();
    const sdk = new Delegated({ baseUrl: dfns.url, orgId: dfns.orgId, authToken: who.session });
    const request = { walletId: who.walletId, body: TRANSFER };
    const challenge = await sdk.wallets.transferAssetInit(request);
    const { challengeIdentifier } = challenge;
    const firstFactor = await client.signerOf(who.key).sign(challenge);
    await sdk.wallets.transferAssetComplete(request, { challengeIdentifier, firstFactor });
    expect(await transfers(who)).toHaveLength(1);
  });

  /** Every method of every group of the SDK that asks the signer, with made-up path members. */
  test("gets an answer to every signed call that it knows", { timeout: 120_000 }, async () => {
    const who = await person();
    let signatures = 0;
    const signer = client.signerOf(who.key);
    const counted = {
      sign: (challenge: Parameters<typeof signer.sign>[0]) => {
        signatures += 1;
        return signer.sign(challenge);
      },
    };
    const sdk = new Client({ baseUrl: dfns.url, authToken: who.session, signer: counted });
    const OWN = /^\/auth\/(?:credentials|login|registration|recover)|^\/wallets(?:\/[^/]+\/transfers)?$/;
    let calls = 0;
    const groups = Object.values(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(sdk)))
      .filter(({ get }) => get !== undefined)
      .map(({ get }) => get?.call(sdk));
    for (const group of groups) {
      for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(group))) {
        const source = String(group[name]);
        const path = /buildPathAndQuery\)\('([^']+)'/.exec(source)?.[1];
        if (
          name === "constructor" ||
          !source.includes("userActionFetch") ||
          path === undefined ||
          OWN.test(path)
        )
          continue;
        const members = [...path.matchAll(/:([a-zA-Z]+)/g)].map(([, member]) => [member, "x-1"]);
        await group[name]({ ...Object.fromEntries(members), body: { name: "n" }, query: {} });
        expect(dfns.requests.at(-1)?.status).toBe(200);
        calls += 1;
      }
    }
    expect(calls).toBeGreaterThan(60);
    expect(signatures).toBe(calls);
  });
});

describe("a signed call", () => {
  const headers = async ({ session, key }: Person, call: client.Call) => ({
    "X-DFNS-USERACTION": await client.signAction(dfns, session, key, call),
  });
  const payload = JSON.stringify(TRANSFER);

  const changes: Readonly<Record<string, (right: client.Call) => client.Call>> = {
    "another method": (right) => ({ ...right, method: "PUT" }),
    "another path": (right) => ({ ...right, path: right.path.replace("transfers", "transactions") }),
    "the path of another wallet": (right) => ({ ...right, path: "/wallets/wa-1/transfers" }),
    "a path with a slash more": (right) => ({ ...right, path: `${right.path}/` }),
    "another byte in the payload": (right) => ({ ...right, payload: right.payload.replace("100", "101") }),
    "a space more": (right) => ({ ...right, payload: `${right.payload} ` }),
    "a byte order mark": (right) => ({ ...right, payload: `\ufeff${right.payload}` }),
    "an empty payload": (right) => ({ ...right, payload: "" }),
  };
  test.each(Object.entries(changes))("is refused when %s was signed", async (_name, change) => {
    const who = await person();
    const action = await headers(who, change({ method: "POST", path: who.path, payload }));
    const answer = await client.sendText(dfns, "POST", who.path, payload, who.session, action);
    expect(answer).toMatchObject(userActionInvalid);
    expect(await transfers(who)).toEqual([]);
  });

  test("is refused when bytes were sent that only decode to what was signed", async () => {
    const who = await person();
    const text = payload.replace("0x", "\ufffd");
    const action = await headers(who, { method: "POST", path: who.path, payload: text });
    const bytes = Buffer.from(text);
    const at = bytes.indexOf(Buffer.from("\ufffd"));
    const sent = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at + 3)]);
    const response = await fetch(dfns.url + who.path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${who.session}`, ...action },
      body: sent,
    });
    expect(response.status).toBe(403);
  });

  test("is done once for one user action, also when sent twice at the same time", async () => {
    const who = await person();
    const action = await headers(who, { method: "POST", path: who.path, payload });
    const send = () => client.sendText(dfns, "POST", who.path, payload, who.session, action);
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    expect(await transfers(who)).toHaveLength(1);
  });

  test("is refused for a user action of another user", async () => {
    const [mine, theirs] = [await person(), await person()];
    const action = await headers(theirs, { method: "POST", path: mine.path, payload });
    const answer = await client.sendText(dfns, "POST", mine.path, payload, mine.session, action);
    expect(answer).toMatchObject(userActionInvalid);
  });

  test.each([
    ["POST", "/wallets"],
    ["POST", "/wallets/wa-1/transfers"],
    ["POST", "/wallets/wa-1/signatures"],
    ["PUT", "/wallets/wa-1"],
    ["DELETE", "/wallets/wa-1/tags"],
    ["POST", "/keys/key-1/signatures"],
    ["POST", "/v2/policies"],
    ["PUT", "/auth/users/us-1/deactivate"],
    ["DELETE", "/auth/pats/to-1"],
    ["POST", "/anything/else"],
  ])("needs a token and a user action: %s %s", async (method, path) => {
    const { session } = await person();
    expect((await client.send(dfns, method, path, {})).status).toBe(401);
    expect(await client.send(dfns, method, path, {}, session)).toMatchObject(userActionInvalid);
  });

  test("that nobody knows is answered with what was asked", async () => {
    const who = await person();
    const body = { kind: "Hash", hash: "0x00" };
    const { status, body: answer } = await client.signed(dfns, who, "POST", "/wallets/wa-1/signatures", body);
    expect(status).toBe(200);
    expect(answer).toMatchObject({ requestBody: body, requester: { userId: who.challenge.user.id } });
    expect((await client.signed(dfns, who, "POST", "/wallets/wa-1/signatures", [1])).status).toBe(400);
  });

  test("is not needed where the SDK signs nothing", async () => {
    const { session } = await person();
    for (const path of ["/swaps/quotes", "/payouts/quote", "/networks/Solana/call-function"]) {
      expect((await client.send(dfns, "POST", path, {}, session)).status).toBe(200);
      expect((await client.send(dfns, "POST", path, {})).status).toBe(401);
    }
  });
});

describe("a wallet", () => {
  test("is its user's own", async () => {
    const [mine, theirs] = [await person(), await person()];
    const path = `/wallets/${theirs.walletId}`;
    for (const wanted of [path, `${path}/transfers`, "/wallets/wa-x"]) {
      expect((await client.send(dfns, "GET", wanted, undefined, mine.session)).status).toBe(404);
    }
    expect((await client.signed(dfns, mine, "POST", theirs.path, TRANSFER)).status).toBe(404);
    expect(await transfers(theirs)).toEqual([]);
  });

  test.each([
    ["an unknown network", { network: "Atlantis" }],
    ["no network", {}],
    ["an unknown member", { network: "Solana", custodial: true }],
    ["a tag with a space", { network: "Solana", tags: ["a b"] }],
  ])("is refused with %s", async (_name, body) => {
    expect((await client.signed(dfns, await person(), "POST", "/wallets", body)).status).toBe(400);
  });

  test.each([
    ["no kind", { to: "0x0", amount: "1" }],
    ["an amount that is no text of digits", { ...TRANSFER, amount: "0.01" }],
    ["an amount that is a number", { ...TRANSFER, amount: 1 }],
  ])("does not transfer with %s", async (_name, body) => {
    const who = await person();
    expect((await client.signed(dfns, who, "POST", who.path, body)).status).toBe(400);
    expect(await transfers(who)).toEqual([]);
  });
});

describe("challengeInfo", () => {
  const infoOf = async (server: LocalDfns) => {
    const { session } = await client.register(server, "info");
    const call = { method: "POST", path: "/wallets/wa-1/transfers", payload: JSON.stringify(TRANSFER) };
    const { body } = await client.initAction(server, session, call);
    const [, payload = ""] = body.challengeIdentifier.split(".");
    const metadata = JSON.parse(Buffer.from(payload, "base64url").toString())["https://custom/app_metadata"];
    return { metadata, challenge: body.challenge, call };
  };

  test("words a transfer as observed", async () => {
    const { metadata, challenge, call } = await infoOf(dfns);
    expect(metadata.challenge).toBe(challenge);
    expect(metadata.challengeInfo).toEqual({
      ...call,
      server: new URL(dfns.url).host,
      summary: `Transfer Native asset to recipient ${TRANSFER.to}.`,
      nonce: expect.stringMatching(/^no-/),
    });
  });

  test("can be left out", async () => {
    const silent = await startDfns({ challengeInfo: false });
    const { metadata } = await infoOf(silent);
    expect(metadata).not.toHaveProperty("challengeInfo");
    await silent.close();
  });
});
