import type { LocalDfns } from "../../example/dfns/server.ts";
import { digestOf, type RequestView } from "../../src/protocol/views.ts";
import { until } from "../e2e/harness/until.ts";
import type { World } from "./world.ts";

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
  return { api: { url: dfns.url, orgId: dfns.orgId }, challenge, wallets: WALLETS, ...change };
}

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
