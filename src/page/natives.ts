/**
 * What the provider uses of the page's world, taken before any script of the page ran: pages replace `Promise`,
 * `postMessage` and timers (polyfills, zone.js, tests), and the provider must keep working.
 */
const { apply } = Reflect;
const { addEventListener, dispatchEvent, postMessage, setTimeout, reportError, crypto } = window;
const { randomUUID } = crypto;
const { postMessage: portPost, start, close } = MessagePort.prototype;

const { hasOwn } = Object;
export const { freeze } = Object;
export const NativePromise = Promise;
const NativeChannel = MessageChannel;
const NativeCustomEvent = CustomEvent;

/** `in` would also find what the page has put on the prototype of all objects. */
export const has = <K extends string>(value: object, key: K): value is { readonly [key in K]: unknown } =>
  apply(hasOwn, undefined, [value, key]);

export const newId = (): string => apply(randomUUID, crypto, []);
export const report = (error: unknown): void => apply(reportError, window, [error]);
export const after = (ms: number, run: () => void): void => {
  apply(setTimeout, window, [run, ms]);
};

export const listenToWindow = (type: string, listener: () => void): void =>
  apply(addEventListener, window, [type, listener]);

export const dispatchToWindow = (type: string, detail: unknown): void => {
  apply(dispatchEvent, window, [new NativeCustomEvent(type, { detail })]);
};

export interface Line {
  readonly say: (message: unknown) => void;
  readonly hangUp: () => void;
}

/**
 * Posts a message to this window together with one end of a new channel.
 * @throws DataCloneError when the message holds what cannot be cloned, such as a function.
 */
export function openLine(message: unknown, hear: (data: unknown) => void): Line {
  const { port1, port2 } = new NativeChannel();
  apply(addEventListener, port1, ["message", (event: MessageEvent) => hear(event.data)]);
  apply(start, port1, []);
  apply(postMessage, window, [message, "/", [port2]]);
  return {
    say: (data) => apply(portPost, port1, [data]),
    hangUp: () => apply(close, port1, []),
  };
}
