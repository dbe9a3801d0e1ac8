import { useState } from "preact/hooks";
import { suggestedPassword } from "../../src/core/recovery/phrase.ts";
import { text } from "../text.ts";
import { Button } from "./Button.tsx";

/** Six random words to take as a password. */
export function Suggestion({ onUse }: { onUse: (words: string) => void }) {
  const [words, setWords] = useState(suggestedPassword);
  return (
    <section class="suggestion" aria-label={text.onboarding.suggestion}>
      <p class="caption">{text.onboarding.suggestion}</p>
      <p class="suggested" aria-live="polite">
        {words}
      </p>
      <div class="actions">
        <Button size="small" onClick={() => onUse(words)}>
          {text.onboarding.use}
        </Button>
        <Button size="small" look="text" icon="refresh" onClick={() => setWords(suggestedPassword())}>
          {text.onboarding.other}
        </Button>
      </div>
    </section>
  );
}
