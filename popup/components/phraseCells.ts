import { isWord } from "../../src/core/recovery/words.ts";

/** What is told of one place of a phrase; the word itself stays in the field. */
export type Cell = "empty" | "current" | "known" | "unknown";

const SHORT = 12;
const LONG = 24;

/**
 * The cells of what is typed: 12, or 24 once there are more words than that; none for a `D1-` code, which has no words. A
 * word that is still being typed is not judged.
 */
export function cellsOf(typed: string, moment: "typing" | "left"): readonly Cell[] {
  if (/^\s*d1/i.test(typed)) return [];
  const words = typed.split(/\s+/).filter(Boolean);
  const open = moment === "typing" && !/\s$/.test(typed) ? words.length - 1 : -1;
  const cell = (word: string, i: number): Cell => {
    if (isWord(word)) return "known";
    return i === open ? "current" : "unknown";
  };
  const length = words.length > SHORT ? LONG : SHORT;
  return Array.from({ length }, (_, i) => (i < words.length ? cell(words[i] ?? "", i) : "empty"));
}
