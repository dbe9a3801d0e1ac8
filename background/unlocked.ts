import * as v from "valibot";
import { base64url, fromBase64url } from "../src/core/bytes.ts";
import { rpcError } from "../src/core/errors.ts";
import { parseHeader } from "../src/core/vault/header.ts";
import { type Opened, openWith } from "./opened.ts";
import type { Session } from "./session.ts";
import type { Commit, Store } from "./store.ts";

/** What is known of the vault while it is open: its master key also in `storage.session`, everything else in memory. */
export interface Unlocked {
  /** `null` while it is locked or its time is over. After a restart of the worker it is opened again by the kept key. */
  current(): Promise<Opened | null>;
  /** @throws `locked` */
  need(): Promise<Opened>;
  /** When it was opened, in milliseconds since the epoch; `null` while it is locked. */
  since(): Promise<number | null>;
  /** Whether a master key is kept, though its time may be over. */
  holdsKey(): Promise<boolean>;
  /** Whether the master key is kept and its time is not over; unlike `current` it reads nothing from the disk. */
  holdsKeyInTime(): Promise<boolean>;
  /** Opened by the person: its time begins. */
  begin(next: Opened): Promise<void>;
  /** The same vault under another master key. */
  keep(next: Opened): Promise<void>;
  /** Stores the next state; it is known here once it is on the disk. @throws `stale` when somebody else wrote */
  write(next: { readonly opened: Opened; readonly commit: Commit }): Promise<void>;
  /** Settles when the write under way is on the disk and known here. */
  written(): Promise<void>;
  /** Reads from the disk at the next question. */
  reread(): void;
  /** Erases the master key. */
  forget(): Promise<void>;
}

interface Parts {
  readonly store: Store;
  readonly session: Session;
  readonly now: () => number;
  /** For how long the vault may be open, in milliseconds. */
  readonly longest: () => Promise<number>;
}

const VMK = "vmk";
const OPENED_AT = "openedAt";
/** A clock may be set back by this much while the vault is open; by more, and the time since opening is not known. */
const CLOCK_SLACK_MS = 60_000;

export function createUnlocked({ store, session, now, longest }: Parts): Unlocked {
  let opened: Opened | null = null;
  let writing: Promise<void> = Promise.resolve();

  const kept = () => session.read(VMK, v.string());
  const isInTime = async (): Promise<boolean> => {
    const [at, most] = await Promise.all([session.read(OPENED_AT, v.number()), longest()]);
    return isWithin(now() - (at ?? Number.NaN), most);
  };
  const current = async (): Promise<Opened | null> => {
    if (!(await isInTime())) return null;
    if (opened) return opened;
    const key = await kept();
    if (key === null) return null;
    const read = await openWith(fromBase64url(key), parseHeader(await store.readHeader()));
    if ((await kept()) !== key) return current();
    // Another question may have opened it by now, and something have been written since.
    opened ??= read;
    return opened;
  };
  const need = async (): Promise<Opened> => (await current()) ?? locked();
  const keep = async (next: Opened): Promise<void> => {
    await session.write(VMK, base64url(next.vmk));
    opened = next;
  };

  return {
    current,
    need,
    since: async () => (await current().catch(() => null)) && session.read(OPENED_AT, v.number()),
    holdsKey: async () => opened !== null || (await kept()) !== null,
    holdsKeyInTime: async () => (await kept()) !== null && (await isInTime()),
    async begin(next) {
      await session.write(OPENED_AT, now());
      await keep(next);
    },
    keep,
    write({ opened: next, commit }) {
      const written = store.commit(commit).then(() => {
        if (opened) opened = next;
      });
      writing = written.catch(() => undefined);
      return written;
    },
    written: () => writing,
    reread: () => {
      opened = null;
    },
    async forget() {
      opened?.vmk.fill(0);
      opened = null;
      await session.remove(VMK);
      await session.remove(OPENED_AT);
    },
  };
}

const isWithin = (since: number, most: number): boolean => since >= -CLOCK_SLACK_MS && since < most;

function locked(): never {
  throw rpcError("locked");
}
