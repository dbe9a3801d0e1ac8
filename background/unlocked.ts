import { base64url, fromBase64url } from "../src/core/bytes.ts";
import { rpcError } from "../src/core/errors.ts";
import { parseHeader } from "../src/core/vault/header.ts";
import type { Kept } from "./kept.ts";
import { type Opened, openWith } from "./opened.ts";
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
  readonly kept: Kept;
}

export function createUnlocked({ store, kept }: Parts): Unlocked {
  let opened: Opened | null = null;
  let writing: Promise<void> = Promise.resolve();

  const current = async (): Promise<Opened | null> => {
    if (!(await kept.isInTime())) return null;
    if (opened) return opened;
    const key = await kept.key();
    if (key === null) return null;
    const read = await openWith(fromBase64url(key), parseHeader(await store.readHeader()));
    if ((await kept.key()) !== key) return current();
    // Another question may have opened it by now, and something have been written since.
    opened ??= read;
    return opened;
  };
  const need = async (): Promise<Opened> => (await current()) ?? locked();

  return {
    current,
    need,
    since: async () => (await current().catch(() => null)) && kept.since(),
    holdsKey: async () => opened !== null || (await kept.key()) !== null,
    async begin(next) {
      await kept.begin(base64url(next.vmk));
      opened = next;
    },
    async keep(next) {
      await kept.change(base64url(next.vmk));
      opened = next;
    },
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
      await kept.forget();
    },
  };
}

function locked(): never {
  throw rpcError("locked");
}
