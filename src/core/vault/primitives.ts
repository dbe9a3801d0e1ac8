/** The primitives of the vault format, each in its one form, and the KDF of Dfns' own containers. */
import { hkdf as nobleHkdf } from "@noble/hashes/hkdf.js";
import { hmac as nobleHmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { rpcError } from "../errors.ts";

export const SALT_LENGTH = 32;
export const NONCE_LENGTH = 12;
export const TAG_LENGTH = 16;

/** HKDF-SHA-256 (RFC 5869), extract and expand. */
export const hkdf = (ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array =>
  nobleHkdf(sha256, ikm, salt, info, length);

export const hmac = (key: Uint8Array, message: Uint8Array): Uint8Array => nobleHmac(sha256, key, message);

/** 32 bytes of PBKDF2-HMAC-SHA-256 (RFC 8018). */
export async function pbkdf2(
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey("raw", copy(password), "PBKDF2", false, ["deriveBits"]);
  const params = { name: "PBKDF2", hash: "SHA-256", salt: copy(salt), iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(params, key, 256));
}

interface Gcm {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 12 bytes, never twice under one key; 16 in Dfns' own containers, which are only read. */
  readonly nonce: Uint8Array;
  readonly aad: Uint8Array;
}

/** AES-256-GCM; the 16-byte tag is at the end of the result. */
export async function gcmSeal({ key, nonce, aad }: Gcm, plaintext: Uint8Array): Promise<Uint8Array> {
  const params = { name: "AES-GCM", iv: copy(nonce), additionalData: copy(aad) };
  return new Uint8Array(
    await crypto.subtle.encrypt(params, await importKey(key, "encrypt"), copy(plaintext)),
  );
}

/** @throws notOpened */
export async function gcmOpen({ key, nonce, aad }: Gcm, ciphertext: Uint8Array): Promise<Uint8Array> {
  const params = { name: "AES-GCM", iv: copy(nonce), additionalData: copy(aad) };
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt(params, await importKey(key, "decrypt"), copy(ciphertext)),
    );
  } catch {
    throw rpcError("notOpened");
  }
}

const importKey = (key: Uint8Array, usage: "encrypt" | "decrypt"): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", copy(key), "AES-GCM", false, [usage]);

/** WebCrypto's types refuse views that might lie on shared memory. */
const copy = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
