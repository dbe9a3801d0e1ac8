import {
  type Api,
  type FactorKind,
  findProvider,
  type Provider,
  type RecoverParams,
  type RecoveryResponse,
  type RegisterParams,
  type RegistrationCredentials,
  type RegistrationResponse,
  registerEndUser,
} from "../../src/client/index.ts";
import { call, sentence } from "./api.ts";
import { addCredential, login, type NewKind, type Session, send, sendSigned } from "./signing.ts";

type Challenge = RegisterParams["challenge"];

const WALLETS = [{ network: "EthereumSepolia", name: "main" }, { network: "Solana" }] as const;

function element<T extends HTMLElement>(id: string, type: abstract new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`page.html has no ${id}`);
}

const controls = element("controls", HTMLFieldSetElement);
const username = element("username", HTMLInputElement);
const firstFactor = element("first-factor", HTMLSelectElement);
const submit = element("submit", HTMLInputElement);
const kit = element("kit", HTMLInputElement);
const kind = element("kind", HTMLSelectElement);
const result = element("result", HTMLPreElement);

/** The person who registered or logged in here; gone with the page. */
let session: Session | undefined;
let busy = false;

const getApi = (): Promise<Api> => call<Api>("/api/config", {});

async function register(provider: Provider): Promise<RegistrationResponse> {
  const api = await getApi();
  const challenge = await call<Challenge>("/api/challenge", { username: username.value });
  const request = { api, challenge, wallets: WALLETS, firstFactor: firstFactor.value as FactorKind };
  const answer = submit.checked
    ? await registerEndUser(provider, request)
    : await complete(challenge, await registerEndUser(provider, { ...request, submit: false }));
  const token = answer.authentication?.token;
  session = token === undefined ? undefined : { api, token };
  return answer;
}

/** Who it is, our backend should know by other means; here the name and the kit's credential ID are taken on trust. */
async function recover(provider: Provider): Promise<RecoveryResponse> {
  if (username.value === "" || kit.value === "")
    throw new Error("Enter the username and the recovery credential ID of the kit first.");
  const [api, challenge] = await Promise.all([
    getApi(),
    call<RecoverParams["challenge"]>("/api/recover", { username: username.value, credentialId: kit.value }),
  ]);
  const request = { api, challenge, firstFactor: firstFactor.value as FactorKind };
  const params = submit.checked ? ({ ...request, submit: true } as const) : request;
  const answer = await provider.request({ method: "dfns_recover", params });
  if ("user" in answer) return answer;
  const { temporaryAuthenticationToken } = challenge;
  return call("/api/recovered", { temporaryAuthenticationToken, ...answer });
}

const complete = (
  { temporaryAuthenticationToken }: Challenge,
  credentials: RegistrationCredentials,
): Promise<RegistrationResponse> =>
  call("/api/complete", { temporaryAuthenticationToken, ...credentials, wallets: WALLETS });

async function logIn(provider: Provider): Promise<unknown> {
  if (!username.reportValidity()) throw new Error("Who is it? Enter the username first.");
  session = await login(provider, await getApi(), username.value);
  return { loggedIn: username.value, token: session.token };
}

function getSession(): Session {
  if (session !== undefined) return session;
  throw new Error("Nobody is logged in on this page yet: register or log in first.");
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
  onClick("recover", waiting, () => recover(provider));
  onClick("connect", waiting, () => provider.request({ method: "dfns_connect" }));
  onClick("disconnect", "Disconnecting…", () => provider.request({ method: "dfns_disconnect" }));
  onClick("login", waiting, () => logIn(provider));
  onClick("wallets", "Asking Dfns…", async () => call("/api/wallets", { token: getSession().token }));
  onClick("send", waiting, async () => send(provider, getSession()));
  onClick("add", waiting, async () => addCredential(provider, getSession(), kind.value as NewKind));
  onClick("send-signed", waiting, async () => sendSigned(provider, getSession()));
  controls.disabled = false;
  result.textContent = "Nothing has been asked yet.";
}

function showMissing(): void {
  element("missing", HTMLElement).hidden = false;
  element("reload", HTMLButtonElement).addEventListener("click", () => location.reload());
  result.textContent = "Countersign was not found.";
}

findProvider().then(({ provider }) => start(provider), showMissing);
