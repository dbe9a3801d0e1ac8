import { IDBFactory } from "fake-indexeddb";
import { openDB } from "idb";
import { beforeEach, describe, expect, it } from "vitest";
import { createKeyring, type Keyring } from "../../background/keyring.ts";
import { wordsOf } from "../../background/kits.ts";
import { createPendings, type Pendings } from "../../background/pendings.ts";
import { createStore } from "../../background/store.ts";
import { base64url, randomBytes } from "../../src/core/bytes.ts";
import { refused } from "../core/support.ts";
import { keptForEver, PASSWORD } from "./world.ts";

const registrationOf = (id: string) =>
  ({
    api: { url: "https://api.dfns.io", orgId: "or-1" },
    origin: "https://app.acme.finance",
    challenge: {
      user: { id, name: `${id}@example.com`, displayName: id },
      temporaryAuthenticationToken: "token",
      challenge: base64url(randomBytes(32)),
      supportedCredentialKinds: { firstFactor: ["Key"], secondFactor: [] },
    },
    wallets: null,
    submit: true,
    expiresAt: Date.now() + 60_000,
    firstFactor: "Key",
    secondFactor: null,
    password: null,
  }) as never;

describe("a registration that two tasks work on at once", () => {
  let keyring: Keyring;
  let pendings: Pendings;
  let id: string;

  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory();
    const kept = keptForEver();
    keyring = createKeyring({ store: createStore(), kept, now: Date.now });
    await keyring.create(PASSWORD);
    pendings = createPendings({ keyring, now: Date.now });
    id = await pendings.begin(registrationOf("us-1"));
  });
  const confirm = async () => {
    const { places, ...pending } = await pendings.get(id);
    return pendings.confirm(
      id,
      places.map((place) => wordsOf(pending)[place] ?? ""),
    );
  };

  it("is not put back by a change that comes after it was discarded", async () => {
    const discarded = pendings.discard(id);
    await refused("gone", () => pendings.update(id, { state: "lost" }));
    await discarded;
    expect((await keyring.stored()).records).toEqual([]);
  });

  it("becomes one account with one set of credentials", async () => {
    await Promise.all([pendings.promote(id, []), pendings.promote(id, [])]);
    const { accounts, records } = await keyring.index();
    expect(accounts).toHaveLength(1);
    expect(records.map(({ kind }) => kind)).toEqual(["Key", "RecoveryKey"]);
  });

  it("is signed once", async () => {
    await confirm();
    const [one, other] = await Promise.all([pendings.sign(id), pendings.sign(id)]);
    expect(one).toEqual(other);
  });

  it("keeps what Dfns said beside the words of the same moment", async () => {
    const refusal = { status: 400, message: "no", retryAt: null };
    await Promise.all([confirm(), pendings.update(id, { refusal })]);
    expect(await pendings.get(id)).toMatchObject({ state: "confirmed", refusal });
  });

  it("stands in nobody's way when it is damaged", async () => {
    const other = await pendings.begin(registrationOf("us-2"));
    const database = await openDB("countersign");
    await database.delete("records", id);
    database.close();
    expect((await pendings.all()).map(([recordId]) => recordId)).toEqual([other]);
  });
});
