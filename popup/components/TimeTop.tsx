import type { ApprovalView } from "../../src/protocol/views.ts";
import { text } from "../text.ts";
import { Clock } from "./Clock.tsx";

interface TimeTopProps {
  readonly view: ApprovalView;
  /** To the list of everything that waits. */
  readonly list: () => void;
}

/** "1 of 3", when several wait, and the time left. */
export const TimeTop = ({ view, list }: TimeTopProps) => (
  <span class="top-end">
    {view.total > 1 && (
      <button type="button" class="position" onClick={list}>
        {text.approval.position(view.position, view.total)}
      </button>
    )}
    <Clock expiresAt={view.expiresAt} />
  </span>
);
