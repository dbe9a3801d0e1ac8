import { createCipheriv, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { base64url, concat, fromHex, hex, utf8 } from "../../src/core/bytes.ts";
import { type Committed, openCommitted, sealCommitted } from "../../src/core/vault/committed.ts";
import { gcmOpen, hmac } from "../../src/core/vault/primitives.ts";
import { refused } from "./support.ts";

/** GF(2^128) as GHASH has it (NIST SP 800-38D §6.3): the leftmost bit is the coefficient of x^0. */
const R = 0xe1n << 120n;
const blockOf = (data: Uint8Array): bigint => BigInt(`0x${hex(data)}`);

function times(x: bigint, y: bigint): bigint {
  let product = 0n;
  let factor = y;
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((x >> bit) & 1n) product ^= factor;
    factor = factor & 1n ? (factor >> 1n) ^ R : factor >> 1n;
  }
  return product;
}

/** By Fermat: x^(2^128 - 2). */
function inverse(x: bigint): bigint {
  let square = x;
  let result = 1n << 127n;
  for (let i = 1; i < 128; i++) {
    square = times(square, square);
    result = times(result, square);
  }
  return result;
}

function aes(key: Uint8Array, block: Uint8Array): bigint {
  const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  return blockOf(cipher.update(block));
}

const hexBlock = (block: bigint): Uint8Array => fromHex(block.toString(16).padStart(32, "0"));

/** Two blocks of ciphertext whose tag is right under both keys (Dodis et al., "Fast Message Franking", 2018). */
function twoKeyBlob(keys: readonly Uint8Array[], nonce: Uint8Array, aad: Uint8Array): Uint8Array {
  const first = blockOf(randomBytes(16));
  const lengths = (BigInt(aad.length * 8) << 64n) | 256n;
  const parts = keys.map((key) => {
    const h = aes(key, new Uint8Array(16));
    const square = times(h, h);
    const padded = concat(aad, new Uint8Array((16 - (aad.length % 16)) % 16));
    const blocks = [...Array(padded.length / 16).keys()].map((i) =>
      blockOf(padded.slice(16 * i, 16 * i + 16)),
    );
    const head = [...blocks, first].reduce((sum, block) => times(sum ^ block, h), 0n);
    const mask = aes(key, concat(nonce, Uint8Array.of(0, 0, 0, 1)));
    return { square, rest: times(head, square) ^ times(lengths, h) ^ mask };
  });
  const [a, b] = parts;
  if (a === undefined || b === undefined) throw new Error("two keys, please");
  const second = times(a.rest ^ b.rest, inverse(a.square ^ b.square));
  const tag = a.rest ^ times(second, a.square);
  return concat(hexBlock(first), hexBlock(second), hexBlock(tag));
}

describe("a ciphertext made to open under two keys", () => {
  const keys = [randomBytes(64), randomBytes(64)].map((kek) => new Uint8Array(kek));
  const aad = utf8('[1,"vault",1]');
  const nonce = new Uint8Array(randomBytes(12));
  const blob = twoKeyBlob(
    keys.map((kek) => kek.subarray(0, 32)),
    nonce,
    aad,
  );

  it("does open under both with AES-GCM alone", async () => {
    const opened = await Promise.all(
      keys.map((kek) => gcmOpen({ key: kek.subarray(0, 32), nonce, aad }, blob)),
    );
    expect(opened[0]).toHaveLength(32);
    expect(opened[0]).not.toEqual(opened[1]);
  });

  it.each([0, 1])("opens under key %i only, the one it was committed to", async (chosen) => {
    const [right, wrong] = chosen === 0 ? keys : keys.toReversed();
    if (right === undefined || wrong === undefined) return expect.unreachable();
    const commit = base64url(hmac(right.subarray(32), concat(utf8("countersign/1/commit"), aad)));
    const sealed: Committed = { nonce: base64url(nonce), commit, ciphertext: base64url(blob) };
    expect(await openCommitted(right, aad, sealed)).toHaveLength(32);
    await refused("notOpened", () => openCommitted(wrong, aad, sealed));
  });
});

it("committed sealing opens with the same key and data alone", async () => {
  const kek = new Uint8Array(randomBytes(64));
  const sealed = await sealCommitted(kek, utf8("aad"), utf8("secret"));
  expect(await openCommitted(kek, utf8("aad"), sealed)).toEqual(utf8("secret"));
  await refused("notOpened", () => openCommitted(kek, utf8("other"), sealed));
  for (let i = 0; i < 64; i++) {
    const other = kek.slice();
    other[i] = (other[i] ?? 0) ^ 1;
    await refused("notOpened", () => openCommitted(other, utf8("aad"), sealed));
  }
});
