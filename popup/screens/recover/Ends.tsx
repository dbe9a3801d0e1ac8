import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { Failure } from "../../components/Failure.tsx";
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
import { Discard } from "./Discard.tsx";
import type { RecoverProps } from "./RecoverPage.tsx";
import { StartAgain } from "./Unheard.tsx";

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
  const { busy, failure, run } = useAction();
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
      <Failure of={failure} />
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

export const Refused = ({ view, refresh }: RecoverProps) => (
  <>
    <Sign icon="cross" look="danger" />
    <Heading look="display">{recoverText.refused.title}</Heading>
    <p class="lead">{recoverText.refused.lead}</p>
    {view.refusal && <ApiTrouble trouble={{ refusal: view.refusal }} api={view.account?.url ?? ""} />}
    <Note>{recoverText.refused.kept}</Note>
    <div class="actions">
      <Discard label={text.discard} refresh={refresh} />
      <Act
        view={view}
        refresh={refresh}
        request="recover.retry"
        params={{}}
        label={recoverText.refused.again}
      />
    </div>
  </>
);

/** A site's challenge that has run out; the person can ask the site again, or go on by e-mail. */
export const Expired = ({ view, refresh }: RecoverProps) => (
  <>
    <Sign icon="clock" look="plain" />
    <Heading look="display">{recoverText.expired.title}</Heading>
    <p class="lead">{recoverText.expired.lead}</p>
    {view.made && <p class="small">{recoverText.expired.words}</p>}
    {view.origin !== null && <p class="small">{recoverText.expired.onSite(hostOf(view.origin))}</p>}
    <div class="actions">
      <StartAgain view={view} refresh={refresh} look="primary" />
    </div>
  </>
);
