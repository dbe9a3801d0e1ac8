import { useState } from "preact/hooks";
import type { PendingView } from "../../src/protocol/views.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { DiscardDialog } from "../components/DiscardDialog.tsx";
import { Failure } from "../components/Failure.tsx";
import { hostOf, name, outside } from "../components/outside.ts";
import { useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import { addText } from "../textAdd.ts";
import { recoverText } from "../textRecover.ts";
import { unfinishedText } from "../textUnfinished.ts";

/** A registration or recovery that Dfns has not accepted yet, or a kit without its words: go on, or throw its keys away. */
export function Pending({ pending }: { pending: PendingView }) {
  const [asking, setAsking] = useState(false);
  const { busy, failure, run } = useAction();
  const discarding = useAction();
  const { recordId, username, origin, refusal } = pending;
  const discard = async () => {
    await discarding.run(async () => void (await send("pending.discard", { recordId })));
    setAsking(false);
  };
  return (
    <article class="card pending">
      <h3 class="thing-title">
        <b>{name(username)}</b>{" "}
        {origin !== "" && <span class="thing-text">{text.pending.atSite(hostOf(origin))}</span>}
      </h3>
      {refusal && refusal.status > 0 && (
        <p class="small">
          {text.pending.said(refusal.status, outside(refusal.message, 300) || text.refused.noWords)}
        </p>
      )}
      <p class="small">{stateText(pending)}</p>
      <Failure of={failure ?? discarding.failure} />
      <div class="actions">
        {canContinue(pending) && (
          <Button look="primary" size="small" busy={busy} onClick={() => void run(() => goOn(pending))}>
            {text.pending.continue}
          </Button>
        )}
        {canDiscard(pending) && (
          <Button size="small" onClick={() => setAsking(true)}>
            {text.discard}
          </Button>
        )}
      </div>
      {asking && (
        <DiscardDialog
          words={pending.purpose === "recovery" ? recoverText.discard : text.discardDialog}
          onCancel={() => setAsking(false)}
          onDiscard={discard}
        />
      )}
    </article>
  );
}

/** A recovery is looked at in its tab wherever it stands. */
const canContinue = ({ purpose, live, state }: PendingView): boolean =>
  purpose === "recovery" || (purpose === "registration" && live && state !== "handedOver");

/** What Dfns may have of a recovery is kept: the old kit is void if it does. */
const canDiscard = ({ purpose, state }: PendingView): boolean =>
  purpose !== "recovery" || state === "created" || state === "refused";

async function goOn({ purpose, recordId }: PendingView): Promise<void> {
  if (purpose !== "recovery") return void (await send("pending.open", { recordId }));
  await send("recover.take", { recordId });
  location.hash = "#/recover";
}

function stateText(pending: PendingView): string {
  const host = hostOf(pending.origin);
  if (pending.purpose === "kit") return addText.kitAgain(host);
  if (pending.purpose === "recovery") return unfinishedText.state(pending, host);
  if (pending.state === "handedOver") return text.pending.handedOver(host);
  return pending.live ? text.pending.canContinue : text.pending.timeRanOut;
}
