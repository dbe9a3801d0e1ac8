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

let dfns: LocalDfns;
let world: World;
beforeAll(async () => {
  dfns = await startDfns();
});
afterAll(() => dfns.close());
beforeEach(() => {
  world = createWorld();
});

describe("a registration that Dfns accepted without being heard", () => {
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

describe("a registration that Dfns refuses", () => {
  let user = 0;
  const username = () => `jane${user}@example.com`;
  beforeEach(() => {
    user += 1;
  });
  const ask = async () => world.site(DAPP).request("dfns_register", await registerParams(dfns, username()));

  it.each([
    [
      401,
      { error: { id: "x", status: 401, message: "User already exists.", details: null } },
      "User already exists.",
    ],
    [409, { message: "Conflict" }, "Conflict"],
    [429, { error: { message: "Slow\u202e down" } }, "Slow  down"],
    [400, "not json", ""],
  ])(
    "keeps keys and words when Dfns answers %i, and tells page and person Dfns' words",
    async (status, body, words) => {
      await world.page("vault.create", { password: PASSWORD });
      const answer = ask();
      const refused = expect(answer).rejects.toMatchObject({
        code: -32080,
        data: { reason: "apiError", status, message: words, ...(status === 429 && { retryAfter: 7 }) },
      });
      await somethingShown(world);
      const id = await approveShown(world);
      const { words: phrase } = await world.page("approval.phrase", { id });
      world.fetch = async () =>
        new Response(JSON.stringify(body), { status, headers: { "Retry-After": "7" } });
      await confirmWords(world, id);
      await refused;
      const view = await world.page("approval.show", { id });
      expect([view.step, view.refusal?.status, view.refusal?.message]).toEqual(["refused", status, words]);
      expect((await world.page("vault.overview")).accounts).toEqual([]);

      world.fetch = (input, init) => globalThis.fetch(input, init);
      const next = ask();
      await vi.waitFor(() => expect(world.shown).toHaveLength(2));
      const again = await approveShown(world);
      expect(await confirmWords(world, again)).toEqual(phrase);
      await expect(next).resolves.toMatchObject({ user: { username: username() } });
      expect((await world.page("vault.overview")).pending).toEqual([]);
    },
  );

  it("can be tried again from the window, and discarded", async () => {
    await world.page("vault.create", { password: PASSWORD });
    const answer = ask();
    const refused = expect(answer).rejects.toMatchObject({ data: { reason: "apiError", status: 0 } });
    await somethingShown(world);
    const id = await approveShown(world);
    world.fetch = async () => {
      throw new TypeError("offline");
    };
    await confirmWords(world, id);
    await refused;
    expect((await world.page("approval.show", { id })).step).toBe("refused");
    world.fetch = (input, init) => globalThis.fetch(input, init);
    await world.page("approval.retry", { id });
    expect((await world.page("approval.show", { id })).step).toBe("done");

    user += 1;
    void ask().catch(() => undefined);
    await vi.waitFor(() => expect(world.shown).toHaveLength(2));
    const other = await approveShown(world);
    await world.page("approval.discard", { id: other });
    expect((await world.page("vault.overview")).pending).toEqual([]);
  });
});
