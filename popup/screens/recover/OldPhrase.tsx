import { useRef, useState } from "preact/hooks";
import type { PhraseOutcome } from "../../../src/protocol/recoverViews.ts";
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
import { KitIds } from "./NotListed.tsx";
import type { RecoverProps } from "./RecoverPage.tsx";

/** The words of the old kit, which are tried on this device before anything is made. */
export function OldPhrase({ view: { origin, kits }, refresh, pasted }: RecoverProps) {
  const input = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<Tried>(null);
  const { busy, failure, run } = useAction();
  const open = async () => {
    const phrase = input.current?.value ?? "";
    const tried = phrase.trim() === "" ? "empty" : await send("recover.open", { phrase });
    if (tried !== "empty" && tried.outcome === "right") pasted.current = "";
    setOutcome(tried);
    input.current?.focus();
    await refresh();
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
        <div class="caption">
          {askText.takes}
          <KitIds ids={kits} />
        </div>
        <PhraseEntry
          input={input}
          value={pasted.current}
          error={faultOf(outcome)}
          takesFocus
          onInput={() => setOutcome(null)}
        />
        {origin !== null && isOtherKit(outcome) && <Note>{askText.otherPaper(hostOf(origin))}</Note>}
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

type Tried = PhraseOutcome | "empty" | null;

function faultOf(tried: Tried): string | null {
  if (tried === null) return null;
  return tried === "empty" ? phraseText.empty : phraseFault(tried);
}

const isOtherKit = (tried: Tried): boolean =>
  tried !== null && tried !== "empty" && tried.outcome === "otherKit";
