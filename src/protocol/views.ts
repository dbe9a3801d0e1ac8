/** What the background tells our own pages. Nothing here is secret except the words of `approval.phrase`. */
import type { AlgorithmName } from "../core/algorithms.ts";
import type { Amount, DescriptionRow, Risk } from "../core/dfns/actions/description.ts";
import type { CredentialKind, FactorKind, WalletRequest } from "../core/dfns/types.ts";
import type { Environment } from "./apiHosts.ts";
import type { AuditView } from "./auditViews.ts";
import type { classOf } from "./networks.ts";
import type { RecoverRequestView } from "./recoverViews.ts";
import type { Warning } from "./siteViews.ts";
import type { Step } from "./step.ts";

/** Whether a network's coins have value, or that Countersign does not know it. */
export type NetworkClass = ReturnType<typeof classOf>;

/** `damaged`: stored data that does not parse; `newer`: a format this build does not know. */
export type VaultState = "none" | "locked" | "unlocked" | "damaged" | "newer";

export interface VaultStatus {
  readonly state: VaultState;
  /** Requests that wait, oldest first; only the asker while the vault is locked. */
  readonly waiting: readonly WaitingView[];
}

export interface WaitingView {
  readonly id: string;
  readonly origin: string;
  /** A short sentence ("Register jane@example.com"), or `null` while the vault is not open. */
  readonly summary: string | null;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface Overview {
  readonly accounts: readonly AccountView[];
  readonly pending: readonly PendingView[];
  /** Credentials that are in no backup file; 0 where the organisation forbids backups. */
  readonly unsaved: number;
}

export interface AccountView {
  readonly id: string;
  readonly username: string;
  readonly userId: string;
  readonly orgId: string;
  readonly url: string;
  readonly environment: Environment;
  readonly label: string;
  readonly credentials: readonly CredentialView[];
  readonly wallets: readonly {
    readonly id: string;
    readonly network: string;
    readonly networkClass: NetworkClass;
    readonly name?: string;
    readonly address?: string;
  }[];
  readonly createdAt: string;
  /** The last comparison with what Dfns lists, since the browser started. */
  readonly audit: AuditView | null;
}

export interface CredentialView {
  readonly recordId: string;
  readonly credId: string;
  readonly kind: FactorKind | "RecoveryKey";
  readonly name: string;
  /** `""` where only the authenticator knows. */
  readonly algorithm: AlgorithmName | "";
  readonly origins: readonly string[];
  readonly createdAt: string;
  readonly lastUsed: string | null;
  /** Recovery credentials: when the words were confirmed. */
  readonly confirmedAt: string | null;
  /** Recovery credentials: the last rehearsal that succeeded, and the last that failed, if that was later. */
  readonly rehearsedAt: string | null;
  readonly rehearsalFailedAt: string | null;
  /** Since when a recovery has made it worthless. */
  readonly invalidAt: string | null;
  /** When a site was handed it to add to the account, until it has signed. */
  readonly offeredAt: string | null;
}

/** A registration or recovery that Dfns has not accepted yet, or a recovery kit without its words. */
export interface PendingView {
  readonly recordId: string;
  /** Of a recovery kit nothing has left the vault: `state` is `created`, and only the site can go on. */
  readonly purpose: "registration" | "recovery" | "kit";
  readonly username: string;
  readonly orgId: string;
  readonly url: string;
  /** "" for a recovery that was begun in the vault. */
  readonly origin: string;
  readonly createdAt: string;
  /** `handedOver`: the site completes it; `refused`, and `lost` where Dfns may have it: see `refusal`; else the person goes on. */
  readonly state: "created" | "confirmed" | "sending" | "refused" | "lost" | "handedOver";
  readonly refusal: Refusal | null;
  /** Whether the challenge is still good, so that Countersign itself can go on. */
  readonly live: boolean;
}

/** Dfns' answer when it was no. `status` 0: no answer at all. `message`: Dfns' own words, cleaned and capped, or "". */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  /** When to try again, in milliseconds since the epoch, if Dfns said how long to wait. */
  readonly retryAt: number | null;
}

export interface ConnectRequestView {
  readonly method: "dfns_connect";
  readonly origin: string;
  readonly accounts: readonly {
    readonly id: string;
    readonly username: string;
    readonly orgId: string;
    readonly label: string;
    readonly environment: Environment;
    readonly registeredHere: boolean;
    /** Ticked when the window opens. */
    readonly chosen: boolean;
  }[];
}

/** Second step of connecting: credentials that were never used on this site are to be pinned to it. */
export interface PinRequestView {
  readonly method: "pin";
  readonly origin: string;
  readonly credentials: readonly {
    readonly name: string;
    readonly username: string;
    readonly registeredOn: string;
  }[];
}

/** What a site asks to complete for a user: a registration or a recovery. */
export interface CompletionView {
  readonly origin: string;
  readonly username: string;
  readonly orgId: string;
  readonly url: string;
  readonly environment: Environment;
  /** True: Countersign posts it; false: the bodies are handed to the site. */
  readonly submit: boolean;
  readonly firstFactor: FactorKind;
}

