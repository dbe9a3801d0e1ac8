/** What our pages are told about sites: who asks, who is connected, who is kept out. */
import type { CredentialKind } from "../core/dfns/types.ts";

/** What the person should know about an address before reading on. */
export type Warning =
  /** It looks like `host`, which the person uses, and is another site. */
  | { readonly type: "lookAlike"; readonly host: string }
  /** Letters of several alphabets, or of one that passes for Latin. */
  | { readonly type: "mixed" }
  /** The user it names registered on another origin. */
  | { readonly type: "elsewhere"; readonly username: string; readonly origin: string };

export interface SiteView {
  readonly origin: string;
  readonly connectedAt: string;
  readonly lastUsed: string | null;
  readonly usernames: readonly string[];
  /** Pinned to this origin. */
  readonly credentials: readonly {
    readonly name: string;
    readonly kind: CredentialKind;
    readonly username: string;
  }[];
}

export interface BlockedView {
  readonly origin: string;
  /** Milliseconds since the epoch; `null` for good. */
  readonly until: number | null;
}

export interface SitesView {
  /** The last used first. */
  readonly sites: readonly SiteView[];
  readonly blocked: readonly BlockedView[];
}
