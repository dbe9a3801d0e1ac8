import { IDBFactory } from "fake-indexeddb";
import { openDB } from "idb";
import { beforeEach, describe, expect, it } from "vitest";
import { newEntry, withEntry, withoutRecord } from "../../background/entries.ts";
import { createKeyring, type Keyring } from "../../background/keyring.ts";
import { createPendings } from "../../background/pendings.ts";
import { createStore } from "../../background/store.ts";
import { utf8 } from "../../src/core/bytes.ts";
import type { RecordEntry } from "../../src/core/vault/index.ts";
import { refused } from "../core/support.ts";
import { keptForEver, PASSWORD } from "./world.ts";

const SOMEONE = {
  api: { url: "https://api.dfns.io", orgId: "or-1" },
  user: { id: "us-1", name: "jane@example.com" },
  origin: "https://app.acme.finance",
} as const;

describe("a record that somebody else writes or removes", () => {
  let keyring: Keyring;
  /** Of a worker that was being stopped. */
  let former: Keyring;
  let entry: RecordEntry;
  /** What comes between a look at the index and the next reading of a record. */
  let meanwhile: (() => Promise<void>) | null = null;

  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory();
    const disk = createStore();
    const readRecord = async (id: string) => {
      const run = meanwhile;
      meanwhile = null;
      await run?.();
      return disk.readRecord(id);
    };
    const kept = keptForEver();
    keyring = createKeyring({ store: { ...disk, readRecord }, kept, now: Date.now });
    former = createKeyring({ store: disk, kept, now: Date.now });
    await keyring.create(PASSWORD);
    entry = newEntry("registration", SOMEONE, new Date().toISOString());
    const put = [{ entry, plaintext: utf8("{}") }];
    await keyring.change((index) => ({ index: withEntry(index, entry), put }));
  });

  const write = (by: Keyring, text: string) =>
    by.change((index) => ({ index, put: [{ entry, plaintext: utf8(text) }] }));
  const remove = () => keyring.change((index) => ({ index: withoutRecord(index, entry.id) }));

  it("is gone, not damaged, for whoever was about to read it", async () => {
    await remove();
    await refused("gone", () => keyring.open(entry));
  });

  it("is gone, not damaged, for whoever is reading it", async () => {
    meanwhile = remove;
    await refused("gone", () => keyring.open(entry));
  });

  it("is read under the new master key when the password changes meanwhile", async () => {
    meanwhile = async () => {
      await keyring.rekey([{ type: "password", password: PASSWORD }], (slots) => slots);
    };
    expect(await keyring.open(entry)).toEqual(utf8("{}"));
  });

  describe("in a worker that was being stopped", () => {
    const writeLast = () => write(former, "late");
    beforeEach(() => former.index());

    it("is read as it was written last", async () => {
      await writeLast();
      expect(await keyring.open(entry)).toEqual(utf8("late"));
    });

    it("is read as it was written while it is being read", async () => {
      meanwhile = writeLast;
      expect(await keyring.open(entry)).toEqual(utf8("late"));
    });

    it("takes what this one writes next", async () => {
      await writeLast();
      await write(keyring, "next");
      expect(await former.open(entry)).toEqual(utf8("next"));
    });
  });

  it("is damaged when only the record goes", async () => {
    const database = await openDB("countersign");
    await database.delete("records", entry.id);
    database.close();
    await refused("notOpened", () => keyring.open(entry));
  });

  it("is left out of the registrations that are listed meanwhile", async () => {
    const pendings = createPendings({ keyring, now: Date.now });
    meanwhile = remove;
    expect(await pendings.all()).toEqual([]);
    expect(await pendings.find(entry.id)).toBeNull();
  });
});

describe("a vault that is opened again after a restart", () => {
  const kept = keptForEver();
  /** Of the second reading of the header: goes on when it is called. */
  let release: () => void;
  let keyring: Keyring;

  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory();
    const disk = createStore();
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let readings = 0;
    const readHeader = async () => {
      const header = await disk.readHeader();
      if (++readings === 2) await held;
      return header;
    };
    await createKeyring({ store: disk, kept, now: Date.now }).create(PASSWORD);
    keyring = createKeyring({ store: { ...disk, readHeader }, kept, now: Date.now });
  });
  const askTwice = () => [keyring.index(), keyring.index()] as const;
  const opaque = async () => (await keyring.index()).settings.opaque;

  it("shows what was written last, though a slow question had read before", async () => {
    const [, slow] = askTwice();
    const settings = { ...(await keyring.index()).settings, opaque: "refuse" } as const;
    await keyring.change((index) => ({ index: { ...index, settings } }));
    release();
    await slow;
    expect(await opaque()).toBe("refuse");
  });

  it("stays locked, though a slow question had the key before", async () => {
    const [, slow] = askTwice();
    slow.catch(() => undefined);
    await keyring.index();
    await keyring.lock();
    release();
    await refused("locked", () => slow);
    expect(await keyring.lock()).toBe(false);
  });
});
