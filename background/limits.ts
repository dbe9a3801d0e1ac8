import * as v from "valibot";
import { rpcError } from "../src/core/errors.ts";
import type { Session } from "./session.ts";

/** How often a site may ask, and how long it must wait after it was rejected again and again. */
export interface Limits {
  /** @throws `rateLimited` with `retryAfter`, when the site asks too fast or was rejected too often */
  admit(origin: string): Promise<void>;
  noteRejection(origin: string): Promise<void>;
  /** The person approved: earlier rejections count no more. */
  forgive(origin: string): Promise<void>;
  /** Rejections of the last minute. */
  recentRejections(origin: string): Promise<number>;
}

interface Parts {
  readonly session: Session;
  readonly now: () => number;
}

/** One site may ask so often at once, and then so often a second. */
const BURST = 30;
const PER_SECOND = 2;

const MINUTE = 60_000;
/** Rejections are remembered for that long, in milliseconds. */
const MEMORY = 10 * MINUTE;
/** Seconds to wait after the first, second, … rejection in a row; the last counts for all that follow. */
const BACK_OFF = [0, 0, 0, 10, 30, 60, 300] as const;
const MAX_SITES = 500;

const REJECTIONS = "rejections";
const rejections = v.record(v.string(), v.array(v.number()));

export function createLimits({ session, now }: Parts): Limits {
  const takeToken = createBuckets(now);
  const recall = async (): Promise<Record<string, number[]>> => {
    const all = Object.entries((await session.read(REJECTIONS, rejections)) ?? {});
    const recent = all.map(([origin, times]) => [origin, times.filter((at) => at > now() - MEMORY)] as const);
    return Object.fromEntries(recent.filter(([, times]) => times.length > 0).slice(-MAX_SITES));
  };
  return {
    async admit(origin) {
      takeToken(origin);
      const times = (await recall())[origin] ?? [];
      const pause = (BACK_OFF[Math.min(times.length, BACK_OFF.length) - 1] ?? 0) * 1000;
      const left = (times.at(-1) ?? 0) + pause - now();
      if (left > 0) throw rpcError("rateLimited", { retryAfter: Math.ceil(left / 1000) });
    },
    async noteRejection(origin) {
      const { [origin]: times = [], ...others } = await recall();
      await session.write(REJECTIONS, { ...others, [origin]: [...times, now()] });
    },
    async forgive(origin) {
      const { [origin]: times, ...others } = await recall();
      if (times) await session.write(REJECTIONS, others);
    },
    async recentRejections(origin) {
      return ((await recall())[origin] ?? []).filter((at) => at > now() - MINUTE).length;
    },
  };
}

/** A token bucket for each site, in memory: a flood outlives no restart of the worker. @throws `rateLimited` */
function createBuckets(now: () => number): (origin: string) => void {
  const buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
  return (origin) => {
    const { tokens, at } = buckets.get(origin) ?? { tokens: BURST, at: now() };
    const filled = Math.min(BURST, tokens + (Math.max(0, now() - at) / 1000) * PER_SECOND);
    if (filled < 1) throw rpcError("rateLimited", { retryAfter: Math.ceil((1 - filled) / PER_SECOND) });
    buckets.delete(origin);
    buckets.set(origin, { tokens: filled - 1, at: now() });
    const oldest = buckets.keys().next().value;
    if (buckets.size > MAX_SITES && oldest !== undefined) buckets.delete(oldest);
  };
}
