import { publicCredential } from "./credential.ts";
import { checkNew, verifyCredential } from "./credentials.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { type PendingFor, takePending } from "./pending.ts";
import type { NewCredential } from "./schemas.ts";

/**
 * Stores the credential and answers with it. `admit` has the last word, when everything else is right.
 * @throws Refusal challengeInvalid, signatureInvalid, credentialExists
 */
export async function addCredential(
  deps: Deps,
  body: NewCredential,
  admit: (pending: PendingFor<"credential">) => void,
) {
  const { challengeIdentifier, ...attestation } = body;
  const pending = await takePending(deps, "credential", challengeIdentifier);
  if (pending.kind !== body.credentialKind) refuse("challengeInvalid", "it was issued for another kind");
  const credential = await verifyCredential(deps, pending.challenge, attestation);
  checkNew(deps, [credential]);
  admit(pending);
  deps.state.updateUser(pending.userId, (user) => ({
    ...user,
    credentials: [...user.credentials, credential],
    signatures: user.signatures + 1,
  }));
  return publicCredential(credential);
}
