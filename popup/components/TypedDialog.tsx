import { useRef, useState } from "preact/hooks";
import { accountText } from "../textAccount.ts";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";
import { Note } from "./Note.tsx";
import { TextField } from "./TextField.tsx";
import { failureText, useAction } from "./useAction.ts";

interface TypedDialogProps {
  /** A question. */
  readonly title: string;
  readonly lead: string;
  /** What has to be typed. */
  readonly word: string;
  /** The verb on the button. */
  readonly verb: string;
  readonly onCancel: () => void;
  readonly onConfirm: () => Promise<void>;
}

/** Asks for a typed word before something that cannot be undone. */
export function TypedDialog({ title, lead, word, verb, onCancel, onConfirm }: TypedDialogProps) {
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string | null>(null);
  const { busy, failure, run } = useAction();
  const confirm = () => {
    if (input.current?.value.trim().toLowerCase() === word) return run(onConfirm);
    setError(accountText.notTheWord(word));
    input.current?.focus();
  };
  return (
    <Dialog
      title={title}
      onCancel={onCancel}
      buttons={
        <>
          <Button onClick={onCancel}>{accountText.cancel}</Button>
          <Button look="danger" busy={busy} onClick={() => void confirm()}>
            {verb}
          </Button>
        </>
      }
    >
      <p class="lead">{lead}</p>
      {failure && <Note look="danger">{failureText(failure)}</Note>}
      <TextField
        label={accountText.typeWord(word)}
        input={input}
        error={error}
        takesFocus
        onInput={() => setError(null)}
      />
    </Dialog>
  );
}
