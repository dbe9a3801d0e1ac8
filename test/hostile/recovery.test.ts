import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import type { ErrorJson } from "../../src/core/errors.ts";
import { approveShown, confirmWords, registerParams } from "../background/register.ts";
import { createWorld, PASSWORD, type World } from "../background/world.ts";
import { ON_THE_WIRE } from "./answers.ts";
import { type HostileDfns, startHostile } from "./server.ts";

const USER = "rosa@example.com";
const NO_HANG_MS = 5000;

describe("a hostile Dfns in a recovery", () => {
  let dfns: LocalDfns;
  let hostile: HostileDfns;
  let world: World;
  let attacked = "";
  let sent = 0;
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
    await confirmWords(world, await approveShown(world));
    await answer;
    const kit = credentials().find(({ kind }) => kind === "RecoveryKey")?.credId ?? "";
    lines = { username: USER, orgId: dfns.orgId, url: dfns.url, credentialId: kit };
  });
  afterAll(() => {
    hostile.close();
    return dfns.close();
  });
  beforeEach(async () => {
    attacked = "";
    sent = 0;
    await world.page("recover.leave").catch(() => undefined);
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

  it("leaves a vault that opens, verifies and still holds the account", async () => {
    world.restartBrowser();
    await world.page("vault.unlock", { password: PASSWORD });
    await world.page("vault.verify");
    const { accounts } = await world.page("vault.overview", {}, "vault");
    expect(accounts.map(({ username }) => username)).toEqual([USER]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
