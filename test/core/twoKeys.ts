/** Ciphertexts that AES-GCM alone opens under two keys, made with Node's AES and the arithmetic of GHASH. */
import { createCipheriv, randomBytes } from "node:crypto";
import { concat, fromHex, hex } from "../../src/core/bytes.ts";

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
export function twoKeyBlob(keys: readonly Uint8Array[], nonce: Uint8Array, aad: Uint8Array): Uint8Array {
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
