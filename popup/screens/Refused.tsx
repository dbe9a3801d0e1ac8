import { useState } from "preact/hooks";
import type { Refusal } from "../../src/protocol/views.ts";
import { adviceFor, secondsUntil } from "../advice.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { useTimeLeft } from "../components/Clock.tsx";
import { DiscardDialog } from "../components/DiscardDialog.tsx";
import { Frame } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Note, Sign } from "../components/Note.tsx";
import { hostOf, name, outside } from "../components/outside.ts";
import { failureText, useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import { signText } from "../textSign.ts";
import type { ApprovalProps } from "./ApprovalScreen.tsx";

export function Refused(props: ApprovalProps) {
  const { request } = props.view;
  const onlySiteAsksAgain = request?.method !== "dfns_register";
  return onlySiteAsksAgain ? <SigningRefused {...props} /> : <RegistrationRefused {...props} />;
}

/** A sign-in or an action: only the site can ask again. */
function SigningRefused({ view, leave }: ApprovalProps) {
  const { refusal } = view;
  const said = refusal !== null && refusal.status !== 0;
  return (
    <Frame asker={view} footer={<Button onClick={leave}>{text.close}</Button>}>
      <Sign icon="cross" look="danger" />
      <Heading asker={hostOf(view.origin)}>{said ? signText.refusedTitle : signText.failedTitle}</Heading>
      {said && <Said refusal={refusal} />}
      <p class="small">{signText.failedLead}</p>
    </Frame>
  );
}

function RegistrationRefused(props: ApprovalProps) {
  const { view } = props;
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const { busy, failure, tries, again, discard } = useRetry(props);
  const refusal = view.refusal ?? { status: 0, message: "", retryAt: null };
  const request = view.request?.method === "dfns_register" ? view.request : null;
  const title = refusal.status === 0 ? text.refused.noAnswerTitle : text.refused.title;
  return (
    <Frame
      asker={view}
      footer={
        <div class="pair">
          <Button onClick={() => setAsking(true)}>{text.discard}</Button>
          <Button look="primary" busy={busy} onClick={() => void again()}>
            {text.refused.again}
          </Button>
        </div>
      }
    >
      <Sign icon="cross" look="danger" />
      <Heading asker={hostOf(view.origin)}>{title}</Heading>
      {request && <p class="lead">{text.refused.lead(name(request.username))}</p>}
      {refusal.status !== 0 && <Said refusal={refusal} />}
      <Advice
        key={`${tries} ${JSON.stringify(refusal)}`}
        refusal={refusal}
        site={hostOf(view.origin)}
        api={request ? hostOf(request.url) : "Dfns"}
        onOver={() => void again()}
      />
      {failure && <Note look="danger">{failureText(failure)}</Note>}
      <Note>{text.refused.kept}</Note>
      {asking && <DiscardDialog onCancel={close} onDiscard={() => discard().then(close)} />}
    </Frame>
  );
}

function useRetry({ view, refresh, leave }: ApprovalProps) {
  const [tries, setTries] = useState(0);
  const { busy, failure, run } = useAction();
  const again = () =>
    run(async () => {
      try {
        await send("approval.retry", { id: view.id });
      } finally {
        await refresh();
        setTries((before) => before + 1);
      }
    });
  const discarding = useAction();
  const discard = () => discarding.run(() => send("approval.discard", { id: view.id }).then(leave));
  return { busy, failure: failure ?? discarding.failure, tries, again, discard };
}

/** Dfns' own words, always verbatim. */
const Said = ({ refusal }: { refusal: Refusal }) => (
  <blockquote class="said">
    <p class="caption split">
      <span>{text.refused.said}</span>
      <span>{refusal.status}</span>
    </p>
    <p>{refusal.message ? outside(refusal.message, 300) : text.refused.noWords}</p>
  </blockquote>
);

interface AdviceProps {
  readonly refusal: Refusal;
  readonly site: string;
  readonly api: string;
  readonly onOver: () => void;
}

function Advice({ refusal, site, api, onOver }: AdviceProps) {
  const [until] = useState(refusal.retryAt ?? 0);
  useTimeLeft(until, onOver);
  const wait = secondsUntil(until, Date.now());
  return <p class="small">{adviceFor(refusal, { site, api, wait, next: "alone" })}</p>;
}
