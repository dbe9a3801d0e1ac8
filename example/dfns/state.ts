import type { WalletKey } from "./addresses.ts";

export type CredentialKind = "Key" | "PasswordProtectedKey" | "RecoveryKey";
/** Invited by code, given a first challenge, finished. */
export type Stage = "invited" | "begun" | "registered";
export type UserKind = "EndUser" | "CustomerEmployee" | "ServiceAccount";

export interface Credential {
  readonly uuid: string;
  readonly credId: string;
  readonly kind: CredentialKind;
  readonly name: string;
  readonly publicKey: string;
  readonly encryptedPrivateKey?: string;
  readonly dateCreated: string;
  readonly isActive: boolean;
}

export interface Wallet {
  readonly id: string;
  readonly network: string;
  readonly address?: string;
  readonly name?: string;
  readonly signingKey: Omit<WalletKey, "address"> & { readonly id: string; readonly delegatedTo: string };
  readonly status: "Active";
  readonly dateCreated: string;
  readonly custodial: false;
  readonly tags: readonly string[];
}

export interface User {
  readonly id: string;
  readonly username: string;
  readonly orgId: string;
  readonly kind: UserKind;
  readonly stage: Stage;
  readonly credentials: readonly Credential[];
  readonly wallets: readonly Wallet[];
  readonly code?: { readonly value: string; readonly expires: number };
}

/** A challenge that was handed out, kept under the `jti` of its token until it is answered. */
export type Pending =
  | { readonly purpose: "registration"; readonly userId: string; readonly challenge: string }
  | {
      readonly purpose: "login";
      readonly userId: string;
      readonly challenge: string;
      readonly allowed: readonly string[];
    }
  | {
      readonly purpose: "action";
      readonly userId: string;
      readonly challenge: string;
      readonly allowed: readonly string[];
      readonly session: string;
      readonly action: Action;
    };

/** What a user action token allows: this call by this user, once. */
export interface Action {
  readonly method: string;
  readonly path: string;
  readonly payloadHash: string;
}

export interface UserAction extends Action {
  readonly userId: string;
  readonly used: boolean;
}

export interface State {
  readonly users: Map<string, User>;
  readonly pending: Map<string, Pending>;
  readonly userActions: Map<string, UserAction>;
  userByName(username: string): User | undefined;
  /** Stores the user in place of the one with the same id. */
  saveUser(user: User): User;
  /** Whether any credential of the organisation has this credId; padding does not count. */
  hasCredential(credId: string): boolean;
  /** Forgets every registration challenge of the user. */
  voidRegistrations(userId: string): void;
}

/** A credId as Dfns compares it: without base64 padding (protocol.md 2.3). */
export const bareCredId = (credId: string): string => credId.replace(/=+$/, "");

/** All that the local Dfns knows, in memory. */
export function createState(): State {
  const users = new Map<string, User>();
  const pending = new Map<string, Pending>();
  return {
    users,
    pending,
    userActions: new Map(),
    userByName: (username) => [...users.values()].find((user) => user.username === username),
    saveUser(user) {
      users.set(user.id, user);
      return user;
    },
    hasCredential(credId) {
      const credentials = [...users.values()].flatMap((user) => user.credentials);
      return credentials.some((credential) => bareCredId(credential.credId) === bareCredId(credId));
    },
    voidRegistrations(userId) {
      const mine = [...pending].filter(([, row]) => row.purpose === "registration" && row.userId === userId);
      for (const [jti] of mine) pending.delete(jti);
    },
  };
}
