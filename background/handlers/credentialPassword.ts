import { rpcError } from "../../src/core/errors.ts";
import type { Keyring } from "../keyring.ts";
import { isLongEnough } from "../passwords.ts";

/**
 * The password of a credential that is about to be made.
 * @throws `weakPassword`; with `path` "vault" when it is the vault password, which Dfns must never hold a lock of
 */
export async function credentialPassword(keyring: Keyring, password = ""): Promise<string> {
  if (!isLongEnough(password)) throw rpcError("weakPassword");
  if (await keyring.isVaultPassword(password)) throw rpcError("weakPassword", { path: "vault" });
  return password;
}
