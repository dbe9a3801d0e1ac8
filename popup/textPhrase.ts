import type { PhraseOutcome } from "../src/protocol/recoverViews.ts";

const listed = (places: readonly number[]): string =>
  places.length > 1 ? `${places.slice(0, -1).join(", ")} and ${places.at(-1)}` : String(places[0] ?? "");

type Said<O extends PhraseOutcome["outcome"]> = (outcome: Extract<PhraseOutcome, { outcome: O }>) => string;

/** The words around typing a recovery phrase, in a rehearsal and in a recovery. */
export const phraseText = {
  field: "Recovery phrase",
  empty: "Type the words from your paper.",
  status: (cells: readonly string[]) => {
    const known = cells.filter((cell) => cell === "known").length;
    const unknown = cells.flatMap((cell, i) => (cell === "unknown" ? [i + 1] : []));
    if (unknown.length > 0) return unknownWords(unknown);
    return known === 0 ? "" : `${known} of ${cells.length} words are on the word list.`;
  },
} as const;

function unknownWords(places: readonly number[]): string {
  return places.length > 1
    ? `Words ${listed(places)} are not on the word list. Check their spelling on your paper.`
    : `Word ${listed(places)} is not on the word list. Check its spelling on your paper.`;
}

function wrongGroups(places: readonly number[]): string {
  if (places.length === 0) return "This code is not complete: after D1 it has six groups.";
  return places.length > 1
    ? `Groups ${listed(places)} have typing errors.`
    : `Group ${listed(places)} has a typing error.`;
}

const FAULTS: { readonly [O in PhraseOutcome["outcome"]]: Said<O> } = {
  right: () => "",
  count: () => "Type all 12 words, separated by spaces. A code that starts with D1- works too.",
  word: ({ places }) => unknownWords(places),
  code: ({ places }) => wrongGroups(places),
  checksum: () => "These 12 words do not belong together: one is wrong or in the wrong place.",
  otherKit: () => "A valid phrase, but not of this kit.",
};

/** What is wrong with what was typed, as a sentence. */
export const phraseFault = (outcome: PhraseOutcome): string | null =>
  FAULTS[outcome.outcome](outcome as never) || null;
