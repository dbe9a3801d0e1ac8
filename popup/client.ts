import { browser } from "../src/browser/index.ts";
import { type ErrorJson, ProviderRpcError, rpcError } from "../src/core/errors.ts";
import type { PageRequest, ParamsInput } from "../src/protocol/requests.ts";
import type { Results } from "../src/protocol/results.ts";
import { fitted } from "./fit.ts";

export { openTab } from "../src/browser/index.ts";

const ANSWER_WITHIN_MS = 1_000;
const RESEND_AFTER_MS = 100;

/** Key derivation or the network stands behind these. */
const SLOW: ReadonlySet<PageRequest> = new Set<PageRequest>([
  "vault.create",
  "vault.unlock",
  "vault.verify",
  "vault.unlockWith",
  "vault.changePassword",
  "vault.addSlot",
  "vault.removeSlot",
  "backup.save",
  "backup.unlockers",
  "backup.preview",
  "backup.restore",
  "account.audit",
  "account.rehearse",
  "recover.start",
  "recover.code",
  "recover.open",
  "recover.finish",
  "recover.retry",
  "activity.list",
  "activity.export",
  "approval.approve",
  "approval.finish",
  "approval.retry",
]);

/** Slow requests under way: while one is, the background may be too busy for the quick ones. */
let slow = 0;

/**
 * Asks the background.
 * @throws ProviderRpcError with the reason it gave, or `disconnected` when a quick request has no answer in 1 s.
 */
export async function send<R extends PageRequest>(request: R, params: ParamsInput<R>): Promise<Results[R]> {
  if (!SLOW.has(request)) return within(ANSWER_WITHIN_MS, ask(request, params));
  slow++;
  try {
    return await ask(request, params);
  } finally {
    slow--;
  }
}

async function ask<R extends PageRequest>(request: R, params: ParamsInput<R>): Promise<Results[R]> {
  const reply = (await deliver({ request, params })) as
    | { result: Results[R] }
    | { error: ErrorJson }
    | undefined;
  if (!reply) throw rpcError("disconnected");
  if ("error" in reply) throw new ProviderRpcError(reply.error);
  return reply.result;
}

/** Sends again while there is no answer: a background that is just starting, or died over it. Repeats do no harm. */
async function deliver(message: unknown): Promise<unknown> {
  const deadline = performance.now() + ANSWER_WITHIN_MS;
  for (;;) {
    const reply: unknown = await browser.runtime.sendMessage(message).catch(() => undefined);
    if (reply !== undefined) return reply;
    if (performance.now() > deadline) throw rpcError("disconnected");
    await new Promise((resolve) => setTimeout(resolve, RESEND_AFTER_MS));
  }
}

function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const wait = () => {
      if (slow > 0) timer = setTimeout(wait, milliseconds);
      else reject(rpcError("disconnected"));
    };
    let timer = setTimeout(wait, milliseconds);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Calls the listener whenever the background says that something changed. @returns the way to stop */
export function onChanged(listener: () => void): () => void {
  const heard = (message: unknown): undefined => {
    if ((message as { event?: unknown } | null)?.event === "changed") listener();
  };
  browser.runtime.onMessage.addListener(heard);
  return () => browser.runtime.onMessage.removeListener(heard);
}

/** Closes this page, wherever it is shown: toolbar popup, window or tab. */
export async function closeWindow(): Promise<void> {
  const tab = await browser.tabs.getCurrent().catch(() => undefined);
  if (tab?.id !== undefined) await browser.tabs.remove(tab.id);
  else window.close();
}

/** Brings a window that reaches beyond the screen back onto it; tabs stay as they are. */
export async function fitOnScreen(): Promise<void> {
  const { id, type } = await browser.windows.getCurrent();
  if (id === undefined || type !== "popup") return;
  const { availLeft = 0, availTop = 0, availWidth, availHeight } = screen as ScreenArea;
  const area = { left: availLeft, top: availTop, width: availWidth, height: availHeight };
  const here = { left: screenX, top: screenY, width: outerWidth, height: outerHeight };
  const next = fitted(here, area);
  if (next) await browser.windows.update(id, next);
}

/** Not in the standard, in every browser. */
type ScreenArea = Screen & { readonly availLeft?: number; readonly availTop?: number };

/** What this build says of itself, e.g. `0.1.0`. */
export const version = (): string => browser.runtime.getManifest().version;

export const restart = (): void => browser.runtime.reload();

/** The approval that this window shows; `null` without one in the address. */
export function currentId(): string | null {
  const id = location.hash.slice(1);
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : null;
}

/** Turns this window to another approval. */
export const showId = (id: string): void => location.replace(`#${id}`);
