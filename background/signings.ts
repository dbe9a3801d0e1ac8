import { allowedCredentials } from "../src/core/dfns/choose.ts";
import type { AssertionChallenge } from "../src/core/dfns/types.ts";
import { rpcError, toPublicJson } from "../src/core/errors.ts";
import type { RecordEntry } from "../src/core/vault/index.ts";
import type { Params } from "../src/protocol/requests.ts";
import type { Answer } from "../src/protocol/wire.ts";
import type { ChallengeAnswer, DfnsApi, Outcome } from "./api.ts";
import type { Approval, Approvals } from "./approvals.ts";
import type { Keyring, Signer } from "./keyring.ts";
import type { SignMethod } from "./signers.ts";

/** Carries out what was approved: one signature per approval, told to the page that asked. */
export interface Signings {
  /** Signs with the chosen credential and answers the page; never throws. */
  perform(approval: Approval, entry: RecordEntry, sign: Signer): Promise<void>;
  /** Ends what a kill interrupted: nothing is signed a second time. */
  endInterrupted(): Promise<void>;
}

interface Parts {
  readonly keyring: Keyring;
  readonly approvals: Approvals;
  readonly api: DfnsApi;
  readonly now: () => number;
}

/** Signs one challenge, once; the approval is marked before the signature leaves this module. */
type SignOnce = (challenge: AssertionChallenge) => Promise<ChallengeAnswer>;

export function createSignings(parts: Parts): Signings {
  const { approvals, keyring, now } = parts;
  const running = new Set<string>();
  const signer =
    ({ id }: Approval, entry: RecordEntry, sign: Signer): SignOnce =>
    async (challenge) => {
      const [allowed] = allowedCredentials(challenge, [entry]).firstFactors;
      if (!allowed || allowed.requiresSecondFactor) throw rpcError("noCredential");
      await approvals.move(id, "signed");
      const firstFactor = sign(challenge.challenge);
      return { challengeIdentifier: challenge.challengeIdentifier, firstFactor };
    };
  return {
    async perform(approval, entry, sign) {
      running.add(approval.id);
      const outcome = await answerOf(() =>
        RUN[approval.method as SignMethod](
          approval.params as never,
          signer(approval, entry, sign),
          parts.api,
        ),
      );
      await approvals.settle(approval.id, "delivered", outcome);
      running.delete(approval.id);
      const lastUsed = new Date(now()).toISOString();
      await keyring
        .change((index) => ({
          index: {
            ...index,
            records: index.records.map((one) => (one.id === entry.id ? { ...one, lastUsed } : one)),
          },
        }))
        .catch(() => undefined);
    },
    async endInterrupted() {
      for (const { id, method, state } of await approvals.open()) {
        const cut = state === "approved" || state === "signed";
        if (!cut || !Object.hasOwn(RUN, method) || running.has(id)) continue;
        const reason = state === "signed" ? "answerLost" : "internal";
        await approvals.settle(id, "delivered", { error: toPublicJson(rpcError(reason)) });
      }
    },
  };
}

async function answerOf(run: () => Promise<unknown>): Promise<Answer> {
  try {
    return { result: await run() };
  } catch (error) {
    return { error: toPublicJson(error) };
  }
}

type Run<M extends SignMethod> = (params: Params<M>, sign: SignOnce, api: DfnsApi) => Promise<unknown>;

const RUN: { readonly [M in SignMethod]: Run<M> } = {
  dfns_sign: async ({ challenge }, sign) => {
    const { firstFactor } = await sign(challenge);
    return { firstFactor };
  },
  dfns_login: async ({ api: at, username, loginCode }, sign, api) => {
    const challenge = accepted(await api.openLogin(at, username, loginCode));
    const { token } = accepted(await api.completeLogin(at.url, await sign(challenge)));
    return { token };
  },
  dfns_signAction: async ({ api: at, authToken, method, path, payload }, sign, api) => {
    const challenge = accepted(await api.openAction(at.url, authToken, { method, path, payload }));
    const { userAction } = accepted(await api.completeAction(at.url, authToken, await sign(challenge)));
    return { userAction };
  },
};

/** @throws `apiError` with Dfns' words */
function accepted<T>(outcome: Outcome<T>): T {
  if (outcome.type !== "accepted") throw rpcError("apiError", outcome.refusal);
  return outcome.value;
}
