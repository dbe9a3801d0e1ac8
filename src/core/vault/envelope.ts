/** What the vault seals under its master key: one derived key per write, so that no nonce is ever used twice. */
import { base64url, fromBase64url, randomBytes, utf8 } from "../bytes.ts";
import { bytesText, object, parseAs, type Shape } from "../shape.ts";
import { gcmOpen, gcmSeal, hkdf, NONCE_LENGTH, SALT_LENGTH, TAG_LENGTH } from "./primitives.ts";

const MAX_LENGTH = 64 * 1024 * 1024;

/** Canonical base64url: 32 bytes of salt, 12 of nonce, the AES-256-GCM ciphertext with its tag at the end. */
export interface Sealed {
  readonly salt: string;
  readonly nonce: string;
  readonly ciphertext: string;
}

/** For parsers of what holds a `Sealed`. */
export const SEALED_MEMBERS = {
  salt: bytesText(SALT_LENGTH),
  nonce: bytesText(NONCE_LENGTH),
  ciphertext: bytesText(TAG_LENGTH, MAX_LENGTH),
};

export const isSealed: Shape<Sealed> = object<Sealed>(SEALED_MEMBERS);

/** Seals under HKDF-SHA-256(vmk, fresh salt, UTF-8 of `info`, 32 bytes). `vmk` has 32 bytes. */
export async function sealUnder(
  vmk: Uint8Array,
  info: string,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Promise<Sealed> {
  const salt = randomBytes(SALT_LENGTH);
  const nonce = randomBytes(NONCE_LENGTH);
  const ciphertext = await gcmSeal({ key: hkdf(vmk, salt, utf8(info), 32), nonce, aad }, plaintext);
  return { salt: base64url(salt), nonce: base64url(nonce), ciphertext: base64url(ciphertext) };
}

/** @throws notOpened whatever is wrong: the key, `info`, the AAD, a bit of the bytes or their form */
export async function openUnder(
  vmk: Uint8Array,
  info: string,
  aad: Uint8Array,
  sealed: Sealed,
): Promise<Uint8Array> {
  const { salt, nonce, ciphertext } = parseAs(isSealed, sealed);
  const key = hkdf(vmk, fromBase64url(salt), utf8(info), 32);
  return gcmOpen({ key, nonce: fromBase64url(nonce), aad }, fromBase64url(ciphertext));
}
