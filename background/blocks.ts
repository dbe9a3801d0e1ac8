import * as v from "valibot";
import { rpcError } from "../src/core/errors.ts";
import type { BlockedView } from "../src/protocol/siteViews.ts";
import type { GuardStore } from "./guard.ts";
import { createQueue } from "./queue.ts";

/** The sites that may not ask, kept in clear beside the vault so that a locked vault keeps them out too. */
export interface Blocks {
  /** @throws `rateLimited` with `retryAfter` while blocked for a time, `userRejected` while blocked for good */
  check(origin: string): Promise<void>;
  /** `until` in milliseconds since the epoch; `null` for good. */
  block(origin: string, until: number | null): Promise<void>;
  unblock(origin: string): Promise<void>;
  all(): Promise<readonly BlockedView[]>;
}

interface Parts {
  readonly store: GuardStore;
  readonly now: () => number;
}

const BLOCKED = "blocked";
const MAX_BLOCKED = 1000;

const blocked = v.array(v.strictObject({ origin: v.string(), until: v.nullable(v.number()) }));

export function createBlocks({ store, now }: Parts): Blocks {
  const exclusive = createQueue();
  const all = async (): Promise<readonly BlockedView[]> => {
    const parsed = v.safeParse(blocked, await store.readGuard(BLOCKED));
    const listed = parsed.success ? parsed.output : [];
    return listed.filter(({ until }) => until === null || until > now());
  };
  const others = async (origin: string) => (await all()).filter((one) => one.origin !== origin);
  return {
    async check(origin) {
      const mine = (await all()).find((one) => one.origin === origin);
      if (!mine) return;
      if (mine.until === null) throw rpcError("userRejected");
      throw rpcError("rateLimited", { retryAfter: Math.ceil((mine.until - now()) / 1000) });
    },
    block: (origin, until) =>
      exclusive(async () => {
        const next = [...(await others(origin)), { origin, until }].slice(-MAX_BLOCKED);
        await store.writeGuard(BLOCKED, next);
      }),
    unblock: (origin) => exclusive(async () => store.writeGuard(BLOCKED, await others(origin))),
    all,
  };
}
