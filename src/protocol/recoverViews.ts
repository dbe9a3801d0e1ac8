/** What the background tells `vault.html#/recover`. Nothing here is secret except the words of `recover.phrase`. */
import type { FactorKind } from "../core/dfns/types.ts";
import type { Environment } from "./apiHosts.ts";
import type { CompletionView, Refusal } from "./views.ts";

/**
 * Where a recovery stands. `start`: nothing is asked yet; `code`: Dfns has sent an e-mail; `phrase`: the old words are
 * asked; `newPhrase` and `words`: the new ones are shown and checked; `ready`: the person decides; the rest follow.
 * `passkey`: the page that asked is to make one.
 * `handedOver`: the site completes it; `lost`: Dfns may have accepted it, and is asked again. `notListed`: the site asked for
 * other kits than the one that was typed.
 */
export type RecoverStep =
  | "start"
  | "code"
  | "phrase"
  | "newPhrase"
  | "words"
  | "ready"
  | "passkey"
  | "sending"
  | "done"
  | "handedOver"
  | "refused"
  | "lost"
  | "expired"
  | "notListed";

/** A site asks for a recovery; all that follows an Approve happens in the vault tab. */
export interface RecoverRequestView extends CompletionView {
  readonly method: "dfns_recover";
  /** Every other credential of the account ends with it. */
  readonly risk: "dangerous";
}

export interface RecoverView {
  readonly step: RecoverStep;
  /** Whom it is for; at step `start` the lines that were typed before, or `null`. */
  readonly account: {
    readonly username: string;
    readonly orgId: string;
    readonly url: string;
    readonly environment: Environment;
    /** Of the old recovery credential. */
    readonly credentialId: string;
  } | null;
  /** The site that asked, which skips `start` and `code`; `null` when the person began it here. */
  readonly origin: string | null;
  /** Ids of the recovery credentials that it may be done with; at steps `phrase` and `notListed`. */
  readonly kits: readonly string[];
  /** The new recovery credential, once it is made; `isUnlisted`: Dfns does not tell by itself whether it has the new sign-in. */
  readonly made: { readonly credentialId: string; readonly isUnlisted: boolean } | null;
  /** True: Countersign posts the recovery; false: the bodies are handed to the site. */
  readonly submit: boolean;
  /** What the new first factor may be; the person chooses at `ready` where there are several. */
  readonly firstFactors: readonly FactorKind[];
  /** 1-based numbers of the three new words to type, ascending; at step `words`. */
  readonly places: readonly number[] | null;
  readonly refusal: Refusal | null;
  /** At step `passkey`: none was made. */
  readonly passkeyFailed: boolean;
  /** When Dfns stops taking it, in milliseconds since the epoch; `null` before Dfns has given a challenge. */
  readonly expiresAt: number | null;
}

/**
 * What came of typing the old phrase or code, for a recovery and for a rehearsal alike. `places` count from 1: the words
 * that are not on the list, or the groups of a `D1-` code with a typing error (none where they cannot be told apart).
 */
export type PhraseOutcome =
  | { readonly outcome: "right" }
  /** Neither 12 nor 24 words, nor a code. */
  | { readonly outcome: "count" }
  | { readonly outcome: "word" | "code"; readonly places: readonly number[] }
  /** All words are on the list, but they do not belong together. */
  | { readonly outcome: "checksum" }
  /** A valid phrase or code, but not of this kit. */
  | { readonly outcome: "otherKit" };
