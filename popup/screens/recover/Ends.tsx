import { useState } from "preact/hooks";
import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { Heading } from "../../components/Heading.tsx";
import { Kit } from "../../components/Kit.tsx";
import { Note, Sign } from "../../components/Note.tsx";
import { hostOf, name } from "../../components/outside.ts";
import { useAction } from "../../components/useAction.ts";
import { text } from "../../text.ts";
import { kitText } from "../../textKit.ts";
import { recoverText } from "../../textRecover.ts";
import { Act } from "./Act.tsx";
import { ApiTrouble } from "./ApiTrouble.tsx";
import type { RecoverProps } from "./RecoverPage.tsx";

export const Sending = (_props: RecoverProps) => (
  <>
    <Heading look="display">{recoverText.sending.title}</Heading>
    <p class="lead" role="status">
      <span class="spinner inline" aria-hidden="true" /> {recoverText.sending.lead}
    </p>
  </>
);

/** The account is back; the new kit can be printed with its words while the page still has them. */
export function Finished({ view, sheet, keepSheet, refresh }: RecoverProps) {
  const { busy, run } = useAction();
  const leave = () =>
    run(async () => {
      await send("recover.leave", {});
      keepSheet(null);
      location.hash = "#/accounts";
      await refresh();
    });
  return (
    <>
      <Sign icon="check" look="ok" />
      <Heading look="display">{recoverText.done.title(name(view.account?.username ?? ""))}</Heading>
      <p class="lead">{recoverText.done.lead}</p>
      <div class="actions">
        {sheet && (
          <Button icon="printer" onClick={() => print()}>
            {kitText.print}
          </Button>
        )}
        <Button look="primary" busy={busy} onClick={() => void leave()}>
          {text.done}
        </Button>
      </div>
      {sheet && <Kit kit={sheet.kit} words={sheet.words} wordsInCode="no" look="paper" />}
    </>
  );
}

export const HandedOver = ({ view, refresh }: RecoverProps) => (
  <>
    <Sign icon="check" look="ok" />
    <Heading look="display">{recoverText.done.handedTitle}</Heading>
    <p class="lead">{recoverText.done.handedLead(hostOf(view.origin ?? ""))}</p>
    <div class="actions">
      <Act request="recover.leave" label={text.done} refresh={refresh} />
    </div>
  </>
);

/** Dfns has perhaps accepted: the keys stay, and Dfns is asked again. */
export const Lost = ({ view, refresh }: RecoverProps) => (
  <>
    <Sign icon="warning" look="plain" />
    <Heading look="display">{recoverText.lost.title}</Heading>
    <p class="lead">{recoverText.lost.lead}</p>
    {view.refusal && <ApiTrouble trouble={{ refusal: view.refusal }} api={view.account?.url ?? ""} />}
    <div class="actions">
      <Act request="recover.retry" label={recoverText.lost.check} refresh={refresh} />
    </div>
  </>
);

export const Refused = ({ view, refresh }: RecoverProps) => (
  <>
    <Sign icon="cross" look="danger" />
    <Heading look="display">{recoverText.refused.title}</Heading>
    <p class="lead">{recoverText.refused.lead}</p>
    {view.refusal && <ApiTrouble trouble={{ refusal: view.refusal }} api={view.account?.url ?? ""} />}
    <Note>{recoverText.refused.kept}</Note>
    <div class="actions">
      <Discard refresh={refresh} />
      <Act request="recover.retry" label={recoverText.refused.again} refresh={refresh} />
    </div>
  </>
);

export const Expired = ({ refresh }: RecoverProps) => (
  <>
    <Sign icon="clock" look="plain" />
    <Heading look="display">{recoverText.expired.title}</Heading>
    <p class="lead">{recoverText.expired.lead}</p>
    <div class="actions">
      <Act request="recover.discard" label={recoverText.expired.again} refresh={refresh} />
    </div>
  </>
);

function Discard({ refresh }: { refresh: () => Promise<void> }) {
  const [asking, setAsking] = useState(false);
  const { busy, run } = useAction();
  return (
    <>
      <Button onClick={() => setAsking(true)}>{recoverText.discard.button}</Button>
      {asking && (
        <Dialog
          title={recoverText.discard.title}
          onCancel={() => setAsking(false)}
          buttons={
            <>
              <Button onClick={() => setAsking(false)}>{recoverText.discard.keep}</Button>
              <Button
                look="danger"
                busy={busy}
                onClick={() => void run(() => send("recover.discard", {}).then(refresh))}
              >
                {recoverText.discard.button}
              </Button>
            </>
          }
        >
          <p class="lead">{recoverText.discard.lead}</p>
        </Dialog>
      )}
    </>
  );
}
