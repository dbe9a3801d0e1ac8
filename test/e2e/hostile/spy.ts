/** A page that replaces what scripts in its world use by what tells it everything. */

export interface SpiedWindow extends Window {
  /** Everything that was seen, each thing once. */
  readonly seen?: () => string;
}

/**
 * Runs in a page, as text. Each function and accessor of the holders is replaced by one that keeps who called it, on
 * what, with what and what came of it, and then does the real thing; so the page goes on working.
 * `inWindow` is what was loaded into, which may not be the window that this runs in.
 */
export function spyOn(inWindow: object): void {
  const target = inWindow as Window & typeof globalThis;
  const { stringify } = JSON;
  const { apply, construct, ownKeys, getOwnPropertyDescriptor, defineProperty } = Reflect;
  const isError = (value: unknown): value is Error => value instanceof Error;
  const known: Record<string, true> = Object.create(null);
  let busy = false;

  const textOf = (value: unknown): string => {
    try {
      if (isError(value)) return `${value.message} ${value.stack}`;
      return (typeof value === "object" && stringify(value)) || String(value);
    } catch {
      return "?";
    }
  };
  /** Reading `values` by its iterator would be seen itself. */
  const note = (name: string, self: unknown, values: ArrayLike<unknown>) => {
    if (busy) return;
    busy = true;
    let line = `${name} | ${textOf(self)}`;
    for (let n = 0; n < values.length; n += 1) line += ` | ${textOf(values[n])}`;
    known[`${line}\n${new Error().stack}`] = true;
    busy = false;
  };
  const spied = <T extends object>(name: string, real: T): T =>
    new Proxy(real, {
      apply(f, self, args) {
        note(name, self, args);
        const result = apply(f as never, self, args);
        note(`${name} gave`, result, []);
        return result;
      },
      construct(f, args, as) {
        note(`new ${name}`, undefined, args);
        return construct(f as never, args, as);
      },
    });
  const replace = (holder: object, key: PropertyKey, name: string) => {
    const own = getOwnPropertyDescriptor(holder, key);
    if (!own?.configurable || key === "constructor") return;
    const { value, get, set } = own;
    if (typeof value === "function") defineProperty(holder, key, { ...own, value: spied(name, value) });
    else if (get) {
      const reading = spied(`get ${name}`, get);
      const setting = set && spied(`set ${name}`, set);
      defineProperty(holder, key, { ...own, get: reading, ...(setting && { set: setting }) });
    }
  };

  const { MessagePort, MessageEvent, MessageChannel, CustomEvent, EventTarget, Event, Crypto } = target;
  const holders: Record<string, object> = {
    ...{ JSON: target.JSON, Reflect: target.Reflect, Object: target.Object, Promise: target.Promise },
    ...{ "Array.prototype": target.Array.prototype, "Promise.prototype": target.Promise.prototype },
    ...{ "Map.prototype": target.Map.prototype, "Set.prototype": target.Set.prototype },
    ...{ "MessagePort.prototype": MessagePort.prototype, "MessageEvent.prototype": MessageEvent.prototype },
    ...{ "MessageChannel.prototype": MessageChannel.prototype, "Crypto.prototype": Crypto.prototype },
    ...{ "CustomEvent.prototype": CustomEvent.prototype, "EventTarget.prototype": EventTarget.prototype },
    ...{ "Event.prototype": Event.prototype, "SubtleCrypto.prototype": target.SubtleCrypto.prototype },
    ...{ "CredentialsContainer.prototype": target.CredentialsContainer.prototype },
    ...{
      "Storage.prototype": target.Storage.prototype,
      "XMLHttpRequest.prototype": target.XMLHttpRequest.prototype,
    },
  };
  for (const name of ownKeys(holders) as string[]) {
    const holder = holders[name] ?? {};
    for (const key of ownKeys(holder)) replace(holder, key, `${name}.${String(key)}`);
  }
  const globals = ["Promise", "MessageChannel", "CustomEvent", "Event", "fetch", "postMessage", "setTimeout"];
  for (const key of [
    ...globals,
    "structuredClone",
    "queueMicrotask",
    "reportError",
    "Map",
    "Set",
    "WebSocket",
  ])
    replace(target, key, key);
  defineProperty(target, "seen", { value: () => ownKeys(known).join("\n"), configurable: true });
}
