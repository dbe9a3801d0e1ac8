/**
 * The relay in the isolated world: carries calls of the top document in and answers out. It knows no method, reads no
 * params and keeps nothing but the ports that wait. It runs passkey ceremonies itself, where page code cannot swap what is
 * made. Assume that the page can drive it.
 */
import { browser } from "../browser/index.ts";
import {
  type Answer,
  type Call,
  type Ceremony,
  type CeremonyOutcome,
  type EventMessage,
  type FromPage,
  type Gone,
  invalidParams,
  type LineMessage,
  MAX_PARAMS,
  type Push,
  type Reply,
  TO_RELAY,
  type ToRelay,
} from "../protocol/wire.ts";

/** The part of the extension API that is used here. */
interface Runtime {
  readonly id?: string;
  sendMessage(message: Call | CeremonyOutcome): Promise<Reply | undefined>;
  readonly onMessage: {
    addListener(listener: (push: Push, sender: unknown, respond: (value: boolean) => void) => void): void;
  };
}

/** Pauses before the same call is sent again, in milliseconds: the worker may die while it takes a message. */
const RETRY_DELAYS = [100, 200, 400, 800, 1600];

/** A page may not fill the worker's memory with what it calls its calls. */
const MAX_NAMES = 1_000;

const { runtime } = browser as unknown as { readonly runtime?: Runtime };
const waiting = new Map<string, { readonly call: Call; readonly port: MessagePort }>();
const listeners: MessagePort[] = [];

const say = (port: MessagePort | undefined, message: LineMessage | EventMessage) =>
  port?.postMessage(message);

/** False once the extension was updated, disabled or removed; this script stays behind. */
const isThere = () => Boolean(runtime?.id);

function answer(id: string, outcome: Answer | Gone): boolean {
  say(waiting.get(id)?.port, { id, ...outcome });
  return waiting.delete(id);
}

function leave(): void {
  for (const id of [...waiting.keys()]) answer(id, {});
}

/** Sends until the background has taken it; it knows a repeated id. @returns `undefined` when it never did */
async function send(message: Call | CeremonyOutcome): Promise<Reply | undefined> {
  for (const delay of [...RETRY_DELAYS, 0]) {
    try {
      if (!isThere()) leave();
      const reply = await runtime?.sendMessage(message);
      if (reply) return reply;
    } catch {
      // Not delivered, or the worker died before it answered.
    }
    if (delay) await new Promise((resolve) => setTimeout(resolve, delay));
  }
}

async function forward(call: Call): Promise<void> {
  const reply = await send(call);
  if (!reply || !("accepted" in reply)) answer(call.id, reply ?? {});
}

let running: AbortController | undefined;

const focused = (): Promise<unknown> =>
  new Promise((resolve) => {
    if (document.hasFocus()) resolve(0);
    else addEventListener("focus", resolve, { once: true });
  });

/** Asks the authenticator, once the document has the focus that browsers demand; a new ceremony ends the one before. */
async function perform({ ceremony, type, publicKey }: Ceremony): Promise<void> {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  await focused();
  const asked = {
    create: () => {
      const options = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey as never);
      return navigator.credentials.create({ publicKey: options, signal });
    },
    get: () => {
      const options = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey as never);
      return navigator.credentials.get({ publicKey: options, signal });
    },
  };
  let credential: unknown = null;
  try {
    credential = ((await asked[type]()) as PublicKeyCredential).toJSON();
  } catch {
    // Cancelled, timed out or not possible here: none was made.
  }
  if (!signal.aborted) await send({ ceremony, credential });
}

/** The params as the JSON that every browser's `sendMessage` carries alike; `null` for what is not JSON or too long. */
function asJson(params: unknown): { readonly params?: unknown } | null {
  if (params === undefined) return {};
  try {
    const text = JSON.stringify(params);
    return text.length > MAX_PARAMS ? null : { params: JSON.parse(text) };
  } catch {
    return null;
  }
}

function take(call: Call, port: MessagePort): void {
  const { id, method, params } = call;
  if (typeof id !== "string" || typeof method !== "string" || waiting.has(id)) return;
  const sendable = id.length + method.length > MAX_NAMES ? null : asJson(params);
  const sent = { id, method, ...sendable };
  waiting.set(id, { call: sent, port });
  if (sendable) void forward(sent);
  else answer(id, { error: invalidParams("") });
}

function hear(said: FromPage | "ping" | null, port: MessagePort): void {
  if (said === "ping") say(port, isThere() ? "pong" : "gone");
  if (typeof said !== "object" || !said) return;
  if ("listen" in said) listeners.push(port);
  else take(said, port);
}

/** @returns whether this document still waited for any of it. */
function receive(push: Push): boolean {
  if ("ids" in push) return push.ids.filter((id) => answer(id, push.answer)).length > 0;
  if ("ceremony" in push) void perform(push);
  if ("event" in push) for (const port of listeners) say(port, push);
  return true;
}

if (window.top === window) {
  window.addEventListener("message", ({ source, data, ports: [port] }: MessageEvent<ToRelay | null>) => {
    if (source !== window || data?.to !== TO_RELAY || !port) return;
    port.onmessage = (said) => hear(said.data, port);
    hear(data, port);
  });
  // Nothing reaches a page that the browser keeps frozen behind the next one. The background knows a repeated id.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) for (const { call } of waiting.values()) void forward(call);
  });
  runtime?.onMessage.addListener((push, _sender, respond) => respond(receive(push)));
}
