import { describe, expect, it } from "vitest";
import { fromHex } from "../../src/core/bytes.ts";
import { entropyOf } from "../../src/core/recovery/phrase.ts";
import { parseBackup } from "../../src/core/vault/backup.ts";
import type { Factor } from "../../src/core/vault/factors.ts";
import { openAny } from "../../src/core/vault/rekey.ts";
import { verifyVault } from "../../src/core/vault/verify.ts";
import { createWorld } from "../background/world.ts";
import { type Factor as Presented, readBackup, readVault } from "../independent/reader.ts";
import golden from "../vectors/backup-1.json";
import vault from "../vectors/vault-1.json";
import { openAllWith, PASSKEY } from "./stored.ts";

const stored = { header: vault.header, records: Object.entries(vault.records) };

describe("the golden vault of version 1, as the product wrote it", () => {
  it("opens, all of it", async () => {
    expect(await openAllWith(stored, vault.password)).toEqual(vault.index);
  });

  it("opens for the independent reader, to the same plaintexts", async () => {
    const { masterKey, index, plaintexts } = await readVault(stored, vault.password);
    expect(masterKey.toString("hex")).toBe(vault.masterKeyHex);
    expect(index).toEqual(vault.index);
    expect(Object.fromEntries(plaintexts)).toEqual(vault.plaintexts);
  });
});

describe("the golden backup file of version 1, of a vault with a slot of each type", () => {
  const { credential, input } = PASSKEY;
  const output = fromHex(golden.prfOutputHex);
  const factors: readonly Factor[] = [
    { type: "password", password: golden.password },
    { type: "passkey", credential, input, output },
    { type: "phrase", entropy: entropyOf(golden.phrase) },
  ];
  const presented: readonly Presented[] = [
    { type: "password", password: golden.password },
    { type: "passkey", output: Buffer.from(output) },
    { type: "phrase", words: golden.phrase },
  ];

  it.each(factors)("opens by its $type, all of it", async (factor) => {
    const backup = parseBackup(golden.file);
    const { vmk } = await openAny(backup.header, factor);
    expect(await verifyVault(vmk, backup)).toEqual(golden.index);
  });

  it.each(presented)(
    "opens for the independent reader by its $type, to the same plaintexts",
    async (factor) => {
      const { masterKey, index, plaintexts } = await readVault(readBackup(golden.file), factor);
      expect(masterKey.toString("hex")).toBe(golden.masterKeyHex);
      expect(index).toEqual(golden.index);
      expect(Object.fromEntries(plaintexts)).toEqual(golden.plaintexts);
    },
  );

  it("is imported into an empty browser, and opens there by its phrase", async () => {
    const world = createWorld();
    const { file, password, phrase } = golden;
    await world.page("backup.restore", { file, factor: { type: "password", password }, how: "replace" });
    await world.page("vault.lock");
    await world.page("vault.unlockWith", { factor: { type: "phrase", words: phrase } });
    expect(await world.page("vault.verify")).toEqual({ records: golden.index.records.length });
  });
});
