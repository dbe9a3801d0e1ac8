/** Committing AES-256-GCM: the plain mode accepts ciphertexts made to open under two keys, this one does not. */
import { base64url, concat, equalBytes, fromBase64url, randomBytes, utf8 } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import { gcmOpen, gcmSeal, hmac, NONCE_LENGTH } from "./primitives.ts";

export const KEK_LENGTH = 64;
export const COMMIT_LENGTH = 32;

/** Canonical base64url: 12 bytes of nonce, 32 of commitment, the ciphertext with its tag at the end. */
export interface Committed {
  readonly nonce: string;
  readonly commit: string;
  readonly ciphertext: string;
}

/**
 * `kek` is Kwrap ‖ Kcommit, 32 bytes each; commit = HMAC-SHA-256(Kcommit, "countersign/1/commit" ‖ aad). Every `kek` must
 * come from a fresh salt.
 */
export async function sealCommitted(
  kek: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Promise<Committed> {
  const nonce = randomBytes(NONCE_LENGTH);
  const ciphertext = await gcmSeal({ key: kek.subarray(0, 32), nonce, aad }, plaintext);
  return {
    nonce: base64url(nonce),
    commit: base64url(commitment(kek, aad)),
    ciphertext: base64url(ciphertext),
  };
}

/** Compares the commitment, in constant time, before anything is decrypted. @throws notOpened */
export async function openCommitted(
  kek: Uint8Array,
  aad: Uint8Array,
  sealed: Committed,
): Promise<Uint8Array> {
  if (!equalBytes(commitment(kek, aad), fromBase64url(sealed.commit))) throw rpcError("notOpened");
  const nonce = fromBase64url(sealed.nonce);
  return gcmOpen({ key: kek.subarray(0, 32), nonce, aad }, fromBase64url(sealed.ciphertext));
}

const commitment = (kek: Uint8Array, aad: Uint8Array): Uint8Array =>
  hmac(kek.subarray(32, KEK_LENGTH), concat(utf8("countersign/1/commit"), aad));
