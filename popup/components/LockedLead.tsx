import type { WaitingView } from "../../src/protocol/views.ts";
import { text } from "../text.ts";
import { hostOf } from "./outside.ts";

/** Who waits while the vault is locked. */
export function LockedLead({ waiting }: { waiting: readonly WaitingView[] }) {
  const [first] = waiting;
  if (!first) return null;
  return (
    <p class="lead">
      {waiting.length === 1
        ? text.unlock.waitingOne(hostOf(first.origin))
        : text.unlock.waitingMany(waiting.length)}
    </p>
  );
}
