import { unlessGone } from "../ask.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Frame } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Icon } from "../components/Icon.tsx";
import { Note } from "../components/Note.tsx";
import { hostOf } from "../components/outside.ts";
import { TimeTop } from "../components/TimeTop.tsx";
import { failureText, useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import { passkeyText } from "../textPasskey.ts";
import type { ApprovalProps } from "./ApprovalScreen.tsx";

/** The page's authenticator has the word; this window waits, and starts another try. */
export function Passkey(props: ApprovalProps) {
  const { view, refresh, leave } = props;
  const { busy, failure, run } = useAction();
  const registering = view.request?.method === "dfns_register";
  const making = registering || view.request?.method === "dfns_createCredential";
  const host = hostOf(view.origin);
  const toPage = () => run(() => send("approval.passkey", { id: view.id }).then(refresh));
  const reject = () => run(() => send("approval.reject", { id: view.id }).catch(unlessGone).then(leave));
  return (
    <Frame
      top={<TimeTop {...props} />}
      footer={
        <div class="pair">
          <Button onClick={() => void reject()}>{text.reject}</Button>
          <Button look="primary" busy={busy} onClick={() => void toPage()}>
            {view.passkeyFailed ? passkeyText.again : passkeyText.toPage}
          </Button>
        </div>
      }
    >
      <Heading asker={host}>{passkeyText.title}</Heading>
      <p class="lead">{making ? passkeyText.make(host) : passkeyText.use(host)}</p>
      {failure && <Note look="danger">{failureText(failure)}</Note>}
      {view.passkeyFailed && (
        <Note look="warn" isNews>
          {making ? passkeyText.noneMade : passkeyText.noneUsed}
        </Note>
      )}
      <Steps registering={registering} waiting={!view.passkeyFailed} />
    </Frame>
  );
}

interface StepsProps {
  readonly registering: boolean;
  readonly waiting: boolean;
}

const Steps = ({ registering, waiting }: StepsProps) => (
  <ol class="progress">
    {registering && (
      <li class="past">
        <Icon name="check" />
        {passkeyText.confirmed}
      </li>
    )}
    <li class="now" aria-current="step">
      {waiting ? <span class="spinner" aria-hidden="true" /> : <Icon name="arrow" />}
      {waiting ? passkeyText.waiting : passkeyText.missing}
    </li>
    <li>
      <Icon name="arrow" />
      {passkeyText.finish}
    </li>
  </ol>
);
