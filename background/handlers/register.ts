import { isRecoveryMessage } from "../../src/core/dfns/clientData.ts";
import { rpcError } from "../../src/core/errors.ts";
import type { Params } from "../../src/protocol/requests.ts";
import { chosenFactors, hostEnvironment } from "../requestViews.ts";
import type { SiteHandlers } from "../router.ts";
import { expiryOf } from "../tokens.ts";
import type { Parts } from "./parts.ts";
import { prompt } from "./prompt.ts";

/** Checks all that needs no vault, records the request and opens the window; the outcome is pushed. */
export const register =
  (parts: Parts): SiteHandlers["dfns_register"] =>
  async (params, caller, callId) => {
    const expiresAt = checked(params, parts);
    const { challenge } = params.challenge;
    return prompt(parts, { method: "dfns_register", params, challenge, expiresAt }, caller, callId);
  };

/**
 * What needs no vault of a registration or recovery that a site asks for.
 * @returns when the challenge ends, in milliseconds since the epoch
 * @throws `challengeExpired`; `invalidParams` for what this vault does not make or send
 */
export function checked(params: Params<"dfns_register" | "dfns_recover">, { build, now }: Parts): number {
  hostEnvironment(params.api.url, build);
  chosenFactors(params);
  const { challenge, temporaryAuthenticationToken } = params.challenge;
  if (isRecoveryMessage(challenge)) throw rpcError("invalidParams", { path: "challenge.challenge" });
  const expiresAt = expiryOf(temporaryAuthenticationToken, now());
  if (expiresAt <= now()) throw rpcError("challengeExpired");
  return expiresAt;
}
