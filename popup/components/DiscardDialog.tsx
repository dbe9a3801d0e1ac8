import { useState } from "preact/hooks";
import { text } from "../text.ts";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";

interface DiscardDialogProps {
  readonly onCancel: () => void;
  readonly onDiscard: () => Promise<void>;
}

/** Asks before the keys of an unfinished registration are thrown away. */
export function DiscardDialog({ onCancel, onDiscard }: DiscardDialogProps) {
  const [busy, setBusy] = useState(false);
  const discard = async () => {
    setBusy(true);
    await onDiscard();
    setBusy(false);
  };
  return (
    <Dialog
      title={text.discardDialog.title}
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
      <p class="lead">{text.discardDialog.lead}</p>
    </Dialog>
  );
}
