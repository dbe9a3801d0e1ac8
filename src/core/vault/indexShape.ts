/** The closed shape of the vault's index. */
import { ALGORITHM_NAMES } from "../algorithms.ts";
import type { Wallet } from "../dfns/types.ts";
import {
  bytesText,
  either,
  integer,
  listOf,
  object,
  oneOf,
  optional,
  orNull,
  type Shape,
  text,
  unique,
} from "../shape.ts";
import { isActivityHead } from "./activity.ts";
import type { AccountEntry, Index, PendingUser, RecordEntry, Settings, SiteEntry } from "./index.ts";
import { isId } from "./slots.ts";

export const RECORD_KINDS = ["Key", "PasswordProtectedKey", "RecoveryKey", "Fido2", "pending"] as const;
export const PURPOSES = ["firstFactor", "secondFactor", "recovery", "registration", "kit"] as const;
export const LOCK_MINUTES = [1, 5, 15, 30, 60] as const;
export const OPAQUE_RULES = ["show", "refuse"] as const;

const line = text({ min: 1 });
const anyText = text();
const date = text({ min: 1, max: 64 });
const isAlgorithm = oneOf(...ALGORITHM_NAMES);

const isWallet = object<Wallet>({
  id: line,
  network: line,
  address: optional(anyText),
  name: optional(anyText),
});

const isAccount = object<AccountEntry>({
  id: line,
  url: line,
  orgId: line,
  userId: line,
  username: anyText,
  label: anyText,
  wallets: listOf(isWallet),
  createdAt: date,
});

const isRecordEntry = object<RecordEntry>({
  id: isId,
  version: integer(1),
  kind: oneOf(...RECORD_KINDS),
  purpose: oneOf(...PURPOSES),
  accountId: line,
  credId: anyText,
  publicKey: bytesText(0, 1024),
  algorithm: either(isAlgorithm, oneOf("")),
  name: anyText,
  registeredOn: anyText,
  origins: listOf(line),
  createdAt: date,
  lastUsed: orNull(date),
  confirmedAt: orNull(date),
  rehearsedAt: orNull(date),
  rehearsalFailedAt: optional(date),
  offeredAt: optional(date),
  invalidAt: optional(date),
  user: orNull(object<PendingUser>({ url: line, orgId: line, userId: line, username: anyText })),
});

const isSite = object<SiteEntry>({
  origin: line,
  connectedAt: date,
  lastUsed: orNull(date),
  lastChoice: optional(line),
});

const isIndexShape = object<Index>({
  accounts: listOf(isAccount),
  records: listOf(isRecordEntry),
  sites: listOf(isSite),
  activity: optional(isActivityHead),
  settings: object<Settings>({
    algorithm: isAlgorithm,
    lockMinutes: optional(oneOf(...LOCK_MINUTES)),
    opaque: optional(oneOf(...OPAQUE_RULES)),
    backedUpAt: optional(date),
  }),
});

const isPendingPurpose = oneOf("registration", "kit", "recovery");
const isCredentialPurpose = oneOf("firstFactor", "secondFactor", "recovery");

const isPending = ({ kind, purpose, user, credId, publicKey, algorithm }: RecordEntry): boolean =>
  kind === "pending" &&
  isPendingPurpose(purpose) &&
  user !== null &&
  `${credId}${publicKey}${algorithm}` === "";

const isCredential = ({ kind, purpose, user, credId, publicKey, algorithm }: RecordEntry): boolean =>
  kind !== "pending" &&
  isCredentialPurpose(purpose) &&
  user === null &&
  credId !== "" &&
  (kind === "Fido2" || (publicKey !== "" && algorithm !== ""));

/** Beside the shapes: a pending record has a user and no key, any other the reverse, and nothing is listed twice. */
export const isIndex: Shape<Index> = (value): value is Index =>
  isIndexShape(value) &&
  value.records.every((entry) => isPending(entry) || isCredential(entry)) &&
  unique(value.accounts, ({ id }) => id) &&
  unique(value.records, ({ id }) => id) &&
  unique(value.sites, ({ origin }) => origin);
