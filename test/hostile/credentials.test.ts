import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createRegistered, type Registered } from "../background/register.ts";
import { PASSWORD } from "../background/world.ts";
import { ON_THE_WIRE, says } from "./answers.ts";
import { LISTS } from "./results.ts";
import { type HostileDfns, startHostile } from "./server.ts";

const NO_HANG_MS = 5000;

describe("a hostile Dfns asked for the credentials of an account", () => {
  let scene: Registered;
  let hostile: HostileDfns;
  const account = async () => (await scene.world.page("vault.overview")).accounts[0] ?? expect.unreachable();
  const audit = async () => {
    const comparing = account().then(({ id }) => scene.world.page("account.audit", { accountId: id }));
    const late = new Promise<"hangs">((resolve) => setTimeout(resolve, NO_HANG_MS, "hangs"));
    return Promise.race([comparing, late]);
  };

  beforeAll(async () => {
    scene = await createRegistered();
    hostile = await startHostile(scene.dfns.url);
    await vi.waitFor(async () => expect((await account()).audit).not.toBeNull());
    scene.world.fetch = (input, init) => {
      const { pathname } = new URL(String(input));
      return fetch(pathname === "/auth/credentials" ? hostile.url + pathname : input, init);
    };
  });
  afterAll(() => {
    hostile.close();
    return scene.dfns.close();
  });

  it.each(Object.entries({ ...ON_THE_WIRE, ...LISTS }))("is not believed for %s", async (_, answer) => {
    const before = (await account()).audit;
    hostile.answer = answer;
    expect(await audit()).toMatchObject({ outcome: "failed" });
    expect((await account()).audit).toEqual(before);
  });

  it("gets no control characters, no bidi text and no length past the alarm that names a stranger", async () => {
    const name = `Lap\u202etop\u0007\u200b ${"A".repeat(900)}`;
    hostile.answer = says((genuine) => {
      const { items } = JSON.parse(genuine) as { items: object[] };
      return JSON.stringify({
        items: [...items, { ...items[0], credentialId: "c1Qx", name, dateCreated: "<b>" }],
      });
    });
    expect(await audit()).toMatchObject({ outcome: "compared", strangers: [{ createdAt: null }] });
    const [stranger] = (await account()).audit?.strangers ?? [];
    expect(stranger?.name).toMatch(/^Lap top +A+…?$/);
    expect(stranger?.name.length).toBeLessThanOrEqual(100);
  });

  it("leaves a vault that opens and verifies", async () => {
    scene.world.restartBrowser();
    await scene.world.page("vault.unlock", { password: PASSWORD });
    await scene.world.page("vault.verify");
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
