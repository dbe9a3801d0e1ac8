import type { WalletKey } from "./addresses.ts";
import type { Credential } from "./credential.ts";
import { newId } from "./ids.ts";

/** Invited by code, given a first challenge, finished. */
export type Stage = "invited" | "begun" | "registered";
export type UserKind = "EndUser" | "CustomerEmployee" | "ServiceAccount";
/** Kinds that can be a factor of a login or of a user action. */
export type FactorKind = "Key" | "PasswordProtectedKey" | "Fido2";
export type CodeUse = "registration" | "login" | "credential" | "recovery";

/** What would be e-mailed, or read out to another device. `expires` in milliseconds. */
export interface Code {
  readonly value: string;
  readonly expires: number;
}

export interface Wallet {
  readonly id: string;
  readonly network: string;
  readonly address?: string;
  readonly name?: string;
  readonly externalId?: string;
  readonly signingKey: Omit<WalletKey, "address"> & { readonly id: string; readonly delegatedTo: string };
  readonly status: "Active";
  readonly dateCreated: string;
  readonly custodial: false;
  readonly tags: readonly string[];
}

export interface Policy {
  /** A first factor of one of these kinds counts only together with a second credential. */
  readonly requiresSecondFactor: readonly FactorKind[];
}

export interface User {
  readonly id: string;
  readonly username: string;
  readonly orgId: string;
  readonly kind: UserKind;
  readonly stage: Stage;
  readonly credentials: readonly Credential[];
  readonly wallets: readonly Wallet[];
  readonly codes: Readonly<Partial<Record<CodeUse, Code>>>;
  readonly policy: Policy;
  /** Assertions and attestations accepted so far. */
  readonly signatures: number;
}

export const newUser = (orgId: string, username: string, kind: UserKind): User => ({
  id: newId("us"),
  username,
  orgId,
  kind,
  stage: "invited",
  credentials: [],
  wallets: [],
  codes: {},
  policy: { requiresSecondFactor: [] },
  signatures: 0,
});
