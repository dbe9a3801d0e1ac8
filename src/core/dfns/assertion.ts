import { ALGORITHMS, type AlgorithmName } from "../algorithms.ts";
import { base64url } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import { getClientData, recoveryClientData } from "./clientData.ts";
import type { KeyAssertion, RecoveryAssertion, RegistrationCredentials } from "./types.ts";

const KINDS: readonly string[] = ["Key", "PasswordProtectedKey"] satisfies KeyAssertion["kind"][];

/** `secret` is PKCS#8 (DER); `credId` is passed on as it stands, since imported credentials have ids of another making. */
interface Holder {
  readonly algorithm: AlgorithmName;
  readonly secret: Uint8Array;
  readonly credId: string;
}

/** What is asserted: an answer to a challenge, or that these credentials take the place of all older ones. */
type Over = { readonly challenge: string } | { readonly newCredentials: RegistrationCredentials };

/**
 * Use of a credential (docs.dfns.co, "Credentials data"): the client data are signed directly and the signature is
 * base64url, unlike in an attestation.
 * @throws malformed for a challenge or a key that is not one, a recovery message, and any other kind: a RecoveryKey signs
 * no challenge of another's choosing
 */
export function assert({
  kind,
  ...holder
}: Holder & { readonly kind: KeyAssertion["kind"]; readonly challenge: string }): KeyAssertion {
  if (!KINDS.includes(kind)) throw rpcError("malformed");
  return { kind, credentialAssertion: assertion(holder) };
}

/** Use of an old recovery key, which signs nothing but credentials made here. @throws malformed for a key that is not one */
export const assertRecovery = (
  holder: Holder & { readonly newCredentials: RegistrationCredentials },
): RecoveryAssertion => ({ kind: "RecoveryKey", credentialAssertion: assertion(holder) });

function assertion({ algorithm, secret, credId, ...over }: Holder & Over) {
  const row = ALGORITHMS[algorithm];
  const clientData =
    "newCredentials" in over ? recoveryClientData(over.newCredentials) : getClientData(over.challenge);
  const signature = base64url(row.sign(row.fromPkcs8(secret), clientData));
  return { credId, clientData: base64url(clientData), signature };
}
