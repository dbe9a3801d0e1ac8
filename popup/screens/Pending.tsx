import { useState } from "preact/hooks";
import type { PendingView } from "../../src/protocol/views.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { DiscardDialog } from "../components/DiscardDialog.tsx";
import { Note } from "../components/Note.tsx";
import { hostOf, name, outside } from "../components/outside.ts";
import { failureText, useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import { addText } from "../textAdd.ts";

/** A registration that Dfns has not accepted yet, or a kit without its words: go on, or throw its keys away. */
export function Pending({ pending }: { pending: PendingView }) {
  const [asking, setAsking] = useState(false);
  const { busy, failure, run } = useAction();
  const { recordId, username, origin, refusal } = pending;
  const discard = async () => {
    await run(async () => void (await send("pending.discard", { recordId })));
    setAsking(false);
  };
  return (
    <article class="card pending">
      <h3 class="thing-title">
        <b>{name(username)}</b> <span class="thing-text">{text.pending.atSite(hostOf(origin))}</span>
      </h3>
      {refusal && refusal.status > 0 && (
        <p class="small">
          {text.pending.said(refusal.status, outside(refusal.message, 300) || text.refused.noWords)}
        </p>
      )}
      <p class="small">{stateText(pending)}</p>
      {failure && <Note look="danger">{failureText(failure)}</Note>}
      <div class="actions">
        {canContinue(pending) && (
          <Button
            look="primary"
            size="small"
            busy={busy}
            onClick={() => void run(async () => void (await send("pending.open", { recordId })))}
          >
            {text.pending.continue}
          </Button>
        )}
        <Button size="small" onClick={() => setAsking(true)}>
          {text.discard}
        </Button>
      </div>
      {asking && <DiscardDialog onCancel={() => setAsking(false)} onDiscard={discard} />}
    </article>
  );
}

const canContinue = ({ purpose, live, state }: PendingView): boolean =>
  purpose === "registration" && live && state !== "handedOver";

function stateText(pending: PendingView): string {
  if (pending.purpose === "kit") return addText.kitAgain(hostOf(pending.origin));
  if (pending.state === "handedOver") return text.pending.handedOver(hostOf(pending.origin));
  return pending.live ? text.pending.canContinue : text.pending.timeRanOut;
}
