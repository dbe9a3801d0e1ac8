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

const parsed = (stored: unknown): readonly BlockedView[] => {
  const result = v.safeParse(blocked, stored);
  return result.success ? result.output : [];
};

export function createBlocks({ store, now }: Parts): Blocks {
  const exclusive = createQueue();
  /** Read once: nobody but this worker writes it, and every request of a site looks here first. */
  let listed: readonly BlockedView[] | null = null;
  const all = async (): Promise<readonly BlockedView[]> => {
    const read = listed ?? parsed(await store.readGuard(BLOCKED));
    listed ??= read;
    return listed.filter(({ until }) => until === null || until > now());
  };
  const write = async (next: readonly BlockedView[]) => {
    await store.writeGuard(BLOCKED, next);
    listed = next;
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
        await write([...(await others(origin)), { origin, until }].slice(-MAX_BLOCKED));
      }),
    unblock: (origin) => exclusive(async () => write(await others(origin))),
    all,
  };
}
