/** The strength estimate. Half a megabyte of common passwords comes with it: import it only when someone chooses one. */
import { type MatchExtended, ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { WORDS } from "../src/core/recovery/words.ts";
import type { Level, Strength } from "./strength.ts";
import { strengthText } from "./textStrength.ts";

/** Guesses as powers of ten; a guess costs an attacker about a twentieth of a second of one processor. */
const LEVELS_FROM = [8, 11, 15] as const;

const REASONS: Readonly<Record<string, keyof typeof strengthText.advice>> = {
  straightRow: "rows",
  keyPattern: "rows",
  sequences: "rows",
  simpleRepeat: "repeats",
  extendedRepeat: "repeats",
  dates: "dates",
  recentYears: "dates",
  topTen: "common",
  topHundred: "common",
  common: "common",
  similarToCommon: "common",
  wordByItself: "common",
};

const estimator = new ZxcvbnFactory({
  graphs: adjacencyGraphs,
  dictionary: { ...dictionary, words: [...WORDS] },
});

/** What an attacker needs who knows `names`, and one sentence of advice. */
export function estimate(password: string, names: readonly string[]): Strength {
  const { guessesLog10, feedback, sequence } = estimator.check(password, [...names]);
  const level = LEVELS_FROM.filter((from) => guessesLog10 >= from).length as Level;
  return { level, advice: level === 3 ? strengthText.enough : adviceFor(level, feedback.warning, sequence) };
}

function adviceFor(level: 0 | 1 | 2, warning: string | null, sequence: readonly MatchExtended[]): string {
  const reason = warning === null ? undefined : REASONS[warning];
  if (reason !== undefined) return strengthText.advice[reason];
  const named = sequence.some((match) => "dictionaryName" in match && match.dictionaryName === "userInputs");
  return named ? strengthText.names : strengthText.more[level];
}
