import { useRef, useState } from "preact/hooks";
import { normalizeWord } from "../../src/core/recovery/words.ts";
import { announce } from "../components/announce.tsx";
import { text } from "../text.ts";

type Verdict = "open" | "right" | "wrong";
type Three<T> = readonly [T, T, T];

interface WordField {
  readonly input: { current: HTMLInputElement | null };
  readonly verdict: Verdict;
}

export interface WordCheck {
  readonly fields: Three<WordField>;
  /** How many are right. */
  readonly right: number;
  /** Checks one field, unless it is empty. */
  one(index: number): Promise<void>;
  /** Checks all. @returns the words when all are right; else `null`, with the focus on the first that is not */
  all(): Promise<[string, string, string] | null>;
  /** The field is being typed in: what was found is no longer said. */
  forget(index: number): void;
}

const INDEXES = [0, 1, 2] as const;

const useField = () => useRef<HTMLInputElement>(null);

/** The word check: what is typed stays in the fields, `isRight` asks the background about the word at a place (from 1). */
export function useWordCheck(
  places: readonly number[],
  isRight: (place: number, word: string) => Promise<boolean>,
): WordCheck {
  const inputs = [useField(), useField(), useField()] as const;
  const [verdicts, setVerdicts] = useState<readonly Verdict[]>(["open", "open", "open"]);
  const set = (index: number, verdict: Verdict) =>
    setVerdicts((before) => before.map((old, i) => (i === index ? verdict : old)));
  const typed = (index: number) => normalizeWord(inputs[index]?.current?.value ?? "");

  const judge = async (index: number): Promise<boolean> => {
    const place = places[index] ?? 0;
    const word = typed(index);
    const right = word !== "" && (await isRight(place, word));
    if (typed(index) === word) set(index, right ? "right" : "wrong");
    return right;
  };
  const one = async (index: number): Promise<void> => {
    if (typed(index) === "" || verdicts[index] !== "open") return;
    if (await judge(index).catch(() => false)) announce(text.words.right(places[index] ?? 0));
  };
  const all = async (): Promise<[string, string, string] | null> => {
    const right = await Promise.all(INDEXES.map(judge));
    const wrong = right.indexOf(false);
    if (wrong < 0) return [typed(0), typed(1), typed(2)];
    inputs[wrong]?.current?.focus();
    return null;
  };
  const field = (index: number): WordField => ({
    input: inputs[index] ?? inputs[0],
    verdict: verdicts[index] ?? "open",
  });
  return {
    fields: [field(0), field(1), field(2)],
    right: verdicts.filter((verdict) => verdict === "right").length,
    one,
    all,
    forget: (index) => set(index, "open"),
  };
}
