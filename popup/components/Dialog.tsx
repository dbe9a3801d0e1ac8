import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

interface DialogProps {
  /** A question. */
  readonly title: string;
  readonly children: ComponentChildren;
  /** Verbs; the harmless one first. */
  readonly buttons: ComponentChildren;
  readonly onCancel: () => void;
}

/** Modal; Escape cancels, and the focus goes back to where it was. */
export function Dialog({ title, children, buttons, onCancel }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <h2 id={id} class="section">
        {title}
      </h2>
      {children}
      <div class="pair">{buttons}</div>
    </dialog>
  );
}
