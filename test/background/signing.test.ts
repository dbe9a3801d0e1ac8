import { DfnsApiClient } from "@dfns/sdk";
import { DfnsApiClient as LatestApiClient } from "dfns-sdk-latest";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { LocalDfns } from "../../example/dfns/server.ts";
import { CountersignSigner, type Provider } from "../../src/client/index.ts";
import type { SignRequestView } from "../../src/protocol/views.ts";
import * as client from "../example/client.ts";
import {
  apiOf,
  approved,
  approveShown,
  confirmWords,
  createRegistered,
  credentialsAtDfns,
  leaveBehind,
  registerParams,
  requestShown,
  somethingShown,
  USER,
} from "./register.ts";
import type { Site, World } from "./world.ts";

const TRANSFER = {
  kind: "Native",
  to: "0x000000000000000000000000000000000000dEaD",
  amount: "10000000000000000",
} as const;

describe("a registered user", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  let token: string;
  let walletId: string;

  beforeAll(async () => {
    ({ dfns, world, site, token, walletId } = await createRegistered());
  });
  afterAll(() => dfns.close());
  beforeEach(() => {
    world.shown.length = 0;
    world.fetch = (input, init) => globalThis.fetch(input, init);
  });

  const api = () => apiOf(dfns);
  const shown = async (): Promise<SignRequestView> => {
    await somethingShown(world);
    const request = await requestShown(world);
    if (!("label" in request)) throw new Error("no request to sign");
    return request;
  };
  const signatures = () => dfns.signatures(USER);
  const path = () => `/wallets/${walletId}/transfers`;
  const actionParams = (change: object = {}) => ({
    api: api(),
    authToken: token,
    method: "POST",
    path: path(),
    payload: JSON.stringify(TRANSFER),
    ...change,
  });
  const openAction = async (payload = JSON.stringify(TRANSFER)) => {
    const { body } = await client.initAction(dfns, token, { method: "POST", path: path(), payload });
    return body as { challenge: string; challengeIdentifier: string };
  };

  it("signs in with one approval, verified because the vault opened it", async () => {
    const answer = site.request("dfns_login", { api: api(), username: USER });
    expect(await shown()).toMatchObject({ label: "verified", title: "Sign in", risk: "ordinary" });
    const before = signatures();
    await approveShown(world);
    await expect(answer).resolves.toEqual({ token: expect.any(String) });
    expect(signatures() - before).toBe(1);
  });

  it("sees a transfer in words, and Dfns takes the user action for exactly that", async () => {
    const answer = site.request("dfns_signAction", actionParams());
    const view = await shown();
    expect(view).toMatchObject({
      label: "verified",
      risk: "sensitive",
      tag: "Moves funds",
      amount: { value: "0.01", unit: "ETH" },
      full: { method: "POST", payload: JSON.stringify(TRANSFER) },
    });
    await approveShown(world);
    const { userAction } = (await answer) as { userAction: string };
    const headers = { "X-DFNS-USERACTION": userAction };
    const send = (body: string, at = path(), method = "POST") =>
      client.sendText(dfns, method, at, body, token, headers);
    expect((await send(JSON.stringify({ ...TRANSFER, amount: "2" }))).status).toBe(403);
    expect((await send(JSON.stringify(TRANSFER), `/wallets/${walletId}/tags`, "PUT")).status).toBe(403);
    expect((await send(JSON.stringify(TRANSFER))).status).toBe(200);
  });

  it.each([
    ["0.8.3", DfnsApiClient],
    ["0.8.21", LatestApiClient as unknown as typeof DfnsApiClient],
  ])("signs for the stock SDK %s, told by the challenge identifier", async (_version, Client) => {
    const provider = {
      request: (args: { method: string; params?: unknown }) => site.request(args.method, args.params),
    };
    const signer = new CountersignSigner(provider as unknown as Provider);
    const sdk = new Client({ baseUrl: dfns.url, orgId: dfns.orgId, authToken: token, signer });
    const sent = sdk.wallets.transferAsset({ walletId, body: TRANSFER });
    expect(await shown()).toMatchObject({ label: "stated", amount: { value: "0.01", unit: "ETH" } });
    await approveShown(world);
    await expect(sent).resolves.toMatchObject({ walletId });
  });

  it("is asked at once when a key fits, however long Dfns is silent about a registration that the site has", async () => {
    const other = await registerParams(dfns, "kim@example.com", {});
    const handedOver = await approved(world, site, "dfns_register", other);
    await confirmWords(world, handedOver.id);
    await handedOver.answer;
    const challenge = await openAction();
    let hangUp = () => {};
    world.fetch = () =>
      new Promise((_resolve, reject) => {
        hangUp = () => reject(new TypeError("hung up"));
      });
    const { answer } = await approved(world, site, "dfns_sign", { challenge });
    await expect(answer).resolves.toMatchObject({ firstFactor: { kind: "Key" } });
    hangUp();
  });

  it("is warned when the site and the identifier tell two stories", async () => {
    const challenge = await openAction();
    const action = { method: "POST", path: path(), payload: JSON.stringify({ ...TRANSFER, amount: "1" }) };
    void site.request("dfns_sign", { challenge, action }).catch(() => undefined);
    expect(await shown()).toMatchObject({ label: "stated", disagrees: true, risk: "dangerous" });
    await world.page("approval.reject", { id: world.shown.at(-1) });
  });

  it("is warned of a challenge that nobody can read", async () => {
    const challenge = { ...(await openAction()), challengeIdentifier: "opaque" };
    const answer = site.request("dfns_sign", { challenge });
    expect(await shown()).toMatchObject({ label: "opaque", risk: "dangerous", code: challenge.challenge });
    await approveShown(world);
    await expect(answer).resolves.toMatchObject({ firstFactor: { kind: "Key" } });
  });

  it("is not asked at all when the identifier speaks of another challenge", async () => {
    const [one, other] = [await openAction(), await openAction()];
    const mixed = { ...one, challengeIdentifier: other.challengeIdentifier };
    await expect(site.request("dfns_sign", { challenge: mixed })).rejects.toMatchObject({
      data: { reason: "invalidParams", path: "challenge.challengeIdentifier" },
    });
    expect(world.shown).toEqual([]);
  });

  it.each<[string, object]>([
    ["none of ours", { key: [], webauthn: [] }],
    ["someone else's", { key: [{ id: "c29tZW9uZSBlbHNl" }], webauthn: [] }],
    ["ours as another kind", { key: [], webauthn: [{ id: "OURS" }] }],
  ])("gets no request for a challenge that allows %s", async (_what, allowCredentials) => {
    const [mine] = credentialsAtDfns(dfns);
    const listed = JSON.parse(JSON.stringify(allowCredentials).replace("OURS", mine?.credId ?? ""));
    const challenge = { ...(await openAction()), allowCredentials: listed };
    await expect(site.request("dfns_sign", { challenge })).rejects.toMatchObject({
      code: 4100,
      data: { reason: "noCredential" },
    });
    expect(world.shown).toEqual([]);
  });

  it("cannot be asked by a site that is not connected, nor by one the credential is not pinned to", async () => {
    const stranger = world.site("https://evil.example");
    const challenge = await openAction();
    await expect(stranger.request("dfns_sign", { challenge })).rejects.toMatchObject({
      code: 4100,
      data: { reason: "unauthorized" },
    });
    const connecting = stranger.request("dfns_connect");
    await vi.waitFor(() => expect(world.shown).toHaveLength(1));
    await approveShown(world);
    await connecting;
    for (const [method, params] of [
      ["dfns_sign", { challenge }],
      ["dfns_login", { api: api(), username: USER }],
      ["dfns_signAction", actionParams()],
    ] as const) {
      await expect(stranger.request(method, params)).rejects.toMatchObject({
        data: { reason: "noCredential" },
      });
    }
    expect(world.shown).toHaveLength(1);
  });

  it("signs nothing when Dfns refuses, answers another user's challenge, or answers nonsense", async () => {
    const answers: [Response | "drop", string][] = [
      [new Response(JSON.stringify({ error: { message: "User not found" } }), { status: 401 }), "apiError"],
      [new Response("<html>"), "apiError"],
      ["drop", "apiError"],
      [
        new Response(
          JSON.stringify({
            ...(await openAction()),
            allowCredentials: { key: [{ id: "AAAA" }], webauthn: [] },
          }),
        ),
        "apiError",
      ],
    ];
    for (const [answer, reason] of answers) {
      const before = signatures();
      world.fetch = async () => {
        if (answer === "drop") throw new TypeError("offline");
        return answer;
      };
      world.shown.length = 0;
      const asked = site.request("dfns_login", { api: api(), username: USER });
      const refused = expect(asked).rejects.toMatchObject({ data: { reason } });
      await somethingShown(world);
      await world.page("approval.show", { id: world.shown.at(-1) });
      await refused;
      expect(signatures()).toBe(before);
    }
  });

  it("is answered cleanly after a kill between approval and answer, and nothing is signed twice", async () => {
    let opened = false;
    world.fetch = async (input, init) => {
      const response = await globalThis.fetch(input, init);
      if (!String(input).endsWith("/auth/login")) return response;
      opened = true;
      return new Promise(() => undefined);
    };
    const answer = site.request("dfns_login", { api: api(), username: USER });
    const lost = expect(answer).rejects.toMatchObject({ code: -32080, data: { reason: "answerLost" } });
    await shown();
    const before = signatures();
    await approveShown(world);
    await vi.waitFor(() => expect(opened).toBe(true));
    world.restartWorker();
    await world.resume();
    await lost;
    expect(signatures() - before).toBe(1);
  });

  it("is signed, once, though the worker died right after Approve", async () => {
    const before = signatures();
    const answer = site.request("dfns_signAction", actionParams());
    const { options } = (await shown()) as { options: readonly { id: string }[] };
    const signing = { option: options[0]?.id, first: null, second: null };
    await leaveBehind(world, `approval:${world.shown.at(-1)}`, { state: "approved", signing });
    await world.resume();
    await expect(answer).resolves.toEqual({ userAction: expect.any(String) });
    expect(signatures() - before).toBe(1);
  });

  it("cannot sign a recovery message, or for another organisation's token", async () => {
    const challenge = {
      ...(await openAction()),
      challenge: Buffer.from('{"firstFactorCredential":{"credentialKind":"Key"}}').toString("base64url"),
    };
    await expect(site.request("dfns_sign", { challenge })).rejects.toMatchObject({ code: -32602 });
    const other = actionParams({ api: { ...api(), orgId: "or-other-other-xxxxxxxxxxxxxxxx" } });
    await expect(site.request("dfns_signAction", other)).rejects.toMatchObject({
      data: { reason: "invalidParams", path: "authToken" },
    });
  });
});
