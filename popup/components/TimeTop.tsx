import type { ApprovalView } from "../../src/protocol/views.ts";
import { text } from "../text.ts";
import { Clock } from "./Clock.tsx";

interface TimeTopProps {
  readonly view: ApprovalView;
  readonly refresh: () => Promise<void>;
}

/** "1 of 3", when several wait, and the time left. */
export const TimeTop = ({ view, refresh }: TimeTopProps) => (
  <span class="top-end">
    {view.total > 1 && <span>{text.approval.position(view.position, view.total)}</span>}
    <Clock expiresAt={view.expiresAt} onOver={() => void refresh()} />
  </span>
);
