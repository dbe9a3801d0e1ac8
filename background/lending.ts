/** Signatures that the keyring lends for one approval; the key itself does not leave this file. */
import type { AlgorithmName } from "../src/core/algorithms.ts";
import { fromBase64url } from "../src/core/bytes.ts";
import { assert } from "../src/core/dfns/assertion.ts";
import type { KeyAssertion } from "../src/core/dfns/types.ts";
import { rpcError } from "../src/core/errors.ts";
import type { RecordEntry } from "../src/core/vault/index.ts";
import { openPasswordContainer } from "../src/core/vault/passwordContainer.ts";
import type { CredentialSecret } from "../src/core/vault/records.ts";

/** Answers challenges with one credential. */
export type Signer = (challenge: string) => KeyAssertion;

/** `publicKey` is the SPKI (DER) in base64url. */
export interface RoamingSigner {
  readonly sign: Signer;
  readonly publicKey: string;
  readonly algorithm: AlgorithmName;
}

/** @throws `notOpened`, `noCredential` for a record that signs nothing */
export async function signerOf(
  { kind, algorithm, credId, publicKey }: RecordEntry,
  content: CredentialSecret,
  username: string,
  password: string | undefined,
): Promise<Signer> {
  if (kind === "Key" && algorithm !== "" && "secret" in content) {
    const secret = fromBase64url(content.secret);
    return (challenge) => assert({ kind, algorithm, secret, credId, challenge });
  }
  if (kind === "PasswordProtectedKey" && "container" in content) {
    const from = { text: content.container, credId, username, publicKey };
    return (await roamingSignerOf(from, password)).sign;
  }
  throw rpcError("noCredential");
}

/** @throws `notOpened` */
export async function roamingSignerOf(
  container: Omit<Parameters<typeof openPasswordContainer>[0], "password">,
  password: string | undefined,
): Promise<RoamingSigner> {
  if (password === undefined) throw rpcError("notOpened");
  const { algorithm, secret, publicKey } = await openPasswordContainer({ ...container, password });
  const { credId } = container;
  const sign: Signer = (challenge) =>
    assert({ kind: "PasswordProtectedKey", credId, challenge, algorithm, secret });
  return { sign, publicKey, algorithm };
}
