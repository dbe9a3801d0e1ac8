/** The conventions of docs/vault-format.md over Node's own cryptography. Nothing here or beside comes from `src`. */
import { createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { hashRaw } from "@node-rs/argon2";

export type Members = Readonly<Record<string, unknown>>;

/** The one error for damage and for a wrong factor. */
export class Refused extends Error {}

export function demand(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Refused(what);
}

export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** The members of a closed object. */
export function membersOf(value: unknown, ...names: readonly string[]): Members {
  demand(typeof value === "object" && value !== null && !Array.isArray(value), "an object");
  const found = Object.keys(value).sort().join();
  demand(found === [...names].sort().join(), `the members ${names.join()}, not ${found}`);
  return value as Members;
}

export function textOf(value: unknown): string {
  demand(typeof value === "string", "a text");
  return value;
}

export function countOf(value: unknown): number {
  demand(Number.isSafeInteger(value) && (value as number) >= 1, "a number from 1 on");
  return value as number;
}

/** Canonical base64url of `length` bytes, or of at least 16 when none is given. */
export function bytesOf(value: unknown, length?: number): Buffer {
  const text = textOf(value);
  const bytes = Buffer.from(text, "base64url");
  demand(bytes.toString("base64url") === text, "canonical base64url");
  demand(length === undefined ? bytes.length >= 16 : bytes.length === length, "its length");
  return bytes;
}

export const hkdf = (ikm: Buffer, salt: Buffer, info: Buffer | string, length: number): Buffer =>
  Buffer.from(hkdfSync("sha256", ikm, salt, info, length));

export function gcmOpen(key: Buffer, nonce: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, nonce).setAAD(aad).setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  } catch {
    throw new Refused("the tag");
  }
}

/** `key` is Kwrap ‖ Kcommit; the commitment is compared before anything is decrypted. */
export function openCommitted(
  key: Buffer,
  aad: Buffer,
  { nonce, commit, sealed }: Readonly<Record<string, Buffer>>,
): Buffer {
  const expected = createHmac("sha256", key.subarray(32)).update("countersign/1/commit").update(aad).digest();
  demand(commit !== undefined && timingSafeEqual(expected, commit), "the commitment");
  demand(nonce !== undefined && sealed !== undefined, "nonce and ciphertext");
  return gcmOpen(key.subarray(0, 32), nonce, aad, sealed);
}

const ROWS = ["131072,3,1"];

/** `[name, m, t, p]`, if it is a row of the table. */
export function kdfList(value: unknown): readonly [string, number, number, number] {
  const { name, m, t, p } = membersOf(value, "name", "m", "t", "p");
  demand(name === "argon2id" && ROWS.includes([m, t, p].join()), "KDF parameters of the table");
  return [name, countOf(m), countOf(t), countOf(p)];
}

/** The library's numbers for Argon2id and for version 0x13. */
const ARGON2ID = { algorithm: 2, version: 1 } as const;

export async function argon2(password: string, salt: Buffer, kdf: unknown): Promise<Buffer> {
  const [, memoryCost, timeCost, parallelism] = kdfList(kdf);
  const options = { memoryCost, timeCost, parallelism, salt, outputLen: 32, ...ARGON2ID };
  return hashRaw(password.normalize("NFKC"), options);
}
