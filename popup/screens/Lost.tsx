import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { useAsked } from "../ask.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Failure } from "../components/Failure.tsx";
import { Brand } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { LinkButton } from "../components/LinkButton.tsx";
import { PasskeyButton } from "../components/PasskeyButton.tsx";
import { PhraseEntry } from "../components/PhraseEntry.tsx";
import { Setting } from "../components/Setting.tsx";
import { TypedDialog } from "../components/TypedDialog.tsx";
import { useAction } from "../components/useAction.ts";
import { download } from "../download.ts";
import { text } from "../text.ts";
import { settingsText, lostText as words } from "../textSettings.ts";
import { ImportPage } from "./ImportPage.tsx";
import { useSend } from "./useSend.ts";

const Column = ({ children }: { children: ComponentChildren }) => (
  <div class="column">
    <header class="column-top">
      <Brand />
    </header>
    <main>{children}</main>
  </div>
);

const saveCopy = async (): Promise<void> => download(await send("backup.copy", {}));

/** Removes the vault, after a copy of it and a typed word. */
function StartAgain() {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button look="text" onClick={() => setAsking(true)}>
        {words.startAgain}
      </Button>
      {isAsking && (
        <TypedDialog
          title={words.startAgainTitle}
          lead={words.startAgainLead}
          word="start again"
          verb={words.verb}
          onCancel={() => setAsking(false)}
          onConfirm={async () => {
            await saveCopy();
            await send("vault.startAgain", {});
            location.assign("#/onboarding");
          }}
        />
      )}
    </>
  );
}

/** A vault whose stored data does not parse. */
export const DamagedVault = () => (
  <Column>
    <Heading look="display">{text.damaged.title}</Heading>
    <p class="lead">{text.damaged.lead}</p>
    <div class="card">
      <Setting name={words.haveBackup} lead={words.haveBackupLead}>
        <LinkButton href="#/restore">{settingsText.restoreFile}</LinkButton>
      </Setting>
      <Setting name={words.lookAtIt} lead={words.lookAtItLead}>
        <SaveCopy />
      </Setting>
      <Setting name={words.onlyKits} lead={words.onlyKitsLead}>
        <StartAgain />
      </Setting>
    </div>
  </Column>
);

function SaveCopy() {
  const { busy, failure, run } = useAction();
  return (
    <div class="stack-tight">
      <Button size="small" busy={busy} onClick={() => void run(saveCopy)}>
        {words.saveCopy}
      </Button>
      <Failure of={failure} />
    </div>
  );
}

export const ForgotPage = ({ onUnlocked }: { onUnlocked: () => void }) => {
  const [unlockers] = useAsked("vault.unlockers", {}, () => Number.POSITIVE_INFINITY);
  const hasPhrase = unlockers.state === "answered" && unlockers.view.phrase;
  return (
    <Column>
      <Heading look="display">{words.forgotTitle}</Heading>
      <p class="lead">{words.forgotLead}</p>
      <PasskeyButton onUnlocked={onUnlocked} />
      {hasPhrase && <PhraseForm onUnlocked={onUnlocked} />}
      <div class="pair">
        <LinkButton href="#/accounts">{words.back}</LinkButton>
        <LinkButton href="#/restore">{settingsText.restoreFile}</LinkButton>
      </div>
      <StartAgain />
    </Column>
  );
};

function PhraseForm({ onUnlocked }: { onUnlocked: () => void }) {
  const phrase = useRef<HTMLInputElement>(null);
  const { busy, error, run } = useSend({ notOpened: words.phraseWrong }, phrase);
  const submit = () =>
    run(async () => {
      const typed = phrase.current?.value.trim() ?? "";
      await send("vault.unlockWith", { factor: { type: "phrase", words: typed } });
      onUnlocked();
    });
  return (
    <form
      class="stack"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <PhraseEntry label={words.phrase} input={phrase} error={error} />
      <Button type="submit" look="primary" busy={busy}>
        {text.unlock.submit}
      </Button>
    </form>
  );
}

/** Importing where no vault is open. */
export const ImportFirst = ({ onDone }: { onDone: () => void }) => (
  <Column>
    <ImportPage
      onDone={() => {
        location.assign("#/accounts");
        onDone();
      }}
    />
  </Column>
);
