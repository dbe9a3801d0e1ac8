import type { ApprovalView } from "../../src/protocol/views.ts";
import { unlessGone } from "../ask.ts";
import { send } from "../client.ts";
import { askerText } from "../textAsker.ts";
import { Failure } from "./Failure.tsx";
import { useAction } from "./useAction.ts";

interface BlockingProps {
  readonly view: ApprovalView;
  readonly leave: () => void;
}

/** Rejections within a minute after which an hour without this site is offered. */
const MANY = 2;

/** Keeps the asking site out; its request ends. Undone on the sites page. */
export const Blocking = ({ view, leave }: BlockingProps) => (
  <div class="blocking">
    {view.rejections >= MANY && (
      <BlockButton id={view.id} period="hour" label={askerText.blockHour} onDone={leave} />
    )}
    <BlockButton id={view.id} period="always" label={askerText.block} onDone={leave} />
  </div>
);

interface BlockButtonProps {
  readonly id: string;
  readonly period: "hour" | "always";
  readonly label: string;
  readonly onDone: () => void;
}

export function BlockButton({ id, period, label, onDone }: BlockButtonProps) {
  const { busy, failure, run } = useAction();
  const block = () =>
    run(async () => {
      await send("approval.block", { id, period }).catch(unlessGone);
      onDone();
    });
  return (
    <>
      <button
        type="button"
        class="button quiet small"
        aria-busy={busy}
        onClick={(event) => event.isTrusted && void block()}
      >
        <span>{label}</span>
      </button>
      <Failure of={failure} />
    </>
  );
}
