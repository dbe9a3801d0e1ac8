import type { WaitingView } from "../../src/protocol/views.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Brand } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Sign } from "../components/Note.tsx";
import { hostOf } from "../components/outside.ts";
import { Setting } from "../components/Setting.tsx";
import { hasPasskeys } from "../passkey.ts";
import { text, waysInText } from "../text.ts";
import { settingsText } from "../textSettings.ts";

interface ReadyProps {
  readonly waiting: readonly WaitingView[];
  readonly onDone: () => void;
  readonly onPasskey: () => void;
}

/** The end of onboarding; a request that waited goes on. */
export function Ready({ waiting, onDone, onPasskey }: ReadyProps) {
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
        <div class="card">
          {hasPasskeys() && (
            <Setting name={waysInText.passkey} lead={settingsText.passkeyLead}>
              <Button size="small" onClick={onPasskey}>
                {settingsText.setUp}
              </Button>
            </Setting>
          )}
          <Setting name={waysInText.backup} lead={waysInText.backupLead} />
        </div>
        <Button look="primary" onClick={() => (first ? void goOn(first.id) : onDone())}>
          {first ? text.onboarding.continueWith(hostOf(first.origin)) : text.done}
        </Button>
      </main>
    </div>
  );
}
