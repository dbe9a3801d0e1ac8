/**
 * The provider in the page's own world: a mailbox that holds nothing. Whatever the page does to it, it can only send
 * what the page could send anyway. The contract: src/client/contract.ts.
 */
import { disconnectedError, ProviderRpcError } from "../core/errors.ts";
import {
  type Answer,
  type EventMessage,
  type FromPage,
  type Gone,
  invalidParams,
  type LineMessage,
  METHODS,
  PING_TIMEOUT,
  TO_RELAY,
  type WalletEvent,
} from "../protocol/wire.ts";
import {
  after,
  dispatchToWindow,
  freeze,
  has,
  type Line,
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

const open = <M extends LineMessage | EventMessage>(message: FromPage, hear: (message: M) => void) =>
  openLine({ to: TO_RELAY, ...message }, (data) => hear(data as M));

type Finish = (answer: Answer | Gone) => void;

/** The calls that wait, over one line, which costs more to open than a call: it is hung up once none waits, or none answers. */
function createCalls() {
  const waiting: { [id: string]: Finish } = { __proto__: null as never };
  let count = 0;
  let silent = 0;
  let line: Line | null = null;
  const settle = (id: string, answer: Answer | Gone) => {
    const finish = waiting[id];
    if (!finish) return;
    delete waiting[id];
    count--;
    finish(answer);
  };
  const settleAll = () => {
    for (const id in waiting) settle(id, {});
  };
  const hear = (message: LineMessage) => {
    silent = 0;
    if (message === "gone") settleAll();
    else if (message !== "pong") settle(message.id, message);
  };
  const look = () => {
    if (count > 0 && silent++ < MAX_SILENT) {
      line?.say("ping");
      after(PAUSE, look);
    } else {
      line?.hangUp();
      line = null;
      settleAll();
    }
  };
  /** `finish` is called once, however long the person takes. */
  return (method: string, params: unknown, finish: Finish): void => {
    const call = { id: newId(), method, params };
    if (line) line.say(call);
    else {
      line = open(call, hear);
      silent = 0;
      after(PAUSE, look);
    }
    waiting[call.id] = finish;
    count++;
  };
}

const call = createCalls();

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
        if (has(answer, "result")) resolve(answer.result);
        else reject(has(answer, "error") ? new ProviderRpcError(answer.error) : disconnectedError());
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
      open({ listen: true }, ({ event, data }: EventMessage) => emit(event, data));
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
