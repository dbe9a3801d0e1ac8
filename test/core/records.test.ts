import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  base64url,
  fromBase64url,
  fromJsonBytes,
  jsonBytes,
  randomBytes,
  utf8,
} from "../../src/core/bytes.ts";
import * as records from "../../src/core/vault/records.ts";
import { anything, ENTRY, mutant, orRefusal, refused, runs, VAULT_ID } from "./support.ts";

const { openRecord, parseSecret, parseStoredRecord, sealRecord } = records;
const vmk = randomBytes(32);
const place = { vmk, vaultId: VAULT_ID, epoch: 1, entry: ENTRY } as const;

describe("a record", () => {
  const plaintext = utf8('{"secret":"AAAA"}');
  let record: records.StoredRecord;

  beforeAll(async () => {
    record = await sealRecord({ ...place, plaintext });
  });

  it("gives back any plaintext", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (data) => {
        const sealed = JSON.parse(JSON.stringify(await sealRecord({ ...place, plaintext: data })));
        expect(await openRecord({ ...place, record: parseStoredRecord(sealed) })).toEqual(data);
      }),
      runs(100),
    );
  });

  it("has a key of its own for every write", async () => {
    const again = await sealRecord({ ...place, plaintext });
    for (const member of ["salt", "nonce", "ciphertext"] as const)
      expect(again[member]).not.toBe(record[member]);
  });

  const relabelled = [
    ["id", { id: base64url(randomBytes(16)) }],
    ["kind", { kind: "PasswordProtectedKey" }],
    ["purpose", { purpose: "recovery" }],
    ["version", { version: 2 }],
  ] as const;

  it.each(relabelled)("cannot be given another %s", async (_, change) => {
    const entry = { ...ENTRY, ...change };
    const version = entry.version;
    await refused("notOpened", () => openRecord({ ...place, entry, record }));
    await refused("notOpened", () => openRecord({ ...place, entry, record: { ...record, version } }));
  });

  it("cannot be moved to another vault, epoch or key", async () => {
    await refused("notOpened", () => openRecord({ ...place, epoch: 2, record }));
    await refused("notOpened", () => openRecord({ ...place, vaultId: base64url(randomBytes(16)), record }));
    await refused("notOpened", () => openRecord({ ...place, vmk: randomBytes(32), record }));
  });

  it("cannot be rolled back to an earlier version of itself", async () => {
    const entry = { ...ENTRY, version: 2 };
    const newer = await sealRecord({ ...place, entry, plaintext });
    expect(await openRecord({ ...place, entry, record: newer })).toEqual(plaintext);
    await refused("notOpened", () => openRecord({ ...place, entry, record }));
    await refused("notOpened", () => openRecord({ ...place, entry, record: { ...record, version: 2 } }));
  });

  it("is refused after every flip of one of its bits", async () => {
    for (const member of ["salt", "nonce", "ciphertext"] as const) {
      const whole = fromBase64url(record[member]);
      for (let bit = 0; bit < whole.length * 8; bit++) {
        const flipped = whole.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await refused("notOpened", () =>
          openRecord({ ...place, record: { ...record, [member]: base64url(flipped) } }),
        );
      }
    }
  });

  it("has a closed shape", () => {
    fc.assert(
      fc.property(fc.oneof(anything, mutant(record)), (value) => {
        const read = orRefusal(() => parseStoredRecord(value), ["notOpened"]);
        if (read !== null)
          expect(Object.keys(read).sort()).toEqual(["ciphertext", "nonce", "salt", "version"]);
      }),
      runs(1000),
    );
  });
});

describe("the plaintext of a credential", () => {
  it.each([{ secret: "AAAA" }, { container: "eyJ2IjoxfQ==" }])("is %j", (value) => {
    expect(parseSecret(fromJsonBytes(jsonBytes(value)))).toEqual(value);
  });

  it.each([
    {},
    { secret: "" },
    { secret: "AB" },
    { secret: "AAAA", container: "x" },
    { container: "é" },
    { container: "" },
  ])("is not %j", (value) => refused("notOpened", () => parseSecret(value)));

  it("is never anything else", () => {
    fc.assert(
      fc.property(anything, (value) => orRefusal(() => parseSecret(value), ["notOpened"]) === null),
      runs(1000),
    );
  });
});
