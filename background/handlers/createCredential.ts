import { readChallengeIdentifier } from "../../src/core/dfns/challengeIdentifier.ts";
import { isRecoveryMessage } from "../../src/core/dfns/clientData.ts";
import { nullIf, rpcError } from "../../src/core/errors.ts";
import type { Params } from "../../src/protocol/requests.ts";
import { kindToCreate } from "../createCredentialView.ts";
import { checkKit } from "../kitRule.ts";
import { hostEnvironment, unsupported } from "../requestViews.ts";
import type { SiteHandlers } from "../router.ts";
import { expiryOf } from "../tokens.ts";
import type { Parts } from "./parts.ts";
import { prompt } from "./prompt.ts";

/** One more credential for an account: checked, recorded and shown; the outcome is pushed. */
export const createCredential =
  (parts: Parts): SiteHandlers["dfns_createCredential"] =>
  async (params, caller, callId) => {
    const expiresAt = checked(params, parts.build, parts.now());
    // A locked vault tells when it is opened.
    const isUnlocked = await parts.keyring.isUnlocked();
    const index = isUnlocked ? await parts.keyring.index().catch(nullIf("locked")) : null;
    if (index) await checkKit(parts.policy, index, { method: "dfns_createCredential", params });
    const { challenge } = params.challenge;
    return prompt(parts, { method: "dfns_createCredential", params, challenge, expiresAt }, caller, callId);
  };

/** @returns when the challenge ends, in milliseconds since the epoch */
function checked(params: Params<"dfns_createCredential">, build: Parts["build"], now: number): number {
  const { kind, challenge, challengeIdentifier } = params.challenge;
  hostEnvironment(params.api.url, build);
  if (kindToCreate(kind) === undefined) throw unsupported(kind);
  if (isRecoveryMessage(challenge)) throw rpcError("invalidParams", { path: "challenge.challenge" });
  checkClaims(params);
  const expiresAt = expiryOf(challengeIdentifier, now);
  if (expiresAt <= now) throw rpcError("challengeExpired");
  return expiresAt;
}

/**
 * Refuses an identifier that speaks of another challenge, user or organisation: it was made to mislead.
 * @throws `invalidParams`
 */
function checkClaims({ api, challenge }: Params<"dfns_createCredential">): void {
  const claims = readChallengeIdentifier(challenge.challengeIdentifier);
  if (claims === null) return;
  const fits =
    claims.challenge === challenge.challenge &&
    claims.userId === challenge.user.id &&
    claims.orgId === api.orgId;
  if (!fits) throw rpcError("invalidParams", { path: "challenge.challengeIdentifier" });
}
