import { ALGORITHMS, type AlgorithmName } from "../algorithms.ts";
import { base64url } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import { getClientData } from "./clientData.ts";
import type { KeyAssertion } from "./types.ts";

const KINDS: readonly string[] = ["Key", "PasswordProtectedKey"] satisfies KeyAssertion["kind"][];

/**
 * Use of a credential (docs.dfns.co, "Credentials data"): the client data are signed directly and the signature is
 * base64url, unlike in an attestation. `secret` is PKCS#8 (DER); `credId` is passed on as it stands, since imported
 * credentials have ids of another making.
 * @throws malformed for a challenge or a key that is not one, a recovery message, and any other kind: a RecoveryKey signs
 * no challenge of another's choosing
 */
export function assert({
  kind,
  algorithm,
  secret,
  credId,
  challenge,
}: {
  readonly kind: KeyAssertion["kind"];
  readonly algorithm: AlgorithmName;
  readonly secret: Uint8Array;
  readonly credId: string;
  readonly challenge: string;
}): KeyAssertion {
  if (!KINDS.includes(kind)) throw rpcError("malformed");
  const row = ALGORITHMS[algorithm];
  const clientData = getClientData(challenge);
  const signature = base64url(row.sign(row.fromPkcs8(secret), clientData));
  return { kind, credentialAssertion: { credId, clientData: base64url(clientData), signature } };
}
