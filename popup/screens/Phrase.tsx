import { useEffect, useState } from "preact/hooks";
import type { Results } from "../../src/protocol/results.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Frame, Steps } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Kit } from "../components/Kit.tsx";
import { KitOptions, useKitChoice } from "../components/KitOptions.tsx";
import { Note } from "../components/Note.tsx";
import { hostOf, name } from "../components/outside.ts";
import { failureText, useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import { kitText } from "../textKit.ts";
import type { ApprovalProps } from "./ApprovalScreen.tsx";

type Sheet = Results["approval.phrase"];

/** The words, as text that is gone with the screen. */
export function Phrase({ view, refresh }: ApprovalProps) {
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const words = sheet?.words ?? [];
  const choice = useKitChoice(words);
  const loading = useAction();
  const going = useAction();
  const load = () => loading.run(async () => setSheet(await send("approval.phrase", { id: view.id })));
  useEffect(() => void load(), [view.id]);
  const go = () =>
    going.run(async () => {
      await send("approval.step", { id: view.id, step: "words" });
      await refresh();
    });
  const { request } = view;
  if (!request || !("username" in request)) return null;
  const failure = loading.failure ?? going.failure;
  return (
    <>
      <Frame
        top={<Steps now={1} of={3} />}
        footer={words.length > 0 && <Footer busy={going.busy} onGo={() => void go()} />}
      >
        <Heading asker={hostOf(view.origin)}>{text.phrase.title}</Heading>
        <p class="lead">{text.phrase.lead(name(request.username))}</p>
        {failure && <Note look="danger">{failureText(failure)}</Note>}
        {loading.failure && <Button onClick={() => void load()}>{text.tryAgain}</Button>}
        {words.length > 0 && <Grid words={words} />}
        <Note>{text.phrase.note}</Note>
        <details class="full">
          <summary>{kitText.options}</summary>
          <KitOptions choice={choice} />
        </details>
      </Frame>
      {sheet && <Kit kit={sheet.kit} words={choice.words} wordsInCode={choice.wordsInCode} look="paper" />}
    </>
  );
}

const Footer = ({ busy, onGo }: { busy: boolean; onGo: () => void }) => (
  <div class="stack-tight">
    <Button icon="printer" onClick={() => print()}>
      {kitText.print}
    </Button>
    <Button look="primary" busy={busy} onClick={onGo}>
      {text.phrase.go}
    </Button>
  </div>
);

export const Grid = ({ words }: { words: readonly string[] }) => (
  <ol class="card phrase" aria-label={text.phrase.list}>
    {words.map((word, i) => (
      <li key={i}>{word}</li>
    ))}
  </ol>
);
