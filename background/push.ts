import type { Push } from "../src/protocol/wire.ts";

/** One document, as the browser names it. */
export interface DocumentAddress {
  readonly tabId: number;
  readonly documentId: string;
}

/** Sends to one document, never to another one that took its place in the tab. @returns false when it is gone */
export type PushTo = (document: DocumentAddress, push: Push) => Promise<boolean>;
