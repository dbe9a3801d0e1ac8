import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { Heading } from "../../components/Heading.tsx";
import { Note } from "../../components/Note.tsx";
import { hostOf } from "../../components/outside.ts";
import { failureText, useAction } from "../../components/useAction.ts";
import { text } from "../../text.ts";
import { passkeyText } from "../../textPasskey.ts";
import { askText } from "../../textRecoverAsk.ts";
import { Discard } from "./Discard.tsx";
import type { RecoverProps } from "./RecoverPage.tsx";

const { passkey } = askText;

/** The page that asked makes the passkey; this one waits, and starts another try. */
export function PagePasskey({ view, refresh }: RecoverProps) {
  const { busy, failure, run } = useAction();
  const toPage = () => run(() => send("recover.passkey", {}).then(refresh));
  return (
    <>
      <Heading look="display">{passkey.title}</Heading>
      <p class="lead">{passkey.lead(hostOf(view.origin ?? ""))}</p>
      {view.passkeyFailed ? (
        <Note look="warn" isNews>
          {passkey.none}
        </Note>
      ) : (
        <p class="lead" role="status">
          <span class="spinner inline" aria-hidden="true" /> {passkeyText.waiting}
        </p>
      )}
      {failure && <Note look="danger">{failure === "gone" ? passkey.gone : failureText(failure)}</Note>}
      <div class="back-and-on">
        <Discard label={text.reject} refresh={refresh} />
        <Button look="primary" busy={busy} onClick={() => void toPage()}>
          {view.passkeyFailed ? passkey.again : passkey.toPage}
        </Button>
      </div>
    </>
  );
}
