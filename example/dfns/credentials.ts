import { bareCredId, type Credential } from "./credential.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { verifyFido2Attestation } from "./fido2.ts";
import { newId } from "./ids.ts";
import type { Attestation, RegistrationCredentials } from "./schemas.ts";
import { verifyAttestation } from "./verify.ts";

/**
 * To be called right before the credentials are stored, with nothing awaited between.
 * @throws Refusal credentialExists when the organisation has one of these credIds, or two of them are one
 */
export function checkNew({ state }: Deps, credentials: readonly Credential[]): void {
  if (credentials.some(({ credId }) => state.hasCredential(credId))) refuse("credentialExists");
  const credIds = new Set(credentials.map(({ credId }) => bareCredId(credId)));
  if (credIds.size < credentials.length) refuse("credentialExists", "two credentials have one credId");
}

/** The credential in `attestation`, not stored yet. @throws Refusal signatureInvalid */
export async function verifyCredential(
  deps: Deps,
  challenge: string,
  attestation: Attestation,
): Promise<Credential> {
  const { credentialInfo, credentialName } = attestation;
  const base = {
    uuid: newId("cr"),
    credId: credentialInfo.credId,
    name: credentialName ?? "Default Credential",
    dateCreated: new Date(deps.now()).toISOString(),
    isActive: true,
  };
  if (attestation.credentialKind === "Fido2") {
    const made = await verifyFido2Attestation(credentialInfo, { challenge, isOrigin: deps.isOrigin });
    return { ...base, kind: "Fido2", ...made };
  }
  const publicKey = verifyAttestation(credentialInfo, challenge);
  const blob = "encryptedPrivateKey" in attestation ? attestation.encryptedPrivateKey : undefined;
  return {
    ...base,
    kind: attestation.credentialKind,
    publicKey,
    ...(blob !== undefined && { encryptedPrivateKey: blob }),
  };
}

/** The credentials of one registration, first factor first; all must sign the same `challenge`. @throws Refusal signatureInvalid */
export const verifyCredentials = (
  deps: Deps,
  challenge: string,
  { firstFactorCredential, secondFactorCredential, recoveryCredential }: RegistrationCredentials,
): Promise<readonly Credential[]> =>
  Promise.all(
    [firstFactorCredential, secondFactorCredential, recoveryCredential]
      .filter((attestation) => attestation !== undefined)
      .map((attestation) => verifyCredential(deps, challenge, attestation)),
  );
