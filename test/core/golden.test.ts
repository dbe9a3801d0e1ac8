import * as crypto from "node:crypto";
import { describe, expect, it } from "vitest";
import { fromJsonBytes, hex } from "../../src/core/bytes.ts";
import { entropyOf } from "../../src/core/recovery/phrase.ts";
import { openRecoveryContainer } from "../../src/core/vault/container.ts";
import { openIndex, parseHeader } from "../../src/core/vault/header.ts";
import { parsePending } from "../../src/core/vault/pending.ts";
import { openRecord, parseSecret, parseStoredRecord } from "../../src/core/vault/records.ts";
import { openPasswordSlot } from "../../src/core/vault/slots.ts";
import vault from "../vectors/core-vault-1.json";

const vmk = Buffer.from(vault.vmkHex, "hex");
const header = parseHeader(vault.header);
const { vaultId, epoch } = header;
const stored = new Map<string, unknown>(Object.entries(vault.records));
const plaintexts = new Map<string, unknown>(Object.entries(vault.plaintexts));

const openOne = async (entry: Parameters<typeof openRecord>[0]["entry"]): Promise<unknown> =>
  fromJsonBytes(
    await openRecord({ vmk, vaultId, epoch, entry, record: parseStoredRecord(stored.get(entry.id)) }),
  );

describe("the vault of version 1", () => {
  it("opens with its password", async () => {
    const [slot] = header.slots;
    if (slot === undefined) return expect.unreachable();
    expect(hex(await openPasswordSlot({ slot, password: vault.password, vaultId, epoch }))).toBe(
      vault.vmkHex,
    );
  });

  it("holds its index and every record in it", async () => {
    const index = await openIndex(vmk, header);
    expect(index).toEqual(vault.index);
    expect(index.records).toHaveLength(3);
    for (const entry of index.records) {
      const plaintext = await openOne(entry);
      expect(plaintext).toEqual(plaintexts.get(entry.id));
      expect(entry.kind === "pending" ? parsePending(plaintext) : parseSecret(plaintext)).toBe(plaintext);
    }
  });

  it("has a recovery container that its phrase opens", async () => {
    const { records } = await openIndex(vmk, header);
    const entry = records.find(({ purpose }) => purpose === "recovery");
    if (entry === undefined) return expect.unreachable();
    const holding = parseSecret(await openOne(entry));
    const container = "container" in holding ? holding.container : "";
    const secret = await openRecoveryContainer(container, entry.credId, entropyOf(vault.phrase));
    expect(hex(secret)).toBe(vault.recoverySecretHex);
  });

  it("is read alike by Node's own cryptography, from the format alone", () => {
    const { salt, nonce, ciphertext } = vault.header.index;
    const read = (text: string) => Buffer.from(text, "base64url");
    const key = Buffer.from(crypto.hkdfSync("sha256", vmk, read(salt), "countersign/1/index", 32));
    const slots = vault.header.slots.map((slot) => {
      const { kdf } = slot;
      const params = [kdf.name, kdf.m, kdf.t, kdf.p];
      return [
        slot.id,
        slot.type,
        slot.name,
        slot.createdAt,
        params,
        slot.salt,
        slot.nonce,
        slot.commit,
        slot.wrapped,
      ];
    });
    const aad = JSON.stringify([1, vaultId, epoch, vault.header.generation, slots]);
    const sealed = read(ciphertext);
    const decipher = crypto.createDecipheriv("aes-256-gcm", key, read(nonce)).setAAD(Buffer.from(aad));
    decipher.setAuthTag(sealed.subarray(-16));
    const text = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString();
    expect(JSON.parse(text)).toEqual(vault.index);
  });
});
