/** The BIP-39 English words, without any cryptography: all that a page needs in order to check what is typed. */
import { wordlist } from "@scure/bip39/wordlists/english.js";

export const WORDS: readonly string[] = wordlist;

const known: ReadonlySet<string> = new Set(WORDS);

/** As BIP-39 compares words: trimmed, lower case, NFKD. */
export const normalizeWord = (text: string): string => text.normalize("NFKD").trim().toLowerCase();

/** Whether the text, once normalised, is a word of the list. */
export const isWord = (text: string): boolean => known.has(normalizeWord(text));
