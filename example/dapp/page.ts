import {
  type Api,
  findProvider,
  type Provider,
  type RegisterParams,
  type RegistrationCredentials,
  type RegistrationResponse,
  registerEndUser,
} from "../../src/client/index.ts";
import { call, sentence } from "./api.ts";

type Challenge = RegisterParams["challenge"];

const WALLETS = [{ network: "EthereumSepolia", name: "main" }, { network: "Solana" }] as const;

function element<T extends HTMLElement>(id: string, type: abstract new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`page.html has no ${id}`);
}

const controls = element("controls", HTMLFieldSetElement);
const username = element("username", HTMLInputElement);
const submit = element("submit", HTMLInputElement);
const result = element("result", HTMLPreElement);

/** The session of the person who registered; gone with the page. */
let token: string | undefined;
let busy = false;

async function register(provider: Provider): Promise<RegistrationResponse> {
  const api = await call<Api>("/api/config", {});
  const challenge = await call<Challenge>("/api/challenge", { username: username.value });
  const request = { api, challenge, wallets: WALLETS };
  const answer = submit.checked
    ? await registerEndUser(provider, request)
    : await complete(challenge, await registerEndUser(provider, { ...request, submit: false }));
  token = answer.authentication?.token;
  return answer;
}

const complete = (
  { temporaryAuthenticationToken }: Challenge,
  credentials: RegistrationCredentials,
): Promise<RegistrationResponse> =>
  call("/api/complete", { temporaryAuthenticationToken, ...credentials, wallets: WALLETS });

async function listWallets(): Promise<unknown> {
  if (token === undefined) throw new Error("Nobody is registered on this page yet: register first.");
  return call("/api/wallets", { token });
}

/** Runs one task at a time and shows how it ended. */
async function show(waiting: string, task: () => Promise<unknown>): Promise<void> {
  if (busy) return;
  busy = true;
  result.textContent = waiting;
  result.textContent = await task().then((value) => JSON.stringify(value, null, 2), sentence);
  busy = false;
}

function start(provider: Provider): void {
  const waiting = "Waiting for your answer in the Countersign window…";
  element("form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void show(waiting, () => register(provider));
  });
  const onClick = (id: string, text: string, task: () => Promise<unknown>): void =>
    element(id, HTMLButtonElement).addEventListener("click", () => void show(text, task));
  onClick("connect", waiting, () => provider.request({ method: "dfns_connect" }));
  onClick("disconnect", "Disconnecting…", () => provider.request({ method: "dfns_disconnect" }));
  onClick("wallets", "Asking Dfns…", listWallets);
  controls.disabled = false;
  result.textContent = "Nothing has been asked yet.";
}

function showMissing(): void {
  element("missing", HTMLElement).hidden = false;
  element("reload", HTMLButtonElement).addEventListener("click", () => location.reload());
  result.textContent = "Countersign was not found.";
}

findProvider().then(({ provider }) => start(provider), showMissing);
