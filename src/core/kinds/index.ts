/** The registry of credential kinds. */
import { Key } from "./key.ts";
import { RecoveryKey } from "./recoveryKey.ts";

export type { CreatedCredential } from "./kind.ts";

export const KINDS = { Key, RecoveryKey } as const;
