import type { WaitingView } from "../../src/protocol/views.ts";
import { send } from "../client.ts";
import { Button, IconButton } from "../components/Button.tsx";
import { Failure } from "../components/Failure.tsx";
import { Frame } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { LockedLead } from "../components/LockedLead.tsx";
import { UnlockForm } from "../components/UnlockForm.tsx";
import { useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import { recoverText } from "../textRecover.ts";
import { settingsText } from "../textSettings.ts";
import { PopupLists } from "./PopupLists.tsx";

export const FirstTime = ({ goTo }: { goTo: (path: string) => void }) => (
  <Frame>
    <Heading>{text.popup.firstTitle}</Heading>
    <p class="lead">{text.popup.firstLead}</p>
    <Button look="primary" onClick={() => goTo("vault.html#/onboarding")}>
      {text.createVault}
    </Button>
    <Button onClick={() => goTo("vault.html#/restore")}>{settingsText.restoreFile}</Button>
    <Button look="text" onClick={() => goTo("vault.html#/recover")}>
      {recoverText.link}
    </Button>
  </Frame>
);

interface LockedProps {
  readonly waiting: readonly WaitingView[];
  readonly onUnlocked: () => void;
}

export const LockedPopup = ({ waiting, onUnlocked }: LockedProps) => (
  <Frame>
    <Heading takesFocus={false}>{text.unlock.title}</Heading>
    <LockedLead waiting={waiting} />
    <UnlockForm onUnlocked={onUnlocked} />
  </Frame>
);

interface UnlockedProps {
  readonly waiting: readonly WaitingView[];
  readonly goTo: (path: string) => void;
  readonly review: (id: string) => Promise<void>;
}

export function UnlockedPopup({ waiting, goTo, review }: UnlockedProps) {
  const { busy, failure, run } = useAction();
  return (
    <Frame
      top={
        <span class="top-end">
          <Button
            look="quiet"
            size="small"
            icon="lock"
            busy={busy}
            onClick={() => void run(async () => void (await send("vault.lock", {})))}
          >
            {text.lock}
          </Button>
          <IconButton icon="open" label={text.openVault} onClick={() => goTo("vault.html#/accounts")} />
        </span>
      }
    >
      <Failure of={failure} />
      <PopupLists waiting={waiting} goTo={goTo} review={review} />
    </Frame>
  );
}
