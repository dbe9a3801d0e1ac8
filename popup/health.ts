import type { AccountView, CredentialView } from "../src/protocol/views.ts";

/** How sure it is that an account comes back if this device is lost. `next`: when to rehearse again, in milliseconds. */
export type Health =
  | { readonly state: "none" }
  | { readonly state: "untested" | "tested" | "overdue"; readonly since: string; readonly next: number }
  | { readonly state: "failed"; readonly since: string; readonly next: number };

const DAY = 24 * 60 * 60 * 1000;
const FIRST_REMINDER = 7 * DAY;
export const MONTHS_BETWEEN = 6;

/** The recovery credentials of an account, the newest first. */
export const kitsOf = ({ credentials }: AccountView): readonly CredentialView[] =>
  credentials
    .filter(({ kind, invalidAt }) => kind === "RecoveryKey" && invalidAt === null)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));

/** Any one kit brings the account back, so the best one counts. */
export function healthOf(account: AccountView, now: number): Health {
  const kits = kitsOf(account).map((kit) => healthOfKit(kit, now));
  const best = ORDER.flatMap((state) => kits.filter((kit) => kit.state === state));
  return best[0] ?? { state: "none" };
}

const ORDER = ["tested", "overdue", "untested", "failed"] as const satisfies Health["state"][];

function healthOfKit(kit: CredentialView, now: number): Exclude<Health, { state: "none" }> {
  const { rehearsedAt, rehearsalFailedAt, confirmedAt, createdAt } = kit;
  if (rehearsalFailedAt !== null) return { state: "failed", since: rehearsalFailedAt, next: now };
  if (rehearsedAt === null) {
    const since = confirmedAt ?? createdAt;
    return { state: "untested", since, next: Date.parse(since) + FIRST_REMINDER };
  }
  const next = monthsAfter(rehearsedAt, MONTHS_BETWEEN);
  return { state: next > now ? "tested" : "overdue", since: rehearsedAt, next };
}

/** Whether the person should be reminded. */
export const isDue = (health: Health, now: number): boolean => health.state !== "none" && health.next <= now;

/** The same day some months later, or the last day of that month where it has no such day. */
export function monthsAfter(at: string | number, months: number): number {
  const date = new Date(at);
  const wanted = (date.getUTCMonth() + months) % 12;
  date.setUTCMonth(date.getUTCMonth() + months);
  if (date.getUTCMonth() !== wanted) date.setUTCDate(0);
  return date.getTime();
}
