import type { WaitingView } from "../../src/protocol/views.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Brand } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Sign } from "../components/Note.tsx";
import { hostOf } from "../components/outside.ts";
import { text } from "../text.ts";

interface ReadyProps {
  readonly waiting: readonly WaitingView[];
  readonly onDone: () => void;
}

/** The end of onboarding; a request that waited goes on. */
export function Ready({ waiting, onDone }: ReadyProps) {
  const [first] = waiting;
  const goOn = async (id: string) => {
    await send("approval.open", { id }).catch(() => undefined);
    onDone();
  };
  return (
    <div class="column">
      <header class="column-top">
        <Brand />
        <span>{text.onboarding.step(2)}</span>
      </header>
      <main>
        <Sign icon="check" look="ok" />
        <Heading look="display">{text.onboarding.readyTitle}</Heading>
        <p class="lead">{text.onboarding.readyLead}</p>
        <Button look="primary" onClick={() => (first ? void goOn(first.id) : onDone())}>
          {first ? text.onboarding.continueWith(hostOf(first.origin)) : text.done}
        </Button>
      </main>
    </div>
  );
}