export interface RegisterRequestView extends CompletionView {
  readonly method: "dfns_register";
  readonly secondFactor: FactorKind | null;
  readonly wallets: readonly (WalletRequest & { readonly networkClass: NetworkClass })[];
  /** The person wrote the words down in an earlier try; the same ones are used. */
  readonly sameWords: boolean;
}

export interface CreateCredentialView {
  readonly method: "dfns_createCredential";
  readonly origin: string;
  readonly username: string;
  readonly orgId: string;
  readonly url: string;
  readonly environment: Environment;
  /** Whether the account is in this vault; if not, only the site says whose it is. */
  readonly inVault: boolean;
  readonly kind: CredentialKind;
  readonly name: string;
  /** The person wrote the words of this kit down in an earlier try; the same ones are used. */
  readonly sameWords: boolean;
}

/** How far the details can be trusted: opened by the vault itself, told by the site, or not readable at all. */
export type Label = "verified" | "stated" | "opaque";

/** A sign-in or a user action. What is shown here is what is signed, as far as `label` says. */
export interface SignRequestView {
  readonly method: "dfns_sign" | "dfns_login" | "dfns_signAction";
  readonly origin: string;
  readonly label: Label;
  /** A sentence; with an amount it contains `value unit ` once and reads as a caption without it. */
  readonly title: string;
  readonly risk: Risk;
  readonly tag: string | null;
  readonly consequence: string | null;
  readonly amount: Amount | null;
  readonly rows: readonly DescriptionRow[];
  /** The site and the challenge identifier tell two different stories. */
  readonly disagrees: boolean;
  /** The whole action, for "Full request"; open from the start where the rows do not tell everything. */
  readonly full: { readonly method: string; readonly path: string; readonly payload: string } | null;
  readonly raw: boolean;
  /** The challenge, where nothing else is known. */
  readonly code: string | null;
  /** What can answer, the best guess first; the person chooses when there are several. */
  readonly options: readonly SignOptionView[];
}

/** One way to answer; with a second factor both sign. */
export interface SignOptionView {
  readonly id: string;
  readonly first: SignerView;
  readonly second: SignerView | null;
}

export interface SignerView {
  readonly name: string;
  readonly kind: FactorKind;
  readonly username: string;
  readonly orgId: string;
  readonly url: string;
  readonly environment: Environment;
  /** Not of this vault but brought by the site; `unverified`: nothing tells that the key is this credential's. */
  readonly roams: "verified" | "unverified" | null;
}

export type RequestView =
  | ConnectRequestView
  | PinRequestView
  | RegisterRequestView
  | CreateCredentialView
  | SignRequestView
  | RecoverRequestView;

export interface ApprovalView {
  readonly id: string;
  readonly origin: string;
  /** No earlier request of this origin was approved. */
  readonly firstRequest: boolean;
  /** Nothing was signed for this origin before. */
  readonly firstSignature: boolean;
  readonly warnings: readonly Warning[];
  /** How many of its requests were rejected in the last minute. */
  readonly rejections: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly step: Step;
  /** `null` until the vault is open, and once the request has expired or is gone. */
  readonly request: RequestView | null;
  /** 1-based numbers of the three words to type, ascending; at step `words`. */
  readonly places: readonly number[] | null;
  readonly refusal: Refusal | null;
  /** At step `passkey`: no passkey was made, and the person may try again. */
  readonly passkeyFailed: boolean;
  /** What was created, at step `done`. */
  readonly done: DoneView | null;
  /** A registration whose keys were made before it expired: its words stay good. */
  readonly keptWords: boolean;
  /** Another request that came after this one was over; the window turns to it unless this one ended well. */
  readonly next: string | null;
  /** Position and number of open requests, for "1 of 3". */
  readonly position: number;
  readonly total: number;
}

export interface DoneView {
  /**
   * `handedOver`: the bodies went to the site, which completes the registration. `roamed`: signed with a key that is not of
   * this vault and can be kept.
   */
  readonly outcome: "connected" | "registered" | "handedOver" | "added" | "signed" | "roamed";
  readonly username: string;
  readonly wallets: readonly {
    readonly network: string;
    readonly networkClass: NetworkClass;
    readonly name?: string;
    readonly address?: string;
  }[];
}

/**
 * The digest of a request as the window rendered it, compared by the background before it acts.
 * @returns lower-case hex of SHA-256 over the JSON of the view, as built (member order kept).
 */
export async function digestOf(request: RequestView): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(request));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What a recovery kit holds beside the words. */
export interface KitView {
  readonly username: string;
  readonly userId: string;
  readonly orgId: string;
  readonly url: string;
  /** Of the recovery credential. */
  readonly credId: string;
}

/** Broadcast to our pages whenever something they show may have changed; they ask again. */
export const CHANGED = { event: "changed" } as const;
