import { useEffect, useState } from "preact/hooks";
import { phraseText } from "../textPhrase.ts";
import { type Cell, cellsOf } from "./phraseCells.ts";
import { SecretField } from "./SecretField.tsx";

interface PhraseEntryProps {
  /** What the words are for; a recovery, unless it says so. */
  readonly label?: string;
  readonly helper?: string;
  readonly input: { current: HTMLInputElement | null };
  /** What stands in it at first, where the person has pasted it before. */
  readonly value?: string;
  readonly error: string | null;
  readonly takesFocus?: boolean;
  readonly onInput?: () => void;
}

/** One masked field for the whole phrase, and a numbered cell for each word that tells whether the word is known. */
export function PhraseEntry(props: PhraseEntryProps) {
  const { label = phraseText.field, helper, input, value = "", error, takesFocus = false, onInput } = props;
  const [cells, setCells] = useState<readonly Cell[]>(() => cellsOf("", "typing"));
  const look = (moment: "typing" | "left") => setCells(cellsOf(input.current?.value ?? "", moment));
  useEffect(() => {
    if (value === "" || !input.current) return;
    input.current.value = value;
    look("left");
  }, []);
  return (
    <div class="phrase-entry">
      <SecretField
        label={label}
        {...(helper !== undefined && { helper })}
        input={input}
        error={error}
        takesFocus={takesFocus}
        onInput={() => {
          look("typing");
          onInput?.();
        }}
        onBlur={() => look("left")}
      />
      <div class={cells.length > 12 ? "cells many" : "cells"} aria-hidden="true">
        {cells.map((cell, i) => (
          <span key={i} class={`cell ${cell}`}>
            {i + 1}
          </span>
        ))}
      </div>
      <p class="sr-only" role="status">
        {phraseText.status(cells)}
      </p>
    </div>
  );
}
