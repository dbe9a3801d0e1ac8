import * as v from "valibot";
import { rpcError } from "../src/core/errors.ts";
import { createQueue } from "./queue.ts";

/** Slows the guessing of passwords down. What is counted lies in clear beside the vault and outlives every restart. */
export interface Guard {
  /**
   * Runs one try. It is counted before it runs, so that a kill in the middle counts too; a try that succeeds clears the
   * count. @param scope what the password opens: `vault`, or a credId
   * @throws `rateLimited` with `retryAfter` in seconds while the next try has to wait; otherwise what `run` throws
   */
  attempt<T>(scope: string, run: () => Promise<T>): Promise<T>;
  /** Drops the count of what is gone: the next vault does not wait for tries at the one before it. */
  forget(scope: string): Promise<void>;
}

/** The part of the store that the guard writes; what it gives back is unparsed. */
export interface GuardStore {
  readGuard(key: string): Promise<unknown>;
  writeGuard(key: string, value: unknown): Promise<void>;
  removeGuard(key: string): Promise<void>;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** The wait after so many failed tries, in milliseconds; the last row holds for all that follow. */
const DELAYS = [0, 0, 0, 0, 0, 5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 60 * MINUTE] as const;

/** `tries` without success, the last of them at `at`, in milliseconds since the epoch. */
const count = v.strictObject({ tries: v.pipe(v.number(), v.integer(), v.minValue(0)), at: v.number() });
type Count = v.InferOutput<typeof count>;

const keyOf = (scope: string): string => `tries:${scope}`;

const delayAfter = (tries: number): number => DELAYS[Math.min(tries, DELAYS.length - 1)] ?? 0;

export function createGuard({
  store,
  now,
}: {
  readonly store: GuardStore;
  readonly now: () => number;
}): Guard {
  const exclusive = createQueue();
  const read = async (key: string): Promise<Count> => {
    const parsed = v.safeParse(count, await store.readGuard(key));
    return parsed.success ? parsed.output : { tries: 0, at: 0 };
  };
  return {
    attempt: (scope, run) =>
      exclusive(async () => {
        const key = keyOf(scope);
        const { tries, at } = await read(key);
        // A clock that was set back does not shorten the wait: it begins again.
        if (at > now()) await store.writeGuard(key, { tries, at: now() });
        const left = Math.min(at, now()) + delayAfter(tries) - now();
        if (left > 0) throw rpcError("rateLimited", { retryAfter: Math.ceil(left / SECOND) });
        await store.writeGuard(key, { tries: tries + 1, at: now() });
        const result = await run();
        await store.removeGuard(key);
        return result;
      }),
    forget: (scope) => exclusive(() => store.removeGuard(keyOf(scope))),
  };
}
