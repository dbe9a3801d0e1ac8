/** A person at the window of a world, and what a registration leaves behind. */
import { expect, vi } from "vitest";
import { type LocalDfns, startDfns } from "../../example/dfns/server.ts";
import { digestOf, type RequestView } from "../../src/protocol/views.ts";
import { until } from "../e2e/harness/until.ts";
import { createWorld, PASSWORD, type Site, type World } from "./world.ts";

export const DAPP = "https://app.acme.finance";
export const USER = "jane@example.com";
/** Every credential password here. */
export const TRAVEL = "orbit velvet tunnel maple shrimp canyon";
export const WALLETS = [{ network: "EthereumSepolia", name: "main" }, { network: "Solana" }] as const;

export async function socialChallenge(dfns: LocalDfns, username: string) {
  const response = await fetch(`${dfns.url}/auth/registration/social`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      orgId: dfns.orgId,
      socialLoginProviderKind: "Oidc",
      idToken: await dfns.idToken(username),
    }),
  });
  return (await response.json()) as { readonly challenge: string; readonly user: { readonly id: string } };
}

export async function registerParams(dfns: LocalDfns, username: string, change: object = { submit: true }) {
  const challenge = await socialChallenge(dfns, username);
  return { api: apiOf(dfns), challenge, wallets: WALLETS, ...change };
}

export const apiOf = ({ url, orgId }: LocalDfns) => ({ url, orgId });

/** Until a request waits in the window. */
export const somethingShown = ({ shown }: World) => vi.waitFor(() => expect(shown).not.toEqual([]));

/** The request as the window shows it, once the vault knows what is to be signed. */
export async function requestShown(world: World): Promise<RequestView> {
  const id = world.shown.at(-1) ?? "";
  const view = await until("the request to be opened", async () => {
    const shown = await world.page("approval.show", { id });
    return shown.step !== "opening" && shown;
  });
  if (view.request === null) throw new Error(`nothing to approve at step ${view.step}`);
  return view.request;
}

/** The window: shows the request and approves what it shows. @returns the approval's id */
export async function approveShown(world: World, choices: object = {}): Promise<string> {
  const id = world.shown.at(-1) ?? "";
  const request = await requestShown(world);
  await world.page("approval.approve", { id, shown: await digestOf(request), ...choices });
  return id;
}

/** The window after Approve: writes the words down, types the three that are asked. */
export async function confirmWords(world: World, id: string): Promise<readonly string[]> {
  const { words } = await world.page("approval.phrase", { id });
  await world.page("approval.step", { id, step: "words" });
  const { places } = await world.page("approval.show", { id });
  await world.page("approval.finish", { id, words: (places ?? []).map((place) => words[place - 1] ?? "") });
  return words;
}

/** Asks, and approves as soon as the window shows it. The answer may be refused without failing the test. */
export async function approved(
  world: World,
  site: Site,
  method: string,
  params: object,
  choices: object = {},
) {
  world.shown.length = 0;
  const answer = site.request(method, params);
  answer.catch(() => undefined);
  await somethingShown(world);
  return { answer, id: await approveShown(world, choices) };
}

/** What a registration leaves: the session at Dfns, and the words on the person's paper. */
interface Session {
  readonly token: string;
  readonly walletId: string;
  readonly words: readonly string[];
}

/** Registers a user from this document, words and all; the vault submits it. */
export async function registerFrom(
  world: World,
  site: Site,
  dfns: LocalDfns,
  { username = USER, ...factors }: { readonly username?: string; readonly [factor: string]: unknown } = {},
): Promise<Session> {
  const params = await registerParams(dfns, username, { submit: true, ...factors });
  const asksPassword = Object.values(factors).includes("PasswordProtectedKey");
  const choices = asksPassword ? { password: TRAVEL } : {};
  const { answer, id } = await approved(world, site, "dfns_register", params, choices);
  const words = await confirmWords(world, id);
  const { authentication, wallets } = (await answer) as {
    readonly authentication: { readonly token: string };
    readonly wallets: readonly { readonly id: string }[];
  };
  return { token: authentication.token, walletId: wallets[0]?.id ?? "", words };
}

export interface Registered extends Session {
  readonly dfns: LocalDfns;
  readonly world: World;
  readonly site: Site;
}

/** A local Dfns, and a browser whose vault has registered a user there. Close the Dfns in the end. */
export async function createRegistered({
  origin = DAPP,
  ...asked
}: {
  readonly origin?: string;
  readonly username?: string;
  readonly [factor: string]: unknown;
} = {}): Promise<Registered> {
  const world = createWorld();
  const dfns = await startDfns({ now: () => world.time });
  await world.page("vault.create", { password: PASSWORD });
  const site = world.site(origin);
  return { dfns, world, site, ...(await registerFrom(world, site, dfns, asked)) };
}

/** A worker that dies, and what it leaves of one record of its memory. */
export async function leaveBehind(world: World, key: string, change: object): Promise<void> {
  const { [key]: before } = await world.memory().get(null);
  const value = Array.isArray(change) ? change : { ...(before as object), ...change };
  await world.memory().set({ [key]: value });
  world.restartWorker();
}

/** What Dfns holds of a user's credentials. */
export const credentialsAtDfns = (dfns: LocalDfns, username: string = USER) =>
  dfns.users().find((user) => user.username === username)?.credentials ?? [];
