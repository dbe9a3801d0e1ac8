import { describe, expect, it } from "vitest";
import { readVault } from "../independent/reader.ts";
import golden from "../vectors/vault-1.json";
import { openAllWith } from "./stored.ts";

const stored = { header: golden.header, records: Object.entries(golden.records) };

describe("the golden vault of version 1, as the product wrote it", () => {
  it("opens, all of it", async () => {
    expect(await openAllWith(stored, golden.password)).toEqual(golden.index);
  });

  it("opens for the independent reader, to the same plaintexts", async () => {
    const { masterKey, index, plaintexts } = await readVault(stored, golden.password);
    expect(masterKey.toString("hex")).toBe(golden.masterKeyHex);
    expect(index).toEqual(golden.index);
    expect(Object.fromEntries(plaintexts)).toEqual(golden.plaintexts);
  });
});
