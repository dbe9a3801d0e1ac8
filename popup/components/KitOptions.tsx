import { useState } from "preact/hooks";
import { kitText } from "../textKit.ts";
import { Check } from "./Check.tsx";
import type { KitProps } from "./Kit.tsx";

/** What the person wants on the sheet, where the words are known. */
export interface KitChoice {
  readonly words: readonly string[];
  readonly wordsInCode: KitProps["wordsInCode"];
  readonly includeWords: boolean;
  readonly setIncludeWords: (on: boolean) => void;
  readonly setWordsInCode: (on: boolean) => void;
}

/** The words go on paper unless the person says no, and into the QR code only when the person says so. */
export function useKitChoice(known: readonly string[]): KitChoice {
  const [includeWords, setIncludeWords] = useState(true);
  const [inCode, setWordsInCode] = useState(false);
  const words = includeWords ? known : [];
  const wordsInCode = inCode && includeWords ? "yes" : "no";
  return { words, wordsInCode, includeWords, setIncludeWords, setWordsInCode };
}

export const KitOptions = ({ choice }: { choice: KitChoice }) => (
  <fieldset class="card">
    <legend class="sr-only">{kitText.options}</legend>
    <Check
      label={kitText.includeWords}
      checked={choice.includeWords}
      onChange={(on) => choice.setIncludeWords(on)}
    />
    <Check
      label={kitText.wordsInCode}
      hint={kitText.wordsInCodeHint}
      checked={choice.wordsInCode === "yes"}
      disabled={!choice.includeWords}
      onChange={(on) => choice.setWordsInCode(on)}
    />
  </fieldset>
);
