import { useRef } from "preact/hooks";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Frame, Steps } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Note } from "../components/Note.tsx";
import { hostOf } from "../components/outside.ts";
import { SecretField } from "../components/SecretField.tsx";
import { failureText, useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import type { ApprovalProps } from "./ApprovalScreen.tsx";
import { useWordCheck, type WordCheck } from "./useWordCheck.ts";

/** Three words, typed from the paper. Only the background knows whether they are right. */
export function Words({ view, refresh }: ApprovalProps) {
  const places = view.places ?? [];
  const check = useWordCheck(
    places,
    async (place, word) => (await send("approval.check", { id: view.id, place, word })).right,
  );
  const { busy, failure, run } = useAction();
  const finishButton = useRef<HTMLButtonElement>(null);
  const finish = () =>
    run(async () => {
      const words = await check.all();
      if (!words) return;
      await send("approval.finish", { id: view.id, words });
      await refresh();
    });
  const again = () => run(() => send("approval.step", { id: view.id, step: "phrase" }).then(refresh));
  return (
    <Frame
      top={<Steps now={2} of={3} />}
      footer={
        <>
          <p class="foot-line">{text.words.count(check.right)}</p>
          <div class="pair">
            <Button onClick={() => void again()}>{text.words.again}</Button>
            <Button look="primary" busy={busy} onClick={() => void finish()} buttonRef={finishButton}>
              {text.words.finish}
            </Button>
          </div>
        </>
      }
    >
      <Heading asker={hostOf(view.origin)} takesFocus={false}>
        {text.words.title}
      </Heading>
      <p class="lead">{text.words.lead}</p>
      {failure && <Note look="danger">{failureText(failure)}</Note>}
      <WordFields places={places} check={check} onLast={() => finishButton.current?.focus()} />
    </Frame>
  );
}

interface FieldsProps {
  readonly places: readonly number[];
  readonly check: WordCheck;
  readonly onLast: () => void;
}

export const WordFields = ({ places, check, onLast }: FieldsProps) => (
  <div class="stack">
    {places.map((place, i) => {
      const next = check.fields[i + 1]?.input;
      const field = check.fields[i];
      return (
        field && (
          <SecretField
            key={place}
            label={text.words.label(place)}
            input={field.input}
            eye={false}
            takesFocus={i === 0}
            right={field.verdict === "right"}
            error={field.verdict === "wrong" ? text.words.wrong(place) : null}
            onBlur={() => void check.one(i)}
            onInput={() => check.forget(i)}
            onEnter={() => (next ? next.current?.focus() : onLast())}
          />
        )
      );
    })}
  </div>
);
