import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import type { ErrorJson } from "../../src/core/errors.ts";
import { confirmNewWords } from "../background/recovering.ts";
import { approveShown, confirmWords, registerParams } from "../background/register.ts";
import { createWorld, PASSWORD, type World } from "../background/world.ts";
import { ON_THE_WIRE } from "./answers.ts";
import { ACCOUNTS } from "./results.ts";
import { type HostileDfns, startHostile } from "./server.ts";

const USER = "rosa@example.com";
const NO_HANG_MS = 5000;

describe("a hostile Dfns in a recovery", () => {
  let dfns: LocalDfns;
  let hostile: HostileDfns;
  let world: World;
  let attacked = "";
  let sent = 0;
  let words: readonly string[];
  let lines: { username: string; orgId: string; url: string; credentialId: string };

  beforeAll(async () => {
    world = createWorld();
    dfns = await startDfns({ now: () => world.time });
    hostile = await startHostile(dfns.url);
    world.fetch = (input, init) => {
      const { pathname } = new URL(String(input));
      if (pathname === "/auth/recover/user") sent += 1;
      return fetch(pathname === attacked ? hostile.url + pathname : input, init);
    };
    await world.page("vault.create", { password: PASSWORD });
    const answer = world
      .site("https://app.acme.finance")
      .request("dfns_register", await registerParams(dfns, USER));
    await vi.waitFor(() => expect(world.shown).toHaveLength(1));
    words = await confirmWords(world, await approveShown(world));
    await answer;
    const kit = credentials().find(({ kind }) => kind === "RecoveryKey")?.credId ?? "";
    lines = { username: USER, orgId: dfns.orgId, url: dfns.url, credentialId: kit };
  });
  afterAll(() => {
    hostile.close();
    return dfns.close();
  });
  beforeEach(() => {
    attacked = "";
    sent = 0;
  });

  const credentials = () => dfns.users().find(({ username }) => username === USER)?.credentials ?? [];
  const reasonOf = (answer: Promise<unknown>): Promise<string> =>
    Promise.race([
      answer.then(
        () => "result",
        ({ data }: ErrorJson) => data.reason,
      ),
      new Promise<string>((resolve) => setTimeout(resolve, NO_HANG_MS, "hangs")),
    ]);

  it.each(Object.entries(ON_THE_WIRE))("gets no signature for %s in its opening", async (_, answer) => {
    const before = credentials();
    attacked = "/auth/recover/user/init";
    hostile.answer = answer;
    await world.page("recover.start", lines);
    const { recovery: code } = dfns.codes(USER);
    expect(["apiError", "noCredential"]).toContain(await reasonOf(world.page("recover.code", { code })));
    expect(sent).toBe(0);
    expect(credentials()).toEqual(before);
  });

  it.each(Object.entries(ON_THE_WIRE))(
    "goes on to ask for the code, or says no, for %s",
    async (_, answer) => {
      attacked = "/auth/recover/user/code";
      hostile.answer = answer;
      expect(["result", "apiError"]).toContain(await reasonOf(world.page("recover.start", lines)));
      expect(sent).toBe(0);
    },
  );

  describe("in its end", () => {
    const step = async () => (await world.page("recover.show")).step;
    const ended = (...ways: readonly string[]) =>
      vi.waitFor(async () => expect(ways).toContain(await step()), NO_HANG_MS);
    /** What Dfns would say: the shape of a recovered account, for Dfns itself never hears of it. */
    const accepted = () => {
      const id = dfns.users().find(({ username }) => username === USER)?.id;
      const user = { id, username: USER, orgId: dfns.orgId };
      return JSON.stringify({ credential: { uuid: "cr-1" }, user, wallets: [{ id: "w", network: "n" }] });
    };
    let before: ReturnType<typeof credentials>;

    beforeAll(async () => {
      before = credentials();
      attacked = "";
      await world.page("recover.start", lines);
      await world.page("recover.code", { code: dfns.codes(USER).recovery });
      await world.page("recover.open", { phrase: words.join(" ") });
      await confirmNewWords(world);
      attacked = "/auth/recover/user";
      hostile.genuine = accepted();
      hostile.answer = (response) => response.destroy();
      await world.page("recover.finish", { firstFactor: "Key" });
      await ended("refused", "lost");
    });
    // Whoever comes after would leave the recovery that is to go on here.
    beforeEach(() => {
      attacked = "/auth/recover/user";
    });

    it.each(Object.entries({ ...ON_THE_WIRE, ...ACCOUNTS }))(
      "is not told that it is done by %s",
      async (_, answer) => {
        hostile.answer = answer;
        expect(["result", "apiError"]).toContain(await reasonOf(world.page("recover.retry")));
        await ended("refused", "lost");
        expect(sent).toBeGreaterThan(0);
        expect(credentials()).toEqual(before);
      },
    );

    it("is done with the same keys and words once Dfns says so itself", async () => {
      hostile.genuine = null;
      hostile.answer = null;
      await world.page("recover.retry");
      await ended("done");
      const old = before.map(({ credId }) => credId);
      expect(credentials().filter(({ credId }) => old.includes(credId))).toEqual([]);
    });
  });

  it("leaves a vault that opens, verifies and still holds the account", async () => {
    world.restartBrowser();
    await world.page("vault.unlock", { password: PASSWORD });
    await world.page("vault.verify");
    const { accounts } = await world.page("vault.overview", {}, "vault");
    expect(accounts.map(({ username }) => username)).toEqual([USER]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
