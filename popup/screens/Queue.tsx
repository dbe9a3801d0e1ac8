import { useEffect } from "preact/hooks";
import type { WaitingView } from "../../src/protocol/views.ts";
import { useAsked } from "../ask.ts";
import { send } from "../client.ts";
import { BlockButton } from "../components/Blocking.tsx";
import { Button } from "../components/Button.tsx";
import { Failure } from "../components/Failure.tsx";
import { Frame } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Origin } from "../components/Origin.tsx";
import { outside } from "../components/outside.ts";
import { useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import { askerText } from "../textAsker.ts";
import { NoPage } from "./Trouble.tsx";

const LOOK_EVERY_MS = 20_000;

interface QueueProps {
  readonly onShow: (id: string) => void;
  readonly onBack: () => void;
  /** Nothing waits any more. */
  readonly onEmpty: () => void;
}

/** Everything that waits, a site each; going back shows the same request, disarmed. */
export function Queue({ onShow, onBack, onEmpty }: QueueProps) {
  const [asked, refresh] = useAsked("vault.status", {}, () => LOOK_EVERY_MS);
  const { busy, failure, run } = useAction();
  const waiting = asked.state === "answered" ? asked.view.waiting : null;
  const isEmpty = waiting?.length === 0;
  useEffect(() => {
    if (isEmpty) onEmpty();
  }, [isEmpty]);
  if (asked.state !== "answered") return <NoPage asked={asked} />;
  if (!waiting || isEmpty) return null;
  const rejectAll = () => run(() => send("approval.rejectAll", {}).then(refresh));
  return (
    <Frame
      footer={
        <div class="pair">
          <Button onClick={onBack}>{askerText.back}</Button>
          <button
            type="button"
            class="button normal danger"
            aria-busy={busy}
            onClick={(event) => event.isTrusted && void rejectAll()}
          >
            <span>{askerText.rejectAll(waiting.length)}</span>
          </button>
        </div>
      }
    >
      <Heading>{askerText.queueTitle(waiting.length)}</Heading>
      <p class="lead">{askerText.queueLead}</p>
      <Failure of={failure} />
      {waiting.map((one) => (
        <Waiting key={one.id} waiting={one} onShow={() => onShow(one.id)} onBlocked={() => void refresh()} />
      ))}
    </Frame>
  );
}

interface WaitingProps {
  readonly waiting: WaitingView;
  readonly onShow: () => void;
  readonly onBlocked: () => void;
}

const Waiting = ({ waiting: { id, origin, summary }, onShow, onBlocked }: WaitingProps) => (
  <section class="card queued">
    <div class="split">
      <div class="thing">
        <Origin origin={origin} />
        <p class="small">{summary === null ? text.popup.fallback : outside(summary, 200)}</p>
      </div>
      <Button size="small" onClick={onShow}>
        {text.review}
      </Button>
    </div>
    <div class="blocking">
      <BlockButton id={id} period="hour" label={askerText.blockShort} onDone={onBlocked} />
      <BlockButton id={id} period="always" label={askerText.block} onDone={onBlocked} />
    </div>
  </section>
);
