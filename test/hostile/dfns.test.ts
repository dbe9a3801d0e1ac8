import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import type { ErrorJson } from "../../src/core/errors.ts";
import { approveShown, confirmWords, registerParams } from "../background/register.ts";
import { createWorld, PASSWORD, type Site, type World } from "../background/world.ts";
import { CHALLENGES, type HostileAnswer, ON_THE_WIRE, SLOW } from "./answers.ts";
import { ACCOUNTS, RESULTS } from "./results.ts";
import { type HostileDfns, startHostile } from "./server.ts";

const DAPP = "https://app.acme.finance";
const USER = "jane@example.com";
const NO_HANG_MS = 5000;
const CLEAN = ["apiError", "noCredential", "answerLost"];

describe("a hostile Dfns", () => {
  let dfns: LocalDfns;
  let hostile: HostileDfns;
  let world: World;
  let site: Site;
  let token: string;
  let attacked = "";
  let completed = 0;
  let count = 0;

  beforeAll(async () => {
    world = createWorld();
    dfns = await startDfns({ now: () => world.time });
    hostile = await startHostile(dfns.url);
    world.fetch = (input, init) => {
      const { pathname } = new URL(String(input));
      if (/^\/auth\/(login|action)$/.test(pathname)) completed += 1;
      return fetch(pathname === attacked ? hostile.url + pathname : input, init);
    };
    await world.page("vault.create", { password: PASSWORD });
    site = world.site(DAPP);
    token = ((await register(USER)) as { authentication: { token: string } }).authentication.token;
  });
  afterAll(() => {
    hostile.close();
    return dfns.close();
  });
  beforeEach(() => {
    attacked = "";
    completed = 0;
    world.shown.length = 0;
    world.time += 10_000;
  });

  const api = () => ({ url: dfns.url, orgId: dfns.orgId });
  const flows = {
    dfns_login: () => ({ api: api(), username: USER }),
    dfns_signAction: () => ({
      ...{ api: api(), authToken: token, method: "PUT", path: "/wallets/wa-1/tags" },
      payload: '{"tags":["a"]}',
    }),
  } as const;
  type Flow = keyof typeof flows;

  const outcomeOf = (answer: Promise<unknown>): Promise<string> =>
    answer.then(
      () => "result",
      ({ data }: ErrorJson) => data.reason,
    );
  const within = <T>(answer: Promise<T>): Promise<T | "hangs"> =>
    Promise.race([answer, new Promise<"hangs">((resolve) => setTimeout(resolve, NO_HANG_MS, "hangs"))]);
  const shown = () => vi.waitFor(() => expect(world.shown.length).toBeGreaterThan(0));

  /** Asks, and approves whatever can be approved. */
  async function ask(flow: Flow): Promise<string> {
    const answer = outcomeOf(site.request(flow, flows[flow]()));
    await shown();
    const approving = approveShown(world).catch(() => undefined);
    const outcome = await within(answer);
    await approving;
    return outcome;
  }

  async function register(username: string, answer: HostileAnswer | null = null): Promise<unknown> {
    const params = await registerParams(dfns, username);
    Object.assign(hostile, { answer });
    attacked = answer ? "/auth/registration/enduser" : "";
    world.shown.length = 0;
    const settled = site.request("dfns_register", params);
    settled.catch(() => undefined);
    await shown();
    await confirmWords(world, await approveShown(world));
    return settled;
  }

  async function lives(): Promise<void> {
    attacked = "";
    world.shown.length = 0;
    const answer = site.request("dfns_login", flows.dfns_login());
    await shown();
    await approveShown(world);
    token = ((await answer) as { token: string }).token;
  }

  it("is tried with at least 60 answers, and each row takes part", () => {
    const rows = [ON_THE_WIRE, SLOW, CHALLENGES, RESULTS, ACCOUNTS].flatMap((table) => Object.keys(table));
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThanOrEqual(60);
  });

  describe.each(["dfns_login", "dfns_signAction"] as const)("in the opening of %s", (flow) => {
    const path = flow === "dfns_login" ? "/auth/login/init" : "/auth/action/init";
    beforeAll(lives);
    it.each(Object.entries({ ...ON_THE_WIRE, ...CHALLENGES, ...SLOW }))(
      "gets no signature for %s",
      async (_what, answer) => {
        attacked = path;
        hostile.answer = answer;
        expect(CLEAN).toContain(await ask(flow));
        expect(completed).toBe(0);
      },
    );
  });

  describe.each(["dfns_login", "dfns_signAction"] as const)("in the end of %s", (flow) => {
    const path = flow === "dfns_login" ? "/auth/login" : "/auth/action";
    beforeAll(lives);
    it.each(Object.entries({ ...ON_THE_WIRE, ...RESULTS }))(
      "gets one signature at most for %s",
      async (_what, answer) => {
        attacked = path;
        hostile.answer = answer;
        expect(CLEAN).toContain(await ask(flow));
        expect(completed).toBe(1);
      },
    );
  });

  it("gets no second signature for the same challenge", async () => {
    let first = "";
    attacked = "/auth/login/init";
    hostile.answer = (response, genuine) => {
      first ||= genuine;
      response.writeHead(200, { "Content-Type": "application/json" }).end(first);
    };
    expect(await ask("dfns_login")).toBe("result");
    world.shown.length = 0;
    expect(await ask("dfns_login")).toBe("apiError");
    expect(completed).toBe(1);
  });

  it.each(Object.entries({ ...ON_THE_WIRE, ...ACCOUNTS }))(
    "ends a registration for %s",
    async (_what, answer) => {
      count += 1;
      const username = `user-${count}@example.com`;
      expect(CLEAN).toContain(await within(outcomeOf(register(username, answer))));
    },
  );

  it("leaves a vault that opens, verifies and signs", async () => {
    world.restartBrowser();
    await world.page("vault.unlock", { password: PASSWORD });
    await world.page("vault.verify");
    site = world.site(DAPP);
    await lives();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
