/**
 * The relay in the isolated world: carries calls of the top document in and answers out. It knows no method, reads no
 * params and keeps nothing but the ports that wait. Assume that the page can drive it.
 */
import {
  type Answer,
  type Call,
  invalidParams,
  MAX_PARAMS,
  type PortMessage,
  type Push,
  type Reply,
  TO_RELAY,
  type ToRelay,
} from "../protocol/wire.ts";

/** The part of the extension API that is used here; the polyfill would be ten times the size of this file. */
interface Runtime {
  readonly id?: string;
  sendMessage(message: Call): Promise<Reply | undefined>;
  readonly onMessage: {
    addListener(listener: (push: Push, sender: unknown, respond: (value: boolean) => void) => void): void;
  };
}

/** Pauses before the same call is sent again, in milliseconds: the worker may die while it takes a message. */
const RETRY_DELAYS = [100, 200, 400, 800, 1600];

const host = globalThis as unknown as { browser?: { runtime?: Runtime }; chrome: { runtime?: Runtime } };
const { runtime } = host.browser ?? host.chrome;
const waiting = new Map<string, MessagePort>();
const listeners: MessagePort[] = [];

const say = (port: MessagePort | undefined, message: PortMessage) => port?.postMessage(message);

/** False once the extension was updated, disabled or removed; this script stays behind. */
const isThere = () => Boolean(runtime?.id);

function answer(id: string, message: Answer | "gone"): boolean {
  say(waiting.get(id), message);
  return waiting.delete(id);
}

function leave(): void {
  for (const id of [...waiting.keys()]) answer(id, "gone");
}

/** Sends a call until the background has taken it; it knows a repeated id. */
async function forward(call: Call): Promise<void> {
  for (const delay of [...RETRY_DELAYS, 0]) {
    try {
      if (!isThere()) return leave();
      const reply = await runtime?.sendMessage(call);
      if (reply && "accepted" in reply) return;
      if (reply) return void answer(call.id, reply);
    } catch {
      // Not delivered, or the worker died before it answered.
    }
    if (delay) await new Promise((resolve) => setTimeout(resolve, delay));
  }
  answer(call.id, "gone");
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
  port.onmessage = ({ data }) => {
    if (data === "ping") say(port, isThere() ? "pong" : "gone");
  };
  waiting.set(id, port);
  const sendable = asJson(params);
  if (sendable) void forward({ id, method, ...sendable });
  else answer(id, { error: invalidParams("") });
}

/** @returns whether this document still waited for any of it. */
function receive(push: Push): boolean {
  if ("ids" in push) return push.ids.filter((id) => answer(id, push.answer)).length > 0;
  if ("event" in push) for (const port of listeners) say(port, push);
  return true;
}

if (window.top === window) {
  window.addEventListener("message", ({ source, data, ports: [port] }: MessageEvent<ToRelay | null>) => {
    if (source !== window || data?.to !== TO_RELAY || !port) return;
    if ("listen" in data) listeners.push(port);
    else take(data, port);
  });
  runtime?.onMessage.addListener((push, _sender, respond) => respond(receive(push)));
}
