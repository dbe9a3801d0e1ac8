import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { approveShown, confirmWords, DAPP, registerParams, somethingShown, USER } from "./register.ts";
import { createWorld, PASSWORD, type World } from "./world.ts";

/** What stands between the vault and Dfns once the registration has gone through and its answer was lost. */
const SILENT: Readonly<Record<string, () => Response>> = {
  "no network": () => {
    throw new TypeError("offline");
  },
  "a gateway without Dfns behind it": () => new Response("Bad gateway", { status: 502 }),
  "a gateway that wants fewer calls": () => new Response("{}", { status: 429 }),
};

describe("a registration that Dfns accepted without being heard", () => {
  let dfns: LocalDfns;
  let world: World;
  beforeAll(async () => {
    dfns = await startDfns();
  });
  afterAll(() => dfns.close());
  beforeEach(() => {
    world = createWorld();
  });

  const registerUnheard = async (username: string, silence: () => Response): Promise<string> => {
    await world.page("vault.create", { password: PASSWORD });
    const params = await registerParams(dfns, username);
    const answer = world.site(DAPP).request("dfns_register", params);
    const lost = expect(answer).rejects.toMatchObject({ data: { reason: "apiError" } });
    await somethingShown(world);
    const id = await approveShown(world);
    world.fetch = async (input, init) => {
      if (String(input).endsWith("/enduser")) await fetch(input, init);
      return silence();
    };
    await confirmWords(world, id);
    await lost;
    return id;
  };

  it.each(Object.entries(SILENT))(
    "cannot be discarded while there is %s, and is an account later",
    async (name, silence) => {
      const username = `${name.replaceAll(" ", "-")}@example.com`;
      const id = await registerUnheard(username, silence);
      await expect(world.page("approval.discard", { id })).rejects.toMatchObject({
        data: { reason: "apiError" },
      });
      const [pending] = (await world.page("vault.overview")).pending;
      const recordId = pending?.recordId ?? "";
      await expect(world.page("pending.discard", { recordId })).rejects.toMatchObject({
        data: { reason: "apiError" },
      });
      world.fetch = (input, init) => fetch(input, init);
      await world.page("pending.discard", { recordId });
      const { accounts, pending: left } = await world.page("vault.overview");
      expect([accounts.map((account) => account.username), left]).toEqual([[username], []]);
    },
  );

  it("becomes an account when the vault is unlocked again", async () => {
    await registerUnheard(`later-${USER}`, () => new Response("", { status: 503 }));
    world.fetch = (input, init) => fetch(input, init);
    await world.page("vault.lock");
    await world.page("vault.unlock", { password: PASSWORD });
    await vi.waitFor(async () => {
      const { accounts } = await world.page("vault.overview");
      expect(accounts.map((account) => account.username)).toEqual([`later-${USER}`]);
    });
  });
});
