/** The vault's index (this is no barrel): everything that unlocking needs to know, and no secret. */
import type { AlgorithmName } from "../algorithms.ts";
import type { Wallet } from "../dfns/types.ts";
import { parseAs } from "../shape.ts";
import type { ActivityHead } from "./activity.ts";
import {
  isIndex,
  type LOCK_MINUTES,
  type OPAQUE_RULES,
  type PURPOSES,
  type RECORD_KINDS,
} from "./indexShape.ts";

export type LockMinutes = (typeof LOCK_MINUTES)[number];
export type RecordKind = (typeof RECORD_KINDS)[number];
/** What a record's key may be used for; of a pending one, what is pending: a `registration`, or a `kit`. */
export type Purpose = (typeof PURPOSES)[number];

/** `url` is the exact origin of the API host; `id` comes from `accountIdOf`. Dates are ISO 8601, here and below. */
export interface AccountEntry {
  readonly id: string;
  readonly url: string;
  readonly orgId: string;
  readonly userId: string;
  readonly username: string;
  readonly label: string;
  readonly wallets: readonly Wallet[];
  readonly createdAt: string;
}

/** Whose registration is pending. */
export interface PendingUser {
  readonly url: string;
  readonly orgId: string;
  readonly userId: string;
  readonly username: string;
}

/**
 * One stored record. `publicKey` is the SPKI (DER) in base64url. A pending record has an empty `credId`, `publicKey` and
 * `algorithm`, names in `user` whom it is for, and carries the id that the account will have; elsewhere `user` is `null`.
 */
export interface RecordEntry {
  readonly id: string;
  /** Counts the writes of this record, from 1. */
  readonly version: number;
  readonly kind: RecordKind;
  readonly purpose: Purpose;
  readonly accountId: string;
  readonly credId: string;
  readonly publicKey: string;
  readonly algorithm: AlgorithmName | "";
  readonly name: string;
  /** The origin that asked for it. */
  readonly registeredOn: string;
  /** The exact origins that may ask for its signature. */
  readonly origins: readonly string[];
  readonly createdAt: string;
  readonly lastUsed: string | null;
  /** When the person confirmed the words of the recovery phrase. */
  readonly confirmedAt: string | null;
  readonly rehearsedAt: string | null;
  /** When the last rehearsal failed; absent once one has succeeded. */
  readonly rehearsalFailedAt?: string | undefined;
  /** Since when another recovery has made it worthless at Dfns. */
  readonly invalidAt?: string | undefined;
  /** When a site was handed it to add to the account; absent once it has signed, or came with the account. */
  readonly offeredAt?: string | undefined;
  readonly user: PendingUser | null;
}

export interface SiteEntry {
  readonly origin: string;
  readonly connectedAt: string;
  readonly lastUsed: string | null;
  /** What the person signed with last, where there was a choice: record ids joined by "+". */
  readonly lastChoice?: string | undefined;
}

export interface Settings {
  /** Of new keys. */
  readonly algorithm: AlgorithmName;
  /** Without use until the vault locks itself; 15 where it is absent. */
  readonly lockMinutes?: LockMinutes | undefined;
  /** Whether requests that nobody can read are shown, with a warning, or refused; shown where it is absent. */
  readonly opaque?: (typeof OPAQUE_RULES)[number] | undefined;
  /** When the last backup file was made. */
  readonly backedUpAt?: string | undefined;
}

export interface Index {
  readonly accounts: readonly AccountEntry[];
  readonly records: readonly RecordEntry[];
  readonly sites: readonly SiteEntry[];
  readonly settings: Settings;
  /** Where the activity log ends; absent while there is none. */
  readonly activity?: ActivityHead | undefined;
}

export const emptyIndex = (): Index => ({
  accounts: [],
  records: [],
  sites: [],
  settings: { algorithm: "ES256" },
});

/** Total and closed. @throws notOpened for an unknown member, a value out of its range, or the same id twice */
export const parseIndex = (value: unknown): Index => parseAs(isIndex, value);

/** One person at one Dfns: `userId@url`. */
export const accountIdOf = (url: string, userId: string): string => `${userId}@${url}`;
