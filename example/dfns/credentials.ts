import { createHash } from "node:crypto";
import { Hono } from "hono";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { newId } from "./ids.ts";
import { checkPermission, readCaller } from "./requests.ts";
import type { Attestation, RegistrationCredentials } from "./schemas.ts";
import { bareCredId, type Credential } from "./state.ts";
import { parsePublicKey, verifyAttestation } from "./verify.ts";

function createCredential(deps: Deps, challenge: string, attestation: Attestation): Credential {
  const { credentialKind, credentialInfo, credentialName } = attestation;
  const publicKey = verifyAttestation(credentialInfo, challenge);
  if (deps.state.hasCredential(credentialInfo.credId)) refuse("credentialExists");
  return {
    uuid: newId("cr"),
    credId: credentialInfo.credId,
    kind: credentialKind,
    name: credentialName ?? "Default Credential",
    publicKey,
    ...("encryptedPrivateKey" in attestation && { encryptedPrivateKey: attestation.encryptedPrivateKey }),
    dateCreated: new Date(deps.now()).toISOString(),
    isActive: true,
  };
}

/**
 * The credentials of one registration, first factor first; all must sign the same `challenge`.
 * @throws Refusal signatureInvalid; credentialExists when a credId is used twice, here or in the organisation
 */
export function createCredentials(
  deps: Deps,
  challenge: string,
  body: RegistrationCredentials,
): readonly Credential[] {
  const { firstFactorCredential, secondFactorCredential, recoveryCredential } = body;
  const credentials = [firstFactorCredential, secondFactorCredential, recoveryCredential]
    .filter((attestation) => attestation !== undefined)
    .map((attestation) => createCredential(deps, challenge, attestation));
  const credIds = new Set(credentials.map(({ credId }) => bareCredId(credId)));
  if (credIds.size < credentials.length) refuse("credentialExists", "two credentials have one credId");
  return credentials;
}

function fingerprint(pem: string): string {
  const der = parsePublicKey(pem).export({ format: "der", type: "spki" });
  return `SHA256:${createHash("sha256").update(der).digest("base64").replace(/=+$/, "")}`;
}

/** Calls under `/auth/credentials` (protocol.md 1.4). */
export function credentialRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.get("/auth/credentials", async (c) => {
    const { user } = await readCaller(c, deps);
    checkPermission(user, "person", "Auth:Creds:Read");
    const items = user.credentials.map((credential) => ({
      kind: credential.kind,
      credentialId: credential.credId,
      credentialUuid: credential.uuid,
      dateCreated: credential.dateCreated,
      isActive: credential.isActive,
      name: credential.name,
      publicKey: fingerprint(credential.publicKey),
      relyingPartyId: "",
      origin: "",
    }));
    return c.json({ items });
  });
  return app;
}
