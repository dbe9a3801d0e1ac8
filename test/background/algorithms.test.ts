import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { approved, confirmWords, registerParams, TRAVEL } from "./register.ts";
import { createWorld, PASSWORD, type World } from "./world.ts";

describe.each(["EdDSA", "ES256K"] as const)("new keys of the algorithm %s", (algorithm) => {
  let dfns: LocalDfns;
  let world: World;

  beforeAll(async () => {
    world = createWorld();
    dfns = await startDfns({ now: () => world.time });
    await world.page("vault.create", { password: PASSWORD });
    await world.page("settings.change", { algorithm });
  });
  afterAll(() => dfns.close());

  const algorithms = async () =>
    (await world.page("vault.overview")).accounts.flatMap(({ credentials }) =>
      credentials.map((credential) => credential.algorithm),
    );

  it.each(["Key", "PasswordProtectedKey"])("register with a %s, and sign an action", async (firstFactor) => {
    const username = `${firstFactor}@example.com`;
    const password = firstFactor === "Key" ? {} : { password: TRAVEL };
    const site = world.site("https://app.acme.finance");
    const approve = (method: string, params: object) => approved(world, site, method, params, password);
    const asked = await registerParams(dfns, username, { submit: true, firstFactor });
    const registering = await approve("dfns_register", asked);
    await confirmWords(world, registering.id);
    const { authentication } = (await registering.answer) as { authentication: { token: string } };
    expect(new Set(await algorithms())).toEqual(new Set([algorithm]));
    const before = dfns.signatures(username);
    const { answer } = await approve("dfns_signAction", {
      api: asked.api,
      authToken: authentication.token,
      method: "POST",
      path: "/wallets",
      payload: JSON.stringify({ network: "Solana" }),
    });
    await expect(answer).resolves.toEqual({ userAction: expect.any(String) });
    expect(dfns.signatures(username) - before).toBe(1);
  });
});
