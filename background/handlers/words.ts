import { rpcError } from "../../src/core/errors.ts";
import type { PendingRegistration } from "../../src/core/vault/pending.ts";
import type { Params } from "../../src/protocol/requests.ts";
import type { Results } from "../../src/protocol/results.ts";
import type { KitView } from "../../src/protocol/views.ts";
import type { Approval } from "../approvalRecord.ts";
import { isRightWord, wordsOf } from "../kits.ts";
import type { PageHandlers } from "../router.ts";
import type { Parts } from "./parts.ts";

export type WordHandlers = Pick<PageHandlers, "approval.phrase" | "approval.check" | "approval.finish">;

/** The words of a new recovery phrase: shown once, then asked for from the paper. */
export function wordHandlers(parts: Parts): WordHandlers {
  const keeperOf = async (id: string) => {
    const approval = await parts.approvals.get(id);
    const keeper = approval.method === "dfns_createCredential" ? ofKit : ofRegistration;
    return keeper(parts, approval);
  };
  return {
    "approval.phrase": async ({ id }) => (await keeperOf(id)).sheet(),
    "approval.check": async ({ id, place, word }) => ({
      right: await (await keeperOf(id)).isRight(place, word),
    }),
    "approval.finish": async ({ id, words }) => {
      await (await keeperOf(id)).finish(words);
      return null;
    },
  };
}

/** Whoever keeps the words of one approval. */
interface Keeper {
  sheet(): Promise<Results["approval.phrase"]>;
  isRight(place: number, word: string): Promise<boolean>;
  /** @throws `malformed` when the words are not right */
  finish(words: readonly string[]): Promise<void>;
}

function ofRegistration({ pendings, registrations, changed }: Parts, approval: Approval): Keeper {
  const recordId = recordIdOf(approval);
  return {
    async sheet() {
      const pending = await pendings.get(recordId);
      if (pending.state !== "created") throw rpcError("stale");
      return { words: wordsOf(pending), kit: kitOf(pending) };
    },
    isRight: (place, word) => pendings.isRight(recordId, place, word),
    async finish(words) {
      const { state } = await pendings.get(recordId);
      if (state === "created" && !(await pendings.confirm(recordId, words))) throw rpcError("malformed");
      await changed();
      void registrations.advance(recordId).catch(() => undefined);
    },
  };
}

function ofKit({ kits, additions }: Parts, approval: Approval): Keeper {
  const recordId = recordIdOf(approval);
  const { api } = approval.params as Params<"dfns_createCredential">;
  return {
    async sheet() {
      const kit = await kits.get(recordId);
      return { words: wordsOf(kit), kit: kitOf({ ...kit, api }) };
    },
    isRight: async (place, word) => isRightWord(await kits.get(recordId), place, word),
    finish: (words) => additions.confirmed(approval, words),
  };
}

export function kitOf({
  user,
  api,
  recovery,
}: Pick<PendingRegistration, "user" | "api" | "recovery">): KitView {
  return { username: user.name, userId: user.id, orgId: api.orgId, url: api.url, credId: recovery.credId };
}

/** @throws `gone` before Approve */
export function recordIdOf({ recordId }: Pick<Approval, "recordId">): string {
  if (recordId === null) throw rpcError("gone");
  return recordId;
}
