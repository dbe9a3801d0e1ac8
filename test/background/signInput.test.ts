/** What a site or a Dfns may send at a sign-in or an action: no signature leaves in any of these. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import type { SignRequestView } from "../../src/protocol/views.ts";
import * as client from "../example/client.ts";
import { apiOf, approveShown, registerFrom, requestShown, somethingShown } from "./register.ts";
import { createWorld, PASSWORD, type Site, type World } from "./world.ts";

const USER = "ina@example.com";
const OTHER = "otto@example.com";
const BIDI = "\u202e\u2066";

const ACTION: client.Call = { method: "PUT", path: "/wallets/wa-1/tags", payload: '{"tags":["a"]}' };

/** One thing each that is not what was asked for. */
const CHANGES: readonly (readonly [string, Partial<client.Call>])[] = [
  ["method", { method: "POST" }],
  ["path", { path: "/wallets/wa-2/tags" }],
  ["payload", { payload: '{"tags":["b"]}' }],
];

describe("at a sign-in or an action", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  let before: number;
  const tokens = new Map<string, string>();
  const api = () => apiOf(dfns);
  const shown = () => somethingShown(world);
  const signatures = () => dfns.signatures(USER) + dfns.signatures(OTHER);
  const openAction = async (action = ACTION, username = USER) =>
    (await client.initAction(dfns, tokens.get(username) ?? "", action)).body;
  const openLogin = async (username: string) =>
    (await client.send(dfns, "POST", "/auth/login/init", { username, orgId: dfns.orgId })).body;
  const signAction = (change: object = {}) =>
    site.request("dfns_signAction", { api: api(), authToken: tokens.get(USER), ...ACTION, ...change });
  const registered = async (username: string) =>
    tokens.set(username, (await registerFrom(world, site, dfns, { username })).token);

  beforeAll(async () => {
    world = createWorld();
    dfns = await startDfns({ now: () => world.time });
    await world.page("vault.create", { password: PASSWORD });
    site = world.site("https://app.acme.finance");
    await registered(USER);
    await registered(OTHER);
  });
  afterAll(() => dfns.close());
  beforeEach(() => {
    world.shown.length = 0;
    world.time += 60_000;
    world.fetch = (input, init) => fetch(input, init);
    before = signatures();
  });
  afterEach(() => expect(signatures()).toBe(before));

  const many = (id: string) => Array.from({ length: 10_000 }, (_, place) => ({ id: `${place}${id}` }));
  it.each([
    ["under", "", "invalidParams"],
    ["over", "A".repeat(40), "invalidParams"],
  ])(
    "takes no challenge that allows 10,000 credentials, %s the limit of a message",
    async (side, id, reason) => {
      const challenge = await openAction();
      const key = [...many(id), ...challenge.allowCredentials.key];
      const params = { challenge: { ...challenge, allowCredentials: { key, webauthn: [] } } };
      expect(JSON.stringify(params).length > 256 * 1024).toBe(side === "over");
      await expect(site.request("dfns_sign", params)).rejects.toMatchObject({
        code: -32602,
        data: { reason },
      });
      expect(world.shown).toEqual([]);
    },
  );

  it("takes no payload over the limit of a message", async () => {
    const payload = JSON.stringify({ tags: ["a".repeat(256 * 1024)] });
    await expect(signAction({ payload })).rejects.toMatchObject({ code: -32602 });
    expect(world.shown).toEqual([]);
  });

  it.each([
    ["that is not JSON", '{"tags":['],
    ["that is empty", ""],
    ["with a member twice", '{"tags":["a"],"tags":["b"]}'],
    ["with bidi text", JSON.stringify({ tags: [`${BIDI}a`] })],
  ])("shows a payload %s whole and never as what it may not be", async (_what, payload) => {
    const challenge = { ...(await openAction({ ...ACTION, payload })) };
    const refused = expect(site.request("dfns_sign", { challenge })).rejects.toMatchObject({ code: 4001 });
    await shown();
    const request = (await requestShown(world)) as SignRequestView;
    expect(request).toMatchObject({ label: "stated", full: { payload } });
    expect(JSON.stringify([request.title, request.rows, request.consequence])).not.toMatch(
      /[\u202a-\u202e\u2066-\u2069]/,
    );
    await world.page("approval.reject", { id: world.shown[0] });
    await refused;
  });

  /** Asks, while Dfns answers the opening with something else. */
  const openedWith = async (asking: () => Promise<unknown>, path: string, challenge: unknown) => {
    world.fetch = async (input, init) =>
      String(input).endsWith(path) ? new Response(JSON.stringify(challenge)) : fetch(input, init);
    const refused = expect(asking()).rejects.toMatchObject({ data: { reason: "apiError" } });
    await shown();
    await world.page("approval.show", { id: world.shown[0] });
    await refused;
  };
  const asPasskey = ({ allowCredentials: _, ...challenge }: { allowCredentials: unknown }) => ({
    ...challenge,
    supportedCredentialKinds: [{ kind: "Fido2", factor: "either", requiresSecondFactor: false }],
    allowCredentials: { key: [], webauthn: [{ id: "c29tZW9uZQ" }] },
  });

  it.each(CHANGES)("signs no action whose challenge is for another %s", async (_what, change) => {
    const challenge = await openAction({ ...ACTION, ...change });
    await openedWith(signAction, "/auth/action/init", challenge);
  });

  it.each([
    ["with a key", (challenge: never) => challenge],
    ["with a passkey", asPasskey],
  ])("signs nothing when the challenge is another user's, %s", async (_what, edit) => {
    const action = edit((await openAction(ACTION, OTHER)) as never);
    await openedWith(signAction, "/auth/action/init", action);
    world.shown.length = 0;
    const login = edit((await openLogin(OTHER)) as never);
    const asking = () => site.request("dfns_login", { api: api(), username: USER });
    await openedWith(asking, "/auth/login/init", login);
  });

  it("signs no action when a sign-in was asked for", async () => {
    const asking = () => site.request("dfns_login", { api: api(), username: USER });
    await openedWith(asking, "/auth/login/init", await openAction());
  });

  it.each(CHANGES)("tells of two stories when the site states another %s", async (_what, change) => {
    const challenge = await openAction();
    const stated = { ...ACTION, ...change };
    const told = expect(site.request("dfns_sign", { challenge, action: stated })).rejects.toMatchObject({
      code: 4001,
    });
    await shown();
    expect(await requestShown(world)).toMatchObject({
      label: "stated",
      disagrees: true,
      risk: "dangerous",
    });
    await world.page("approval.reject", { id: world.shown[0] });
    await told;
  });

  it.each(CHANGES)("has Dfns refuse a verified action with another %s", async (_what, change) => {
    const answer = signAction();
    await shown();
    expect(await requestShown(world)).toMatchObject({ label: "verified", full: ACTION });
    await approveShown(world);
    before += 1;
    const { userAction } = (await answer) as { userAction: string };
    const headers = { "X-DFNS-USERACTION": userAction };
    const send = async ({ method, path, payload }: client.Call) =>
      (await client.sendText(dfns, method, path, payload, tokens.get(USER), headers)).status;
    expect(await send({ ...ACTION, ...change })).toBe(403);
    expect(await send(ACTION)).toBe(200);
  });
});
