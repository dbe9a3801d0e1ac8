/**
 * The provider in the page's own world: a mailbox that holds nothing. Whatever the page does to it, it can only send
 * what the page could send anyway. The contract: src/client/contract.ts.
 */
import { disconnectedError, ProviderRpcError } from "../core/errors.ts";
import {
  type Answer,
  invalidParams,
  METHODS,
  PING_TIMEOUT,
  type PortMessage,
  TO_RELAY,
  type ToRelay,
  type WalletEvent,
} from "../protocol/wire.ts";
import {
  after,
  dispatchToWindow,
  freeze,
  has,
  listenToWindow,
  NativePromise,
  newId,
  openLine,
  report,
} from "./natives.ts";

type Listener = (data: unknown) => void;

/** Pings that may stay unanswered before the extension counts as gone. Counted, not timed: a suspended page has late timers. */
const MAX_SILENT = 2;
/** Most answers are here before the first ping. */
const PAUSE = PING_TIMEOUT / (MAX_SILENT + 1);

const open = (message: ToRelay, hear: (message: PortMessage) => void) =>
  openLine(message, (data) => hear(data as PortMessage));

/** Sends one call over a line of its own; `finish` is called once, however long the person takes. */
function call(method: string, params: unknown, finish: (answer: Answer | "gone") => void): void {
  let silent = 0;
  let finished = false;
  const settle = (answer: Answer | "gone") => {
    if (finished) return;
    finished = true;
    line.hangUp();
    finish(answer);
  };
  const line = open({ to: TO_RELAY, id: newId(), method, params }, (message) => {
    silent = 0;
    if (message === "gone" || (typeof message === "object" && !has(message, "event"))) settle(message);
  });
  const ping = () => {
    if (finished) return;
    if (silent++ === MAX_SILENT) return settle("gone");
    line.say("ping");
    after(PAUSE, ping);
  };
  after(PAUSE, ping);
}

/**
 * One call to the extension.
 * @throws ProviderRpcError: `invalidParams` for what cannot be sent, `disconnected` when the relay falls silent, and
 * whatever the background answers.
 */
function request(args: unknown): Promise<unknown> {
  return new NativePromise((resolve, reject) => {
    const refuse = (path: string) => reject(new ProviderRpcError(invalidParams(path)));
    if (typeof args !== "object" || args === null) return refuse("");
    const { method, params } = args as { method?: unknown; params?: unknown };
    if (typeof method !== "string") return refuse("method");
    try {
      call(method, params, (answer) => {
        if (answer === "gone") reject(disconnectedError());
        else if (has(answer, "result")) resolve(answer.result);
        else reject(new ProviderRpcError(answer.error));
      });
    } catch {
      refuse("");
    }
  });
}

function createEvents() {
  const listeners: { [event: string]: readonly Listener[] } = { __proto__: null as never };
  let listening = false;
  const emit = (event: WalletEvent, data: unknown) => {
    for (const listener of listeners[event] ?? []) {
      try {
        listener(data);
      } catch (error) {
        report(error);
      }
    }
  };
  return {
    add(event: string, listener: Listener) {
      listeners[event] = [...(listeners[event] ?? []), listener];
      if (listening) return;
      listening = true;
      open({ to: TO_RELAY, listen: true }, (message) => {
        if (typeof message === "object" && has(message, "event")) emit(message.event, message.data);
      });
    },
    remove(event: string, listener: Listener) {
      const known = listeners[event] ?? [];
      const at = known.lastIndexOf(listener);
      if (at >= 0) listeners[event] = known.toSpliced(at, 1);
    },
  };
}

const events = createEvents();

const provider = freeze({
  request,
  on(event: string, listener: Listener) {
    events.add(event, listener);
    return this;
  },
  removeListener(event: string, listener: Listener) {
    events.remove(event, listener);
    return this;
  },
});

const detail = freeze({
  info: freeze({
    uuid: newId(),
    name: "Countersign",
    icon: __ICON__,
    rdns: "app.countersign",
    version: __VERSION__,
  }),
  api: 1,
  methods: freeze([...METHODS]),
  provider,
});

const announce = () => dispatchToWindow("dfns:announceProvider", detail);
listenToWindow("dfns:requestProvider", announce);
announce();
