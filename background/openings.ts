import { type ChallengeClaims, readChallengeIdentifier } from "../src/core/dfns/challengeIdentifier.ts";
import { isRecoveryMessage } from "../src/core/dfns/clientData.ts";
import type { AssertionChallenge } from "../src/core/dfns/types.ts";
import { hasReason, rpcError, toPublicJson } from "../src/core/errors.ts";
import type { Params } from "../src/protocol/requests.ts";
import type { DfnsApi, Outcome } from "./api.ts";
import type { Approval } from "./approvalRecord.ts";
import type { Approvals } from "./approvals.ts";
import type { Keyring } from "./keyring.ts";
import type { Registrations } from "./registrations.ts";
import { challengeOf, optionsFor, type SignMethod } from "./signers.ts";
import { isSameAction } from "./signView.ts";
import { expiryOf, holderOf } from "./tokens.ts";

/** Brings a request to sign to the point where it can be shown: what is asked, and what can answer it. */
export interface Openings {
  /**
   * Opens the login or the action at Dfns, so that what is shown is what is signed, and looks what of ours may answer. The
   * page is told at once when Dfns refuses or nothing fits, unless the vault was locked by then. One run per request at a time; never throws.
   */
  prepare(id: string): Promise<void>;
}

interface Parts {
  readonly approvals: Approvals;
  readonly keyring: Keyring;
  readonly registrations: Registrations;
  readonly api: DfnsApi;
  readonly now: () => number;
}

export function createOpenings(parts: Parts): Openings {
  const running = new Map<string, Promise<void>>();
  return {
    prepare(id) {
      const current = running.get(id) ?? prepareOne(parts, id).finally(() => running.delete(id));
      running.set(id, current);
      return current;
    },
  };
}

async function prepareOne(parts: Parts, id: string): Promise<void> {
  const { approvals, keyring, registrations, now } = parts;
  try {
    const approval = await approvals.get(id);
    await registrations.settleUnheard(approval.origin, allowedIds(approval));
    if (challengeOf(approval) === null) {
      const challenge = await open(parts, approval);
      await approvals.setOpened(id, challenge, expiryOf(challenge.challengeIdentifier, now()));
    }
    const options = optionsFor(await approvals.get(id), await keyring.index());
    if (options.length === 0) throw rpcError("noCredential");
  } catch (error) {
    // Locked meanwhile: it is opened again when the vault is.
    if (hasReason(error, "locked")) return;
    await approvals.settle(id, "delivered", { error: toPublicJson(error) }).catch(() => undefined);
  }
}

/** The ids of our kinds that the challenge of a `dfns_sign` allows. */
export function allowedIds({ method, params }: Pick<Approval, "method" | "params">): readonly string[] {
  if (method !== "dfns_sign") return [];
  const { key, passwordProtectedKey = [] } = (params as Params<"dfns_sign">).challenge.allowCredentials;
  return [...key, ...passwordProtectedKey].map(({ id }) => id);
}

type OpenedMethod = Exclude<SignMethod, "dfns_sign">;

/** @throws `apiError` when Dfns refuses, does not answer, or answers with the challenge of something else, be it a request of before */
async function open(
  { api, approvals }: Parts,
  { id, method, params }: Approval,
): Promise<AssertionChallenge> {
  const challenge = accepted(await OPEN[method as OpenedMethod](params as never, api));
  const others = (await approvals.all()).filter((other) => other.id !== id);
  const fresh = others.every((other) => challengeOf(other)?.challenge !== challenge.challenge);
  if (fresh && fits(challenge, method as OpenedMethod, params)) return challenge;
  throw rpcError("apiError", { status: 200 });
}

const OPEN: {
  readonly [M in OpenedMethod]: (params: Params<M>, api: DfnsApi) => Promise<Outcome<AssertionChallenge>>;
} = {
  dfns_login: ({ api: at, username, loginCode }, api) => api.openLogin(at, username, loginCode),
  dfns_signAction: ({ api: at, authToken, method, path, payload }, api) =>
    api.openAction(at.url, authToken, { method, path, payload }),
};

/** Dfns does not document what an identifier says: silence is no fault, another story is. */
function fits({ challenge, challengeIdentifier }: AssertionChallenge, method: OpenedMethod, params: unknown) {
  if (isRecoveryMessage(challenge)) return false;
  const claims = readChallengeIdentifier(challengeIdentifier);
  if (claims === null) return true;
  return claims.challenge === challenge && IS_FOR[method](claims, params as never);
}

/** Whether what an identifier says is what was asked for: this user, and this action or none. */
const IS_FOR: { readonly [M in OpenedMethod]: (claims: ChallengeClaims, params: Params<M>) => boolean } = {
  dfns_login: ({ challengeInfo, username, orgId }, params) =>
    challengeInfo === undefined && ["", params.username].includes(username) && orgId === params.api.orgId,
  dfns_signAction: ({ challengeInfo, userId, orgId }, params) =>
    isSameAction(challengeInfo ?? params, params) &&
    (holderOf(params.authToken)?.userId ?? userId) === userId &&
    orgId === params.api.orgId,
};

/** @throws `apiError` with Dfns' words */
export function accepted<T>(outcome: Outcome<T>): T {
  if (outcome.type !== "accepted") throw rpcError("apiError", outcome.refusal);
  return outcome.value;
}
