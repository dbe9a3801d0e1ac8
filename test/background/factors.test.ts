import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { LocalDfns } from "../../example/dfns/server.ts";
import type { SignRequestView } from "../../src/protocol/views.ts";
import * as client from "../example/client.ts";
import { apiOf, approveShown, createRegistered, requestShown, somethingShown, TRAVEL } from "./register.ts";
import type { Site, World } from "./world.ts";

/** Users with two factors each, of which Dfns may demand both. */
describe.each([
  ["Key", "PasswordProtectedKey"],
  ["PasswordProtectedKey", "Key"],
] as const)("a user who registered %s and %s", (first, second) => {
  let dfns: LocalDfns;
  let world: World;
  let site: Site;
  let token: string;
  const username = "ann@example.com";

  beforeAll(async () => {
    ({ dfns, world, site, token } = await createRegistered({
      username,
      firstFactor: first,
      secondFactor: second,
    }));
  });
  afterAll(() => dfns.close());
  beforeEach(() => {
    world.shown.length = 0;
    dfns.setPolicy(username, { requiresSecondFactor: [] });
  });

  const api = () => apiOf(dfns);
  const ask = async (method: string, params: object) => {
    const answer = site.request(method, params);
    await somethingShown(world);
    return { answer, view: (await requestShown(world)) as SignRequestView };
  };
  const kinds = ({ options }: SignRequestView) =>
    options.map((option) => [option.first.kind, option.second?.kind ?? null]);
  const action = () => ({
    api: api(),
    authToken: token,
    method: "POST",
    path: "/wallets",
    payload: JSON.stringify({ network: "Solana" }),
  });

  it("signs with one credential, and chooses where two fit", async () => {
    const { answer, view } = await ask("dfns_signAction", action());
    expect(kinds(view).sort()).toEqual([
      ["Key", null],
      ["PasswordProtectedKey", null],
    ]);
    const key = view.options.find((option) => option.first.kind === "Key");
    const before = dfns.signatures(username);
    await approveShown(world, { option: key?.id });
    await expect(answer).resolves.toEqual({ userAction: expect.any(String) });
    expect(dfns.signatures(username) - before).toBe(1);
  });

  it("is offered first what was chosen last on this site", async () => {
    for (const kind of ["PasswordProtectedKey", "Key"]) {
      world.shown.length = 0;
      const { answer, view } = await ask("dfns_signAction", action());
      const option = view.options.find((one) => one.first.kind === kind);
      await approveShown(world, { option: option?.id, password: TRAVEL });
      await answer;
      world.shown.length = 0;
      const again = await ask("dfns_signAction", action());
      expect(again.view.options[0]?.first.kind).toBe(kind);
      await world.page("approval.reject", { id: world.shown.at(-1) });
      await expect(again.answer).rejects.toMatchObject({ code: 4001 });
    }
  });

  it("answers with both where Dfns demands it, after one approval", async () => {
    dfns.setPolicy(username, { requiresSecondFactor: [first] });
    const { answer, view } = await ask("dfns_signAction", action());
    const both = view.options.find((option) => option.first.kind === first);
    expect(both?.second?.kind).toBe(second);
    const before = dfns.signatures(username);
    await approveShown(world, { option: both?.id, password: TRAVEL });
    await expect(answer).resolves.toEqual({ userAction: expect.any(String) });
    expect(dfns.signatures(username) - before).toBe(2);
  });

  it("hands both assertions to a site that brings the challenge", async () => {
    dfns.setPolicy(username, { requiresSecondFactor: [first, second] });
    const call = { method: "POST", path: "/wallets", payload: "{}" };
    const { body: challenge } = await client.initAction(dfns, token, call);
    const { answer, view } = await ask("dfns_sign", { challenge });
    expect(view.options).toHaveLength(1);
    expect(kinds(view)[0]?.toSorted()).toEqual(["Key", "PasswordProtectedKey"]);
    await approveShown(world, { password: TRAVEL });
    const factors = (await answer) as { firstFactor: { kind: string }; secondFactor: { kind: string } };
    expect([factors.firstFactor.kind, factors.secondFactor.kind].sort()).toEqual([
      "Key",
      "PasswordProtectedKey",
    ]);
  });
});
