import type { TargetedKeyboardEvent, TargetedMouseEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { text } from "../text.ts";
import { announce } from "./announce.tsx";
import { useArming } from "./useArming.ts";
import { useFreshPress } from "./useFreshPress.ts";

interface RejectProps {
  readonly look?: "secondary" | "quiet";
  readonly onReject: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

export const RejectButton = ({ look = "secondary", onReject, onKeyDown }: RejectProps) => (
  <button
    type="button"
    class={`button normal ${look}`}
    onKeyDown={onKeyDown ?? noEnter}
    onClick={(event) => event.isTrusted && onReject()}
  >
    <span>{text.reject}</span>
  </button>
);

function noEnter(event: KeyboardEvent): void {
  if (event.key === "Enter") event.preventDefault();
}

interface DecisionProps {
  readonly look: "primary" | "danger";
  /** Stands for all that the person sees; a change of it disarms Approve. */
  readonly content: string;
  readonly busy: boolean;
  readonly onReject: () => void;
  readonly onApprove: () => void;
}

/** `Reject` and `Approve`, the latter only once it is armed. Enter presses neither. */
export function Decision({ look, content, busy, onReject, onApprove }: DecisionProps) {
  const [bubble, setBubble] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    setBubble(event.key === "Enter");
    noEnter(event);
  };
  return (
    <div class="pair decision" onFocusOut={() => setBubble(false)}>
      <p class={bubble ? "bubble" : "bubble hidden"} role="status">
        {bubble && text.approval.pressSpace}
      </p>
      <RejectButton onReject={() => !busy && onReject()} onKeyDown={onKeyDown} />
      <ApproveButton look={look} content={content} busy={busy} onApprove={onApprove} onKeyDown={onKeyDown} />
    </div>
  );
}

interface ApproveProps extends Omit<DecisionProps, "onReject"> {
  readonly onKeyDown: (event: TargetedKeyboardEvent<HTMLButtonElement>) => void;
}

function ApproveButton({ look, content, busy, onApprove, onKeyDown }: ApproveProps) {
  const button = useRef<HTMLButtonElement>(null);
  const { arming, stillArmed } = useArming(content);
  const armed = arming.phase === "armed";
  const isFresh = useFreshPress(button, armed);
  useKeptFocus(button, armed);
  useEffect(() => {
    if (armed) announce(text.approval.ready);
  }, [armed]);
  const press = (event: TargetedMouseEvent<HTMLButtonElement>) => {
    if (event.isTrusted && !busy && stillArmed() && isFresh(event)) onApprove();
  };
  return (
    <button
      ref={button}
      type="button"
      class={`button normal ${look} approve`}
      disabled={!armed}
      aria-busy={busy}
      onKeyDown={onKeyDown}
      onClick={press}
    >
      {busy && <span class="spinner" aria-hidden="true" />}
      <span>{text.approve}</span>
      {arming.phase === "arming" && <i key={arming.since} class="arming" aria-hidden="true" />}
    </button>
  );
}

/** A disabled button loses the focus; it gets it back when it is armed again. */
function useKeptFocus(button: { current: HTMLButtonElement | null }, armed: boolean): void {
  const had = useRef(false);
  if (!armed && button.current && document.activeElement === button.current) had.current = true;
  useEffect(() => {
    if (!armed || !had.current) return;
    had.current = false;
    const free = document.activeElement === null || document.activeElement === document.body;
    if (free) button.current?.focus();
  }, [armed, button]);
}
