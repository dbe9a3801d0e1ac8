import { useRef } from "preact/hooks";
import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { Heading } from "../../components/Heading.tsx";
import { Note } from "../../components/Note.tsx";
import { failureText, useAction } from "../../components/useAction.ts";
import { text } from "../../text.ts";
import { useWordCheck } from "../useWordCheck.ts";
import { WordFields } from "../Words.tsx";
import type { RecoverProps } from "./RecoverPage.tsx";

/** Three of the new words, typed from the paper. */
export function NewWords({ view, refresh }: RecoverProps) {
  const places = view.places ?? [];
  const check = useWordCheck(
    places,
    async (place, word) => (await send("recover.check", { place, word })).right,
  );
  const { busy, failure, run } = useAction();
  const finishButton = useRef<HTMLButtonElement>(null);
  const finish = () =>
    run(async () => {
      const words = await check.all();
      if (words && (await send("recover.confirm", { words })).right) await refresh();
    });
  const again = () => run(() => send("recover.step", { step: "newPhrase" }).then(refresh));
  return (
    <>
      <Heading look="display" takesFocus={false}>
        {text.words.title}
      </Heading>
      <p class="lead">{text.words.lead}</p>
      {failure && <Note look="danger">{failureText(failure)}</Note>}
      <WordFields places={places} check={check} onLast={() => finishButton.current?.focus()} />
      <p class="caption">{text.words.count(check.right)}</p>
      <div class="actions">
        <Button onClick={() => void again()}>{text.words.again}</Button>
        <Button look="primary" busy={busy} onClick={() => void finish()} buttonRef={finishButton}>
          {text.words.finish}
        </Button>
      </div>
    </>
  );
}
