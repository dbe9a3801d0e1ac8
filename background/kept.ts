import * as v from "valibot";
import type { Session } from "./session.ts";
import { type Soon, together } from "./soon.ts";

/** The master key of the opened vault, as the browser keeps it in memory while workers come and go, and for how long. */
export interface Kept {
  /** Base64url; `null` while the vault is locked. */
  key(): Soon<string | null>;
  /** When the vault was opened, in milliseconds since the epoch; `null` while it is locked. */
  since(): Soon<number | null>;
  /** Whether the time since then is not over. */
  isInTime(): Soon<boolean>;
  /** Whether the vault is open, as far as can be told without reading the disk: not yet aware of damage. */
  isOpen(): Soon<boolean>;
  /** Opened by the person: its time begins. */
  begin(key: string): Promise<void>;
  /** Another key for the rest of the time. */
  change(key: string): Promise<void>;
  forget(): Promise<void>;
}

interface Parts {
  readonly session: Session;
  readonly now: () => number;
  /** For how long the vault may be open, in milliseconds. */
  readonly longest: () => Soon<number>;
}

const VMK = "vmk";
const OPENED_AT = "openedAt";
export const KEPT_KEYS: readonly string[] = [VMK, OPENED_AT];

/** A clock may be set back by this much while the vault is open; by more, and the time since opening is not known. */
const CLOCK_SLACK_MS = 60_000;

export function createKept({ session, now, longest }: Parts): Kept {
  const key = () => session.read(VMK, v.string());
  const since = () => session.read(OPENED_AT, v.number());
  const isInTime = () =>
    together([since(), longest()], (at, most) => isWithin(now() - (at ?? Number.NaN), most));
  const change = (next: string) => session.write(VMK, next);
  return {
    key,
    since,
    isInTime,
    isOpen: () => together([key(), isInTime()], (kept, inTime) => kept !== null && inTime),
    async begin(next) {
      await session.write(OPENED_AT, now());
      await change(next);
    },
    change,
    async forget() {
      await session.remove(VMK);
      await session.remove(OPENED_AT);
    },
  };
}

const isWithin = (since: number, most: number): boolean => since >= -CLOCK_SLACK_MS && since < most;
