/** The only file that converts between bytes and text. */
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { base64 as base64Coder, base64urlnopad, hex as hexCoder } from "@scure/base";
import { rpcError } from "./errors.ts";

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenientDecoder = new TextDecoder("utf-8");

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** @throws malformed when the bytes are not UTF-8. A byte order mark is kept as a character. */
export const fromUtf8 = (bytes: Uint8Array): string => orMalformed(() => strictDecoder.decode(bytes));

/** Compact JSON text as UTF-8, members in the order of insertion; members that are `undefined` are left out. */
export const jsonBytes = (value: unknown): Uint8Array => utf8(JSON.stringify(value));

/** @throws malformed when the bytes are not UTF-8 or the text is not JSON. */
export const fromJsonBytes = (bytes: Uint8Array): unknown =>
  orMalformed(() => JSON.parse(fromUtf8(bytes)) as unknown);

/** Without padding (RFC 4648 §5). */
export const base64url = (bytes: Uint8Array): string => base64urlnopad.encode(bytes);

/**
 * Canonical only: no padding, no spare bits, no other alphabet, so that equal bytes have one text.
 * `maxLength` is in characters.
 * @throws malformed
 */
export function fromBase64url(text: string, { maxLength = Number.POSITIVE_INFINITY } = {}): Uint8Array {
  if (text.length > maxLength) throw rpcError("malformed");
  return orMalformed(() => base64urlnopad.decode(text));
}

/**
 * What a forgiving server would read: base64url with or without padding, spare bits and a lone last character ignored,
 * bytes that are not UTF-8 replaced.
 * @throws malformed for a character outside the alphabet
 */
export function lenientText(text: string): string {
  const digits = text.replace(/=+$/, "");
  const whole = digits.padEnd(Math.ceil(digits.length / 4) * 4, "A");
  const bytes = orMalformed(() => base64urlnopad.decode(whole));
  return lenientDecoder.decode(bytes.subarray(0, Math.floor((digits.length * 6) / 8)));
}

/** Lower case. */
export const hex = (bytes: Uint8Array): string => hexCoder.encode(bytes);

/** Either case. @throws malformed */
export const fromHex = (text: string): Uint8Array => orMalformed(() => hexCoder.decode(text));

/** Standard alphabet, padded: for PEM and for Dfns' own containers. */
export const base64 = (bytes: Uint8Array): string => base64Coder.encode(bytes);

/** Canonical and padded. @throws malformed */
export const fromBase64 = (text: string): Uint8Array => orMalformed(() => base64Coder.decode(text));

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Takes the same time wherever the first difference lies; only the lengths show. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (const [i, byte] of a.entries()) difference |= byte ^ (b[i] ?? 0);
  return difference === 0;
}

/**
 * From the platform's generator.
 * @throws internal when that is visibly broken: a constant draw, or the same draw twice
 */
export function randomBytes(length: number): Uint8Array {
  const drawn = draw(Math.max(length, 16));
  const again = draw(drawn.length);
  if (drawn.every((byte) => byte === drawn[0]) || equalBytes(drawn, again)) throw rpcError("internal");
  return drawn.slice(0, length);
}

export const sha256 = (bytes: Uint8Array): Uint8Array => nobleSha256(bytes);

/** A credential id as ids are compared: Dfns' own samples pad some of them (base64url, so by two at most). */
export const unpadded = (id: string): string => id.replace(/={1,2}$/, "");

/** Whether two credential ids are the same, padded or not. */
export const sameId = (a: string, b: string): boolean => unpadded(a) === unpadded(b);

const draw = (length: number): Uint8Array => globalThis.crypto.getRandomValues(new Uint8Array(length));

function orMalformed<T>(convert: () => T): T {
  try {
    return convert();
  } catch {
    throw rpcError("malformed");
  }
}
