import { rpcError } from "../errors.ts";
import { assertRecovery } from "./assertion.ts";
import type { RecoveryCredentials, RegistrationCredentials } from "./types.ts";

/**
 * The JSON text for `/auth/recover/user`, to be kept and sent again as it is. What the old key signs and what is sent are
 * one object in one order: Dfns compares them.
 * @throws malformed when the old credential is among the new ones, or its key is not one
 */
export function recoveryBody(
  newCredentials: RegistrationCredentials,
  old: Omit<Parameters<typeof assertRecovery>[0], "newCredentials">,
): string {
  if (newCredentials.recoveryCredential.credentialInfo.credId === old.credId) throw rpcError("malformed");
  const recovery = assertRecovery({ ...old, newCredentials });
  return JSON.stringify({ recovery, newCredentials } satisfies RecoveryCredentials);
}
