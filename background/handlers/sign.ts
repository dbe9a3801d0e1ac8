import { readChallengeIdentifier } from "../../src/core/dfns/challengeIdentifier.ts";
import { isRecoveryMessage } from "../../src/core/dfns/clientData.ts";
import { nullIf, rpcError } from "../../src/core/errors.ts";
import type { Params } from "../../src/protocol/requests.ts";
import type { Approval } from "../approvalRecord.ts";
import type { SiteCaller } from "../caller.ts";
import { allowedIds } from "../openings.ts";
import { hostEnvironment } from "../requestViews.ts";
import type { SiteHandlers } from "../router.ts";
import { mayAnswer, type SignMethod } from "../signers.ts";
import { isOpaque } from "../signView.ts";
import { expiryOf, holderOf } from "../tokens.ts";
import type { Parts } from "./parts.ts";
import { prompt } from "./prompt.ts";

/** Sign in, and sign actions: checked, recorded and shown; the outcome is pushed. */
export const signHandlers = (parts: Parts): Pick<SiteHandlers, SignMethod> => ({
  dfns_sign: async (params, caller, callId) => {
    const { challenge, challengeIdentifier } = params.challenge;
    if (!(await parts.connections.isConnected(caller.origin))) checkRoams(params);
    if (params.api) hostEnvironment(params.api.url, parts.build);
    if (isRecoveryMessage(challenge)) throw rpcError("invalidParams", { path: "challenge.challenge" });
    checkIdentifier(params);
    await checkOpaque(parts, params);
    return ask(parts, { method: "dfns_sign", params, challenge, token: challengeIdentifier }, caller, callId);
  },
  dfns_login: (params, caller, callId) => {
    hostEnvironment(params.api.url, parts.build);
    return ask(
      parts,
      { method: "dfns_login", params, challenge: sameness(params), token: "" },
      caller,
      callId,
    );
  },
  dfns_signAction: (params, caller, callId) => {
    hostEnvironment(params.api.url, parts.build);
    const holder = holderOf(params.authToken);
    if (holder && holder.orgId !== params.api.orgId) throw rpcError("invalidParams", { path: "authToken" });
    const asked = { method: "dfns_signAction", params, challenge: sameness(params), token: params.authToken };
    return ask(parts, asked as Asking, caller, callId);
  },
});

/** A site that is not connected may only bring a key along. @throws `unauthorized` */
function checkRoams({ challenge, api }: Params<"dfns_sign">): void {
  if (!challenge.allowCredentials.passwordProtectedKey?.length) throw rpcError("unauthorized");
  if (!api) throw rpcError("invalidParams", { path: "api" });
}

/**
 * Refuses an identifier that speaks of another challenge: it was made to mislead.
 * @throws `invalidParams`
 */
function checkIdentifier({ challenge }: Params<"dfns_sign">): void {
  const claims = readChallengeIdentifier(challenge.challengeIdentifier);
  if (claims && claims.challenge !== challenge.challenge) {
    throw rpcError("invalidParams", { path: "challenge.challengeIdentifier" });
  }
}

/**
 * @throws `policyForbids`; `userRejected` where the person has switched requests off that nobody can read (a locked vault
 * tells when it is opened)
 */
async function checkOpaque({ keyring, policy }: Parts, params: Params<"dfns_sign">): Promise<void> {
  if (!isOpaque({ params } as Pick<Approval, "params">)) return;
  await policy.forbid("forbidOpaque");
  if (!(await keyring.isUnlocked())) return;
  const index = await keyring.index().catch(nullIf("locked"));
  if (index?.settings.opaque === "refuse") throw rpcError("userRejected");
}

interface Asking {
  readonly method: SignMethod;
  readonly params: unknown;
  readonly challenge: string;
  /** Whose `exp` ends the request. */
  readonly token: string;
}

/** Where no challenge is there yet, the whole question says whether it is the same one. */
const sameness = (params: Params<"dfns_login"> | Params<"dfns_signAction">): string => JSON.stringify(params);

async function ask(parts: Parts, { token, ...asked }: Asking, caller: SiteCaller, callId: string) {
  const { now } = parts;
  const soon = now() + 15 * 60 * 1000;
  const expiresAt = Math.min(expiryOf(token, now()), soon);
  if (expiresAt <= now()) throw rpcError("challengeExpired");
  if (await parts.keyring.isUnlocked()) {
    const draft = { ...asked, origin: caller.origin, opened: null } as unknown as Approval;
    await checkAnswer(parts, draft).catch(nullIf("locked"));
  }
  return prompt(parts, { ...asked, expiresAt }, caller, callId);
}

/** @throws `noCredential` when nothing of ours may answer; `locked` */
async function checkAnswer({ keyring, registrations }: Parts, draft: Approval): Promise<void> {
  const hasAnswer = async () => mayAnswer(draft, await keyring.index());
  if (await hasAnswer()) return;
  // Dfns is asked about keys that it may have accepted only where no other fits: it may be slow.
  await registrations.settleUnheard(draft.origin, allowedIds(draft));
  if (!(await hasAnswer())) throw rpcError("noCredential");
}
