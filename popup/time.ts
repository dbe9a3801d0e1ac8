/** Time left as minutes and seconds, "13:05"; hours are counted as minutes, the past as "0:00". Rounds up. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The minutes to announce when the time left falls from `before` to `now` milliseconds: 5, 1, or none. */
export function minutesToAnnounce(before: number, now: number): 5 | 1 | null {
  const crossed = (minutes: number) => before > minutes * 60_000 && now <= minutes * 60_000;
  if (crossed(1)) return 1;
  return crossed(5) ? 5 : null;
}

/** "22 November 2026" */
export const day = (at: string | number): string =>
  format(at, { day: "numeric", month: "long", year: "numeric" });

/** "22 Nov" */
export const shortDay = (at: string | number): string => format(at, { day: "numeric", month: "short" });

/** "November" */
export const month = (at: number): string => format(at, { month: "long" });

/** "14:02" */
export const hour = (at: number): string => format(at, { hour: "2-digit", minute: "2-digit", hour12: false });

function format(at: string | number, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : new Intl.DateTimeFormat("en-GB", options).format(date);
}
