/** The record of a request in `storage.session`, watched from another page of the extension. */
import type { Page } from "puppeteer-core";

interface Change {
  readonly newValue?: unknown;
}
type Changes = Readonly<Record<string, Change>>;
interface SessionArea {
  get(keys: null): Promise<Record<string, unknown>>;
  readonly onChanged: {
    addListener(listener: (changes: Changes) => void): void;
    removeListener(listener: (changes: Changes) => void): void;
  };
}
interface ExtensionGlobal {
  readonly browser?: ExtensionGlobal;
  readonly chrome: ExtensionGlobal;
  readonly storage: { readonly session: SessionArea };
}

const ORDER = ["queued", "shown", "approved", "signed", "delivered"];
/** Less than the time after which a question to a page is asked again, in milliseconds. */
const LOOK = 2_000;

/**
 * Waits a little until the record of a request made since `startedAt` has come as far as `wanted`.
 * @returns the state in which it was seen first, or `null`: not yet
 */
export const stateReached = (vault: Page, startedAt: number, wanted: string): Promise<string | null> =>
  vault.evaluate(
    (since, states, look) => {
      const extension = globalThis as unknown as ExtensionGlobal;
      const { session } = (extension.browser ?? extension.chrome).storage;
      const stateIn = (items: Record<string, unknown>) =>
        Object.entries(items)
          .filter(([key]) => key.startsWith("approval:"))
          .map(([, value]) => value as { state: string; createdAt: number } | undefined)
          .find((record) => record && record.createdAt >= since && states.includes(record.state))?.state;
      return new Promise<string | null>((resolve) => {
        const end = (state: string | null) => {
          clearTimeout(timer);
          session.onChanged.removeListener(changed);
          resolve(state);
        };
        const see = (items: Record<string, unknown>) => {
          const state = stateIn(items);
          if (state) end(state);
        };
        const changed = (changes: Changes) =>
          see(Object.fromEntries(Object.entries(changes).map(([key, { newValue }]) => [key, newValue])));
        const timer = setTimeout(end, look, null);
        session.onChanged.addListener(changed);
        void session.get(null).then(see);
      });
    },
    startedAt,
    ORDER.slice(ORDER.indexOf(wanted)),
    LOOK,
  );
