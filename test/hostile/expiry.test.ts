import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ErrorJson } from "../../src/core/errors.ts";
import {
  approveShown,
  confirmWords,
  createRegistered,
  type Registered,
  registerParams,
  requestShown,
  somethingShown,
} from "../background/register.ts";
import { SLOW } from "./answers.ts";
import { type HostileDfns, startHostile } from "./server.ts";

const PAST_EXPIRY_MS = 5000;
const LEFT_MS = 500;

/** What the person does once the request is in the window; the last step meets the silence. */
interface Flow {
  readonly silent: string;
  readonly params: (scene: Registered) => Promise<object>;
  readonly first: (scene: Registered) => Promise<unknown>;
  readonly last: (scene: Registered, id: string) => Promise<unknown>;
}

const login = async ({ dfns }: Registered) => ({
  api: { url: dfns.url, orgId: dfns.orgId },
  username: "jane@example.com",
});

const FLOWS: Readonly<Record<string, readonly [method: string, flow: Flow]>> = {
  "a registration": [
    "dfns_register",
    {
      silent: "/auth/registration/enduser",
      params: ({ dfns }) => registerParams(dfns, "joe@example.com"),
      first: ({ world }) => approveShown(world),
      last: ({ world }, id) => confirmWords(world, id),
    },
  ],
  "a sign-in that is being opened": [
    "dfns_login",
    {
      silent: "/auth/login/init",
      params: login,
      first: async () => undefined,
      last: ({ world }, id) => world.page("approval.show", { id }),
    },
  ],
  "a sign-in": [
    "dfns_login",
    {
      silent: "/auth/login",
      params: login,
      first: ({ world }) => requestShown(world),
      last: ({ world }) => approveShown(world),
    },
  ],
};

describe("a Dfns that falls silent just before a request expires", () => {
  let scene: Registered;
  let hostile: HostileDfns;
  let silent = "";
  let clock: ReturnType<typeof setInterval> | undefined;

  beforeEach(async () => {
    scene = await createRegistered();
    hostile = await startHostile(scene.dfns.url);
    hostile.answer = SLOW["nothing, and keeps the line"] ?? null;
    scene.world.shown.length = 0;
    scene.world.fetch = (input, init) => {
      const { pathname } = new URL(String(input));
      return fetch(pathname === silent ? hostile.url + pathname : input, init);
    };
  });
  afterEach(async () => {
    clearInterval(clock);
    silent = "";
    hostile.close();
    await scene.dfns.close();
  });

  /** From now on the world's clock goes as ours does, and the alarm of the background rings. */
  const letRun = () => {
    const { world } = scene;
    const ahead = world.time - Date.now();
    clock = setInterval(() => {
      world.time = Date.now() + ahead;
      void world.sweep();
    }, 50);
  };

  it.each(Object.entries(FLOWS))("leaves no page waiting with %s", async (_, [method, flow]) => {
    const { world, site } = scene;
    const outcome = site.request(method, await flow.params(scene)).then(
      () => "result",
      ({ data }: ErrorJson) => data.reason,
    );
    await somethingShown(world);
    const id = world.shown.at(-1) ?? "";
    await flow.first(scene);
    const expiresAt = await expiryOf(id);
    silent = flow.silent;
    world.time = expiresAt - LEFT_MS;
    letRun();
    const last = flow.last(scene, id).catch(() => undefined);
    expect(["apiError", "answerLost", "expired", "challengeExpired"]).toContain(await outcome);
    expect(world.time - expiresAt).toBeLessThan(PAST_EXPIRY_MS);
    await last;
  });

  /** As the page of the popup lists it: a look by the window would open the sign-in. */
  const expiryOf = async (id: string): Promise<number> => {
    const { waiting } = await scene.world.page("vault.status", {}, "popup");
    return waiting.find((one) => one.id === id)?.expiresAt ?? expect.unreachable();
  };
});
