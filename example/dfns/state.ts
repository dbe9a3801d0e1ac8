import { bareCredId } from "./credential.ts";
import type { Pending } from "./pending.ts";
import type { User } from "./user.ts";

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

export interface Transfer {
  readonly id: string;
  readonly walletId: string;
  readonly network: string;
  readonly requester: { readonly userId: string };
  readonly requestBody: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly asset: Readonly<Record<string, never>> };
  readonly status: "Pending";
  readonly dateRequested: string;
}

export interface State {
  readonly users: Map<string, User>;
  readonly pending: Map<string, Pending>;
  readonly userActions: Map<string, UserAction>;
  /** The user of each session that has not been logged out, by the `jti` of its token. */
  readonly sessions: Map<string, string>;
  readonly transfers: Transfer[];
  userByName(username: string): User | undefined;
  /** Stores the user in place of the one with the same id. */
  saveUser(user: User): User;
  /** Changes the user as it is now, which an answer that took time may not know. */
  updateUser(id: string, change: (user: User) => User): void;
  /** Whether any credential of the organisation has this credId; padding does not count. */
  hasCredential(credId: string): boolean;
  /** Forgets every challenge of the user that was handed out for this. */
  voidPending(userId: string, purpose: Pending["purpose"]): void;
}

/** All that the local Dfns knows, in memory. */
export function createState(): State {
  const users = new Map<string, User>();
  const pending = new Map<string, Pending>();
  return {
    users,
    pending,
    userActions: new Map(),
    sessions: new Map(),
    transfers: [],
    userByName: (username) => [...users.values()].find((user) => user.username === username),
    saveUser(user) {
      users.set(user.id, user);
      return user;
    },
    updateUser(id, change) {
      const user = users.get(id);
      if (user) users.set(id, change(user));
    },
    hasCredential(credId) {
      const credentials = [...users.values()].flatMap((user) => user.credentials);
      return credentials.some((credential) => bareCredId(credential.credId) === bareCredId(credId));
    },
    voidPending(userId, purpose) {
      const mine = [...pending].filter(([, row]) => row.purpose === purpose && row.userId === userId);
      for (const [jti] of mine) pending.delete(jti);
    },
  };
}
