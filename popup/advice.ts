import type { Refusal } from "../src/protocol/views.ts";
import { text } from "./text.ts";
import { clock } from "./time.ts";

interface Around {
  /** The host of the site that asked, and of the API. */
  readonly site: string;
  readonly api: string;
  /** Seconds until the next try, of a 429. */
  readonly wait: number;
  /** Whether the page then tries by itself, or leaves it to the person. */
  readonly next: "alone" | "person";
}

type Row = readonly [fits: (refusal: Refusal) => boolean, say: (around: Around) => string];

const status =
  (...wanted: readonly number[]) =>
  (refusal: Refusal) =>
    wanted.includes(refusal.status);
const between = (low: number, high: number) => (refusal: Refusal) =>
  refusal.status >= low && refusal.status < high;
const says = (code: number, words: RegExp) => (refusal: Refusal) =>
  refusal.status === code && words.test(refusal.message);

const WAIT = { alone: text.advice.wait, person: text.advice.waitYourself } as const;

/** What to do, by Dfns' answer; the first row that fits. */
const ADVICE: readonly Row[] = [
  [status(0), ({ api }) => text.advice.offline(api)],
  [between(200, 300), () => text.advice.unfit],
  [status(400), () => text.advice.startAgain],
  [says(401, /already exists/i), () => text.advice.exists],
  [says(401, /deactivat|inactive|disabled/i), ({ site }) => text.advice.askSite(site)],
  [status(402), ({ site }) => text.advice.askSite(site)],
  [status(401, 403), () => text.advice.noLonger],
  [status(409, 410), () => text.advice.doneAlready],
  [status(429), ({ wait, next }) => (wait > 0 ? WAIT[next](clock(wait * 1000)) : text.advice.waitOver)],
  [between(400, 500), () => text.advice.startAgain],
];

/** Whole seconds until Dfns may be asked again; 0 where it may be at once. */
export const secondsUntil = (retryAt: number | null, now: number): number =>
  retryAt === null ? 0 : Math.max(0, Math.ceil((retryAt - now) / 1000));

/** One sentence of advice under Dfns' own words. */
export function adviceFor(refusal: Refusal, around: Around): string {
  const row = ADVICE.find(([fits]) => fits(refusal));
  return row ? row[1](around) : text.advice.problem;
}
