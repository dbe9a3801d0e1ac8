/** The recovery phrase: BIP-39, English. Made here with 12 words for 128 bits; 24 are read too. */
import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeedWebcrypto } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { randomBytes } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import { normalizeWord, WORDS } from "./words.ts";

export { isWord, normalizeWord } from "./words.ts";

const ENTROPY_LENGTH = 16;
/** Bytes of entropy by the count of words. */
const LENGTHS: Readonly<Record<number, number>> = { 12: ENTROPY_LENGTH, 24: 32 };
const PASSWORD_WORDS = 6;

/** 16 random bytes. */
export const newEntropy = (): Uint8Array => randomBytes(ENTROPY_LENGTH);

/** The 12 words of 16 bytes, or the 24 of 32. @throws malformed for any other length */
export function phraseOf(entropy: Uint8Array): readonly string[] {
  if (!Object.values(LENGTHS).includes(entropy.length)) throw rpcError("malformed");
  return entropyToMnemonic(entropy, wordlist).split(" ");
}

/**
 * The 16 bytes of 12 words or the 32 of 24, however they are spaced and capitalised.
 * @throws malformed for another count of words, a word outside the list or a wrong checksum
 */
export function entropyOf(words: string): Uint8Array {
  const list = words.trim().split(/\s+/).map(normalizeWord);
  if (!Object.hasOwn(LENGTHS, list.length)) throw rpcError("malformed");
  try {
    return mnemonicToEntropy(list.join(" "), wordlist);
  } catch {
    throw rpcError("malformed");
  }
}

/** The 64-byte BIP-39 seed (PBKDF2-HMAC-SHA-512, 2,048 rounds, no passphrase). @throws malformed as `phraseOf` */
export const seedOf = async (entropy: Uint8Array): Promise<Uint8Array> =>
  mnemonicToSeedWebcrypto(phraseOf(entropy).join(" "));

/** Six random words of the list (66 bits), single spaces between them. */
export function suggestedPassword(): string {
  const random = randomBytes(2 * PASSWORD_WORDS);
  const word = (i: number) => WORDS[((random[2 * i] ?? 0) * 256 + (random[2 * i + 1] ?? 0)) % WORDS.length];
  return Array.from({ length: PASSWORD_WORDS }, (_, i) => word(i)).join(" ");
}
