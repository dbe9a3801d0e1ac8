import { rpcError, toPublicJson } from "../src/core/errors.ts";
import type { Index, RecordEntry } from "../src/core/vault/index.ts";
import type { Params } from "../src/protocol/requests.ts";
import type { Results } from "../src/protocol/results.ts";
import type { Answer } from "../src/protocol/wire.ts";
import type { Activity } from "./activity.ts";
import type { ChallengeAnswer, DfnsApi } from "./api.ts";
import type { Approval } from "./approvalRecord.ts";
import type { Approvals } from "./approvals.ts";
import type { Keyring } from "./keyring.ts";
import { accepted } from "./openings.ts";
import { challengeOf, type SignMethod, type SignOption } from "./signers.ts";

/** What answers the challenge. */
export type Factors = Omit<ChallengeAnswer, "challengeIdentifier">;

/** Carries out what was approved: each credential signs once per approval, told to the page that asked. */
export interface Signings {
  /**
   * Answers the page; never throws. `sign` is called once, when the approval is marked: what it makes goes nowhere before.
   */
  perform(approval: Approval, option: SignOption, sign: () => Factors): Promise<void>;
  /** Ends those that a kill interrupted and nobody can go on with: nothing is signed a second time. */
  endInterrupted(cut: readonly Approval[]): Promise<void>;
}

interface Parts {
  readonly keyring: Keyring;
  readonly approvals: Approvals;
  readonly api: DfnsApi;
  /** Dfns has given out a session token. */
  readonly signedIn: (accountId: string, token: string) => Promise<void>;
  readonly activity: Activity;
  readonly now: () => number;
}

/** Answers the approved challenge, once; the approval is marked before a signature leaves this module. */
type SignOnce = () => Promise<ChallengeAnswer>;

export function createSignings(parts: Parts): Signings {
  const { approvals, activity, keyring, now } = parts;
  const signOnce =
    (approval: Approval, option: SignOption, sign: () => Factors): SignOnce =>
    async () => {
      const asked = challengeOf(approval);
      if (asked === null) throw rpcError("stale");
      activity.signed(await approvals.move(approval.id, "signed"), option);
      return { challengeIdentifier: asked.challengeIdentifier, ...sign() };
    };
  return {
    async perform(approval, option, sign) {
      const run = RUN[approval.method as SignMethod];
      const outcome = await answerOf(() =>
        run(approval.params as never, signOnce(approval, option, sign), parts.api),
      );
      await approvals.settle(approval.id, "delivered", outcome);
      const at = new Date(now()).toISOString();
      await keyring
        .change((index) => ({ index: used(index, approval.origin, option, at) }))
        .catch(() => undefined);
      const token = approval.method === "dfns_login" ? tokenIn(outcome) : null;
      const accountId = option.first.entry?.accountId;
      if (token !== null && accountId !== undefined) void parts.signedIn(accountId, token);
    },
    async endInterrupted(cut) {
      for (const { id, method, state } of cut) {
        const isUnderWay = state === "approved" || state === "signed";
        if (!isUnderWay || !Object.hasOwn(RUN, method)) continue;
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

const tokenIn = (answer: Answer): string | null =>
  "result" in answer ? (answer.result as Results["dfns_login"]).token : null;

type Run<M extends SignMethod> = (params: Params<M>, sign: SignOnce, api: DfnsApi) => Promise<unknown>;

const RUN: { readonly [M in SignMethod]: Run<M> } = {
  dfns_sign: async (_params, sign) => {
    const { challengeIdentifier: _kept, ...factors } = await sign();
    return factors;
  },
  dfns_login: async ({ api: { url } }, sign, api) => {
    const { token } = accepted(await api.completeLogin(url, await sign()));
    return { token };
  },
  dfns_signAction: async ({ api: { url }, authToken }, sign, api) => {
    const { userAction } = accepted(await api.completeAction(url, authToken, await sign()));
    return { userAction };
  },
};

/** What signs is at Dfns: the site has added what it was handed. */
function usedEntry({ offeredAt: _added, ...entry }: RecordEntry, lastUsed: string): RecordEntry {
  return { ...entry, lastUsed };
}

/** The index that remembers what signed, and what this site's person chose. */
function used(index: Index, origin: string, { id, first, second }: SignOption, lastUsed: string): Index {
  const signed = new Set([first.id, second?.id]);
  return {
    ...index,
    records: index.records.map((entry) => (signed.has(entry.id) ? usedEntry(entry, lastUsed) : entry)),
    sites: index.sites.map((site) => (site.origin === origin ? { ...site, lastUsed, lastChoice: id } : site)),
  };
}
