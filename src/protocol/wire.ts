import type { ErrorJson } from "../core/errors.ts";

/** The address on messages from the provider to the relay, in one window. */
export const TO_RELAY = "countersign";

/** The methods a page may call, as the provider announces them: the `dfns_` rows of the request table (a test compares). */
export const METHODS = [
  "dfns_getStatus",
  "dfns_connect",
  "dfns_disconnect",
  "dfns_register",
  "dfns_createCredential",
  "dfns_sign",
  "dfns_login",
  "dfns_signAction",
  "dfns_recover",
] as const;

/** Params of one call may not be larger than this, in characters of JSON. */
export const MAX_PARAMS = 256 * 1024;

/** How long the relay may stay silent before the provider gives the extension up, in milliseconds. */
export const PING_TIMEOUT = 2000;

export type WalletEvent = "connect" | "disconnect" | "lockChanged" | "accountsChanged";

/** A call: page → relay → background. `id` is unique per call and survives a repeated delivery. */
export interface Call {
  readonly id: string;
  readonly method: string;
  readonly params?: unknown;
}

/** What a page says: a call, or word that it listens to events. */
export type FromPage = Call | { readonly listen: true };

/** What the provider posts to its window with one MessagePort, over which the two talk from then on. */
export type ToRelay = { readonly to: typeof TO_RELAY } & FromPage;

export type Answer = { readonly result: unknown } | { readonly error: ErrorJson };

/** The background's direct answer: the outcome, or word that the outcome will be pushed to this document. */
export type Reply = Answer | { readonly accepted: true };

/**
 * What a page's authenticator is asked for: the WebAuthn JSON forms, bytes in base64url (W3C Web Authentication Level 3,
 * `PublicKeyCredentialCreationOptionsJSON` and `PublicKeyCredentialRequestOptionsJSON`).
 */
export interface Ceremony {
  /** Unguessable; the outcome carries it. */
  readonly ceremony: string;
  readonly type: "create" | "get";
  readonly publicKey: object;
}

/** Relay → background: what came of a ceremony. `credential` as `PublicKeyCredential.toJSON` writes it; `null`: none. */
export interface CeremonyOutcome {
  readonly ceremony: string;
  readonly credential: unknown;
}

/**
 * Background → relay, to one document: the outcome of some calls, an event, a ceremony to run, or a question whether
 * anyone is there.
 */
export type Push =
  | Ceremony
  | { readonly ids: readonly string[]; readonly answer: Answer }
  | EventMessage
  | { readonly probe: true };

/** What the relay says to the calls of a page: the outcome of one, or whether the extension is there, to every `ping`. */
export type LineMessage = ({ readonly id: string } & (Answer | Gone)) | "pong" | "gone";

/** Of a call that the background never took: neither. */
export interface Gone {
  readonly result?: never;
  readonly error?: never;
}

/** What it says to those who listen. */
export interface EventMessage {
  readonly event: WalletEvent;
  readonly data: unknown;
}

/** The row of the error table that page and relay need on their own; they must stay small (a test compares). */
export const invalidParams = (path: string): ErrorJson => ({
  code: -32602,
  message: "The params do not have the documented shape.",
  data: { reason: "invalidParams", retryable: false, path },
});
