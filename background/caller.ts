import type { Page } from "../src/protocol/requests.ts";

/** What the browser says about the sender of a message (`runtime.MessageSender`, with the members that its types lack). */
export interface SenderFacts {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  readonly origin?: string | undefined;
  readonly frameId?: number | undefined;
  readonly documentId?: string | undefined;
  readonly documentLifecycle?: string | undefined;
  readonly tab?: { readonly id?: number | undefined } | undefined;
}

/** A top-level document of a site. `origin` is exact: scheme, host and port, as `URL.origin` writes it. */
export interface SiteCaller {
  readonly type: "site";
  readonly origin: string;
  readonly tabId: number;
  readonly documentId: string;
}

/** One of the extension's own pages. */
export interface PageCaller {
  readonly type: "page";
  readonly page: Page;
}

export type Caller = SiteCaller | PageCaller;

const PAGES: Readonly<Record<string, Page>> = {
  "/popup.html": "popup",
  "/approve.html": "approve",
  "/vault.html": "vault",
};

const LOCAL_HOST = /^(?:localhost|(?:[a-z0-9-]+\.)+localhost|127\.0\.0\.1)$/;

/**
 * Who sent a message, from what the browser says and never from the message. `null`: nobody we talk to (a frame, an
 * opaque or insecure origin, a prerendered document, another extension).
 * `sender.url` shows the dapp's address for sandboxed documents, so only `sender.origin` counts.
 */
export function identify(
  sender: SenderFacts,
  own: { readonly id: string; readonly origin: string },
): Caller | null {
  if (sender.id !== own.id) return null;
  if (sender.origin === own.origin) return ownPage(sender, own.origin);
  return site(sender);
}

function ownPage(sender: SenderFacts, ownOrigin: string): PageCaller | null {
  if ((sender.frameId ?? 0) !== 0 || !sender.url?.startsWith(`${ownOrigin}/`)) return null;
  const page = PAGES[new URL(sender.url).pathname];
  return page ? { type: "page", page } : null;
}

function site({ origin, frameId, documentId, documentLifecycle, tab }: SenderFacts): SiteCaller | null {
  if (frameId !== 0 || tab?.id === undefined || documentId === undefined || origin === undefined) return null;
  if (documentLifecycle !== undefined && documentLifecycle !== "active") return null;
  return isSiteOrigin(origin) ? { type: "site", origin, tabId: tab.id, documentId } : null;
}

/** Whether pages of this origin may have a provider: https anywhere, http on this machine only. */
export function isSiteOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { origin: exact, protocol, hostname } = new URL(origin);
  if (exact !== origin) return false;
  return protocol === "https:" || (protocol === "http:" && LOCAL_HOST.test(hostname));
}
