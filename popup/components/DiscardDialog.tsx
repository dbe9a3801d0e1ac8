import { useState } from "preact/hooks";
import { text } from "../text.ts";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";

interface DiscardDialogProps {
  /** What is discarded, and what that means; the keys of a registration where it is absent. */
  readonly words?: { readonly title: string; readonly lead: string };
  readonly onCancel: () => void;
  readonly onDiscard: () => Promise<void>;
}

/** Asks before the keys of what is unfinished are thrown away. */
export function DiscardDialog({ words = text.discardDialog, onCancel, onDiscard }: DiscardDialogProps) {
  const [busy, setBusy] = useState(false);
  const discard = async () => {
    setBusy(true);
    await onDiscard();
    setBusy(false);
  };
  return (
    <Dialog
      title={words.title}
      onCancel={onCancel}
      buttons={
        <>
          <Button onClick={onCancel}>{text.keep}</Button>
          <Button look="danger" busy={busy} onClick={() => void discard()}>
            {text.discard}
          </Button>
        </>
      }
    >
      <p class="lead">{words.lead}</p>
    </Dialog>
  );
}
