import { expect, vi } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import {
  confirmNewWords,
  credentialsAt,
  ownKit,
  type Person,
  recoverParams,
  registerPerson,
} from "./recovering.ts";
import { approveShown } from "./register.ts";
import { createWorld, PASSWORD, type Site, type World } from "./world.ts";

export const SITE = "http://localhost:3000";

/** Somebody with a paper, a fresh vault, and a page that can ask for the recovery. */
export type Scene = Awaited<ReturnType<typeof createScene>>;

/** One local Dfns for all scenes of a file; its clock is that of the scene that plays. */
export interface Stage {
  readonly dfns: LocalDfns;
  next(): Promise<Scene>;
}

export async function openStage(): Promise<Stage> {
  let world: World | undefined;
  let count = 0;
  const dfns = await startDfns({ now: () => world?.time ?? Date.now() });
  return {
    dfns,
    async next() {
      world = createWorld();
      count += 1;
      return createScene(dfns, world, await registerPerson(dfns, `jane${count}@example.com`, await ownKit()));
    },
  };
}

async function createScene(dfns: LocalDfns, world: World, jane: Person) {
  await world.page("vault.create", { password: PASSWORD });
  const site = world.site(SITE);
  const step = async () => (await world.page("recover.show")).step;
  const credentials = () => credentialsAt(dfns, jane);
  const signatures = () => dfns.signatures(jane.username);
  const posted = () => dfns.requests.filter(({ path }) => path === "/auth/recover/user").length;
  const before = posted();
  /** How often the recovery was posted in this scene. */
  const sent = () => posted() - before;
  /** Asks, and waits for the window. */
  const asked = async (change?: object, from: Site = site) => {
    const params = await recoverParams(dfns, jane, change);
    const shown = world.shown.length;
    const answer = from.request("dfns_recover", params);
    answer.catch(() => undefined);
    await vi.waitFor(() => expect(world.shown).toHaveLength(shown + 1), 10_000);
    return { params, answer };
  };
  /** Asked and approved: the tab is at the old words. */
  const inTab = async (change?: object) => {
    const request = await asked(change);
    return { ...request, id: await approveShown(world) };
  };
  const open = () => world.page("recover.open", { phrase: jane.typed });
  /** To the last button. */
  const ready = async (change?: object) => {
    const request = await inTab(change);
    expect(await open()).toEqual({ outcome: "right" });
    return { ...request, words: await confirmNewWords(world) };
  };
  const finish = (choice: object = { firstFactor: "Key" }) => world.page("recover.finish", choice);
  const over = (last = "done") => vi.waitFor(async () => expect(await step()).toBe(last), 10_000);
  /** What the vault holds is what Dfns lists. */
  const expectOneAccount = async () => {
    const { accounts } = await world.page("vault.overview");
    const valid = accounts[0]?.credentials.filter(({ invalidAt }) => invalidAt === null) ?? [];
    const ids = (list: readonly { readonly credId: string }[]) => list.map(({ credId }) => credId).sort();
    expect(ids(valid)).toEqual(ids(credentials()));
  };
  const doing = { asked, inTab, open, ready, finish };
  return { world, site, jane, step, credentials, signatures, sent, over, expectOneAccount, ...doing };
}
