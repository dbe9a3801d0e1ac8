import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { base64url, fromBase64url, randomBytes } from "../../src/core/bytes.ts";
import * as headers from "../../src/core/vault/header.ts";
import { emptyIndex, type Index } from "../../src/core/vault/index.ts";
import { NEWEST_KDF } from "../../src/core/vault/kdf.ts";
import type { Slot } from "../../src/core/vault/slots.ts";
import { anything, ENTRY, INDEX, mutant, orRefusal, refused, runs, VAULT_ID } from "./support.ts";

const { openIndex, parseHeader, sealIndex } = headers;
const random = (length: number) => base64url(randomBytes(length));

/** Of the right form; nothing here opens a slot. */
const slotNamed = (name: string): Slot => ({
  id: random(16),
  type: "password",
  name,
  createdAt: "2026-11-22T10:00:00.000Z",
  kdf: NEWEST_KDF,
  salt: random(32),
  nonce: random(12),
  commit: random(32),
  wrapped: random(48),
});

const vmk = randomBytes(32);
const slots = [slotNamed("Password"), slotNamed("Another")];
const bare = { version: 1, vaultId: VAULT_ID, epoch: 1, generation: 7, slots } as const;
let header: headers.Header;

beforeAll(async () => {
  header = await sealIndex(vmk, bare, INDEX);
});

const open = async (value: unknown): Promise<Index> => openIndex(vmk, parseHeader(value));

describe("the header", () => {
  it("gives back the index, also after a round trip through JSON", async () => {
    expect(await open(header)).toEqual(INDEX);
    expect(await open(JSON.parse(JSON.stringify(header)))).toEqual(INDEX);
    expect(await open(structuredClone(header))).toEqual(INDEX);
    expect(await open(await sealIndex(vmk, bare, emptyIndex()))).toEqual(emptyIndex());
  });

  it("is sealed anew with every write", async () => {
    const again = await sealIndex(vmk, bare, INDEX);
    expect(again.index.salt).not.toBe(header.index.salt);
    expect(again.index.ciphertext).not.toBe(header.index.ciphertext);
  });

  it("refuses any change of a member, with one error", async () => {
    await fc.assert(
      fc.asyncProperty(mutant(header), async (value) => {
        const version = (value as { version?: unknown } | null)?.version;
        if (typeof version === "number" && version > 1)
          return refused("unsupportedVersion", () => open(value));
        if (JSON.stringify(value) === JSON.stringify(header)) return;
        await refused("notOpened", () => open(value));
      }),
      runs(2000),
    );
  });

  it("refuses every flip of a bit of the sealed index, and another key", async () => {
    for (const member of ["salt", "nonce", "ciphertext"] as const) {
      const whole = fromBase64url(header.index[member]);
      for (let bit = 0; bit < Math.min(whole.length, 64) * 8; bit++) {
        const flipped = whole.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const tampered = { ...header, index: { ...header.index, [member]: base64url(flipped) } };
        await refused("notOpened", () => open(tampered));
      }
    }
    await refused("notOpened", () => openIndex(randomBytes(32), header));
  });

  it.each([
    ["another slot order", { slots: slots.toReversed() }],
    ["a slot less", { slots: slots.slice(1) }],
    ["a slot twice", { slots: [...slots, slots[0]] }],
    ["no slot", { slots: [] }],
    ["a slot of an unknown type", { slots: [{ ...slots[0], type: "passkey" }] }],
    ["an older generation", { generation: 6 }],
    ["another epoch", { epoch: 2 }],
    ["another vault", { vaultId: random(16) }],
    ["padding", { index: { salt: `${"A".repeat(43)}=` } }],
    ["an unknown member", { hint: "x" }],
    ["version 0", { version: 0 }],
    ["a version that is text", { version: "2" }],
  ])("refuses %s", (_, change) => refused("notOpened", () => open({ ...header, ...change })));

  it.each([2, 1.5, 1e300, Number.POSITIVE_INFINITY])(
    "says of version %f that it is newer, whatever else it holds",
    (version) => refused("unsupportedVersion", () => parseHeader({ version, anything: "else" })),
  );

  it("has no slot id twice, even where the index was sealed so", async () => {
    const twice = await sealIndex(vmk, { ...bare, slots: [...slots, ...slots] }, INDEX);
    await refused("notOpened", () => parseHeader(twice));
  });

  it("never gets an index that could not be read again", async () => {
    await refused("internal", () => sealIndex(vmk, bare, { ...INDEX, records: [ENTRY, ENTRY] }));
    const holed = { ...INDEX, records: [{ ...ENTRY, name: undefined }] } as unknown as Index;
    await refused("internal", () => sealIndex(vmk, bare, holed));
  });

  it("reads arbitrary values without any other error", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(orRefusal(() => parseHeader(value), ["notOpened", "unsupportedVersion"])).toBeNull();
      }),
      runs(2000),
    );
  });
});
