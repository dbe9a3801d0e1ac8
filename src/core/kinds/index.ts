/** The registry of credential kinds. */
import { Key } from "./key.ts";
import { PasswordProtectedKey } from "./passwordProtectedKey.ts";
import { RecoveryKey } from "./recoveryKey.ts";

export type { CreatedCredential } from "./kind.ts";

export const KINDS = { Key, PasswordProtectedKey, RecoveryKey } as const;
