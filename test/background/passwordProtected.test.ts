import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import * as client from "../example/client.ts";
import {
  apiOf,
  approveShown,
  confirmWords,
  credentialsAtDfns,
  DAPP,
  registerParams,
  somethingShown,
  TRAVEL,
} from "./register.ts";
import { createWorld, PASSWORD, type Site, type World } from "./world.ts";

describe("a password-protected key", () => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  let user = 0;
  const username = () => `zoe${user}@example.com`;

  beforeAll(async () => {
    world = createWorld();
    dfns = await startDfns({ now: () => world.time });
    await world.page("vault.create", { password: PASSWORD });
    site = world.site(DAPP);
  });
  afterAll(() => dfns.close());
  beforeEach(() => {
    user += 1;
    world.shown.length = 0;
  });

  const ask = async (change: object) => {
    const answer = site.request(
      "dfns_register",
      await registerParams(dfns, username(), { submit: true, ...change }),
    );
    await somethingShown(world);
    return answer;
  };
  const post = async (path: string, token: string | undefined, body: object) => {
    const { body: answer } = await client.send(dfns, "POST", path, body, token);
    return answer as { readonly authentication: { readonly token: string } };
  };
  const kinds = () => credentialsAtDfns(dfns, username()).map(({ kind }) => kind);

  it("is made with a password of its own, and asked for it at every action", async () => {
    const answer = ask({ firstFactor: "PasswordProtectedKey" });
    await somethingShown(world);
    await expect(approveShown(world)).rejects.toMatchObject({ data: { reason: "weakPassword" } });
    await expect(approveShown(world, { password: "too short" })).rejects.toMatchObject({
      data: { reason: "weakPassword" },
    });
    await expect(approveShown(world, { password: PASSWORD })).rejects.toMatchObject({
      data: { reason: "weakPassword", path: "vault" },
    });
    await confirmWords(world, await approveShown(world, { password: TRAVEL }));
    const { authentication, wallets } = (await answer) as {
      authentication: { token: string };
      wallets: { id: string }[];
    };
    expect(kinds()).toEqual(["PasswordProtectedKey", "RecoveryKey"]);

    world.shown.length = 0;
    const signed = site.request("dfns_signAction", {
      api: apiOf(dfns),
      authToken: authentication.token,
      method: "PUT",
      path: `/wallets/${wallets[0]?.id}`,
      payload: JSON.stringify({ name: "savings" }),
    });
    await somethingShown(world);
    const before = dfns.signatures(username());
    for (const password of [undefined, "not the travel password", PASSWORD]) {
      await expect(approveShown(world, password === undefined ? {} : { password })).rejects.toMatchObject({
        data: { reason: "notOpened" },
      });
    }
    expect(dfns.signatures(username())).toBe(before);
    await approveShown(world, { password: TRAVEL });
    await expect(signed).resolves.toEqual({ userAction: expect.any(String) });
    expect(dfns.signatures(username()) - before).toBe(1);
  });

  it("that a site registers itself can sign for it at once, though Dfns lists it only in challenges", async () => {
    const params = await registerParams(dfns, username(), { firstFactor: "PasswordProtectedKey" });
    const answer = site.request("dfns_register", params);
    await somethingShown(world);
    await confirmWords(world, await approveShown(world, { password: TRAVEL }));
    const { temporaryAuthenticationToken } = params.challenge as unknown as Record<string, string>;
    const { authentication } = await post(
      "/auth/registration/enduser",
      temporaryAuthenticationToken,
      Object.assign({ wallets: params.wallets }, await answer),
    );
    const challenge = await post("/auth/action/init", authentication.token, {
      userActionHttpMethod: "POST",
      userActionHttpPath: "/wallets",
      userActionPayload: "{}",
    });
    world.shown.length = 0;
    const signed = site.request("dfns_sign", { challenge });
    await somethingShown(world);
    await approveShown(world, { password: TRAVEL });
    await expect(signed).resolves.toMatchObject({ firstFactor: { kind: "PasswordProtectedKey" } });
    const { accounts, pending } = await world.page("vault.overview");
    expect(accounts.map((account) => account.username)).toContain(username());
    expect(pending).toEqual([]);
  });

  it.each([
    ["PasswordProtectedKey", "Key"],
    ["Key", "PasswordProtectedKey"],
  ])(
    "registers as %s with %s as the second factor, all over one challenge",
    async (firstFactor, secondFactor) => {
      const answer = ask({ firstFactor, secondFactor });
      await somethingShown(world);
      await confirmWords(world, await approveShown(world, { password: TRAVEL }));
      await answer;
      expect(kinds()).toEqual([firstFactor, secondFactor, "RecoveryKey"]);
      const { accounts } = await world.page("vault.overview");
      const mine = accounts.find((account) => account.username === username());
      expect(mine?.credentials.map(({ kind }) => kind)).toEqual([firstFactor, secondFactor, "RecoveryKey"]);
    },
  );

  it("keeps its key when a refused registration is tried again, under the password typed last", async () => {
    const refused = expect(ask({ firstFactor: "PasswordProtectedKey" })).rejects.toMatchObject({
      data: { reason: "apiError" },
    });
    await somethingShown(world);
    const sent: string[] = [];
    const id = await approveShown(world, { password: TRAVEL });
    world.fetch = async (_input, init) => {
      sent.push(String(init?.body));
      return new Response("{}", { status: 400 });
    };
    await confirmWords(world, id);
    await refused;
    world.fetch = (input, init) => globalThis.fetch(input, init);
    world.shown.length = 0;
    const answer = ask({ firstFactor: "PasswordProtectedKey" });
    await somethingShown(world);
    await confirmWords(world, await approveShown(world, { password: `${TRAVEL} again` }));
    await answer;
    const first = JSON.parse(sent[0] ?? "{}").firstFactorCredential.credentialInfo.credId;
    expect(credentialsAtDfns(dfns, username())[0]?.credId).toBe(first);
  });
});
