import { type OfficialCode, parseOfficialCode } from "./officialCode.ts";
import { isWord, normalizeWord } from "./words.ts";

/** What was typed as a recovery phrase, as far as it can be told without its kit. `places` count from 1. */
export type Typed =
  | { readonly form: "words"; readonly words: string }
  | { readonly form: "code"; readonly code: string }
  | { readonly form: "wrong"; readonly outcome: "count" }
  | { readonly form: "wrong"; readonly outcome: "word" | "code"; readonly places: readonly number[] };

const COUNTS: readonly number[] = [12, 24];

/** Reads 12 or 24 words, or the `D1-` code of one of Dfns' own kits, however it is spaced and capitalised. */
export function readTyped(text: string): Typed {
  const words = text.split(/\s+/).map(normalizeWord).filter(Boolean);
  const unknown = words.flatMap((word, i) => (isWord(word) ? [] : [i + 1]));
  if (COUNTS.includes(words.length) && unknown.length < words.length) {
    if (unknown.length > 0) return { form: "wrong", outcome: "word", places: unknown };
    return { form: "words", words: words.join(" ") };
  }
  return fromCode(parseOfficialCode(text), /^\s*d\s*[1il|]/i.test(text));
}

/** Text that is no code and does not begin as one has the wrong count of words. */
function fromCode(read: OfficialCode, meant: boolean): Typed {
  if (read.ok) return { form: "code", code: read.code };
  if (!meant && read.wrongGroups.length === 0) return { form: "wrong", outcome: "count" };
  return { form: "wrong", outcome: "code", places: read.wrongGroups };
}
