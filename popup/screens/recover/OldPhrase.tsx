import { useRef, useState } from "preact/hooks";
import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { Heading } from "../../components/Heading.tsx";
import { Note } from "../../components/Note.tsx";
import { hostOf } from "../../components/outside.ts";
import { PhraseEntry } from "../../components/PhraseEntry.tsx";
import { failureText, useAction } from "../../components/useAction.ts";
import { text } from "../../text.ts";
import { phraseFault, phraseText } from "../../textPhrase.ts";
import { recoverText } from "../../textRecover.ts";
import { askText } from "../../textRecoverAsk.ts";
import type { RecoverProps } from "./RecoverPage.tsx";

/** The words of the old kit, which are tried on this device before anything is made. */
export function OldPhrase({ view: { origin }, refresh }: RecoverProps) {
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string | null>(null);
  const { busy, failure, run } = useAction();
  const open = async () => {
    const phrase = input.current?.value ?? "";
    const outcome = phrase.trim() === "" ? null : await send("recover.open", { phrase });
    if (outcome?.outcome === "right") return refresh();
    setError(outcome ? phraseFault(outcome) : phraseText.empty);
    input.current?.focus();
  };
  return (
    <>
      <Heading look="display" takesFocus={false}>
        {recoverText.phrase.title}
      </Heading>
      {origin !== null && (
        <p class="for">
          <b>{askText.sentHere(hostOf(origin))}</b>
        </p>
      )}
      <p class="lead">{recoverText.phrase.lead}</p>
      <form
        class="stack"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void run(open);
        }}
      >
        <PhraseEntry input={input} error={error} takesFocus onInput={() => setError(null)} />
        {failure && <Note look="danger">{failureText(failure)}</Note>}
        <div class="back-and-on">
          <Button onClick={() => void run(() => send("recover.discard", {}).then(refresh))}>
            {origin === null ? recoverText.back : text.reject}
          </Button>
          <Button type="submit" look="primary" busy={busy}>
            {recoverText.continue}
          </Button>
        </div>
      </form>
    </>
  );
}
