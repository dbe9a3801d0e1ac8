import { useEffect } from "preact/hooks";
import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { Failure } from "../../components/Failure.tsx";
import { Heading } from "../../components/Heading.tsx";
import { Kit } from "../../components/Kit.tsx";
import { KitOptions, useKitChoice } from "../../components/KitOptions.tsx";
import { Note } from "../../components/Note.tsx";
import { name } from "../../components/outside.ts";
import { useAction } from "../../components/useAction.ts";
import { text } from "../../text.ts";
import { kitText } from "../../textKit.ts";
import { recoverText } from "../../textRecover.ts";
import { Grid } from "../Phrase.tsx";
import type { RecoverProps } from "./RecoverPage.tsx";

/** The new words, as text that is gone with the page. */
export function NewPhrase({ view, refresh, sheet, keepSheet }: RecoverProps) {
  const words = sheet?.words ?? [];
  const choice = useKitChoice(words);
  const loading = useAction();
  const { busy, failure, run } = useAction();
  const load = () => loading.run(async () => keepSheet(await send("recover.phrase", {})));
  useEffect(() => void load(), []);
  const go = () => run(() => send("recover.step", { step: "words" }).then(refresh));
  return (
    <>
      <Heading look="display">{recoverText.newPhrase.title}</Heading>
      <p class="lead">{recoverText.newPhrase.lead(name(view.account?.username ?? ""))}</p>
      <Failure of={loading.failure ?? failure} />
      {loading.failure && <Button onClick={() => void load()}>{text.tryAgain}</Button>}
      {words.length > 0 && <Grid words={words} />}
      <Note>{recoverText.newPhrase.note}</Note>
      <details class="full">
        <summary>{kitText.options}</summary>
        <KitOptions choice={choice} />
      </details>
      {words.length > 0 && (
        <div class="actions">
          <Button icon="printer" onClick={() => print()}>
            {kitText.print}
          </Button>
          <Button look="primary" busy={busy} onClick={() => void go()}>
            {text.phrase.go}
          </Button>
        </div>
      )}
      {sheet && <Kit kit={sheet.kit} words={choice.words} wordsInCode={choice.wordsInCode} look="paper" />}
    </>
  );
}
