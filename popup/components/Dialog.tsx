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

/** Modal; Escape cancels, and the focus goes back to where it was, or to the title of the page where that is gone. */
export function Dialog({ title, children, buttons, onCancel }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      queueMicrotask(() => giveFocus(opener));
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

function giveFocus(opener: Element | null): void {
  const to = opener?.isConnected ? opener : document.querySelector("h1");
  if (to instanceof HTMLElement) to.focus();
}
