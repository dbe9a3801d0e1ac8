import { useRef, useState } from "preact/hooks";
import { accountText } from "../textAccount.ts";
import { Button } from "./Button.tsx";
import { Note } from "./Note.tsx";
import { TextField } from "./TextField.tsx";
import { failureText, useAction } from "./useAction.ts";

const LONGEST = 100;

interface NameFormProps {
  readonly label: string;
  readonly helper: string;
  readonly value: string;
  /** Whether nothing may be typed as well. */
  readonly empty: "allowed" | "refused";
  readonly onSave: (name: string) => Promise<void>;
  readonly onDone: () => void;
}

/** One short text, changed in place. */
export function NameForm({ label, helper, value, empty, onSave, onDone }: NameFormProps) {
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string | null>(null);
  const { busy, failure, run } = useAction();
  const save = async () => {
    const typed = (input.current?.value ?? "").trim().slice(0, LONGEST);
    if (typed === "" && empty === "refused") {
      setError(accountText.emptyName);
      return input.current?.focus();
    }
    await run(async () => {
      await onSave(typed);
      onDone();
    });
  };
  return (
    <form
      class="name-form"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => event.key === "Escape" && onDone()}
    >
      <TextField label={label} input={input} value={value} helper={helper} error={error} takesFocus />
      {failure && <Note look="danger">{failureText(failure)}</Note>}
      <div class="actions">
        <Button type="submit" look="primary" size="small" busy={busy}>
          {accountText.save}
        </Button>
        <Button size="small" onClick={onDone}>
          {accountText.cancel}
        </Button>
      </div>
    </form>
  );
}
