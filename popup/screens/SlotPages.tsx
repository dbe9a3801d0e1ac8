import type { ComponentChildren } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { newEntropy, phraseOf } from "../../src/core/recovery/phrase.ts";
import type { SettingsView, SlotView } from "../../src/protocol/vaultViews.ts";
import { send } from "../client.ts";
import { BackLink } from "../components/BackLink.tsx";
import { Button } from "../components/Button.tsx";
import { Heading } from "../components/Heading.tsx";
import { SecretField } from "../components/SecretField.tsx";
import { createPasskey } from "../passkey.ts";
import { text } from "../text.ts";
import { settingsText, slotText } from "../textSettings.ts";
import { SlotKeeping, useKeeping } from "./SlotKeeping.tsx";
import { useSend } from "./useSend.ts";

interface FormProps {
  readonly title: string;
  readonly lead: string;
  readonly verb: string;
  readonly danger?: boolean;
  readonly children?: ComponentChildren;
  /** @returns a sentence when it did not work */
  readonly onSubmit: (password: string) => Promise<string | null>;
}

/** A change of what opens the vault, which the vault password confirms. */
function ConfirmedForm({ title, lead, verb, danger = false, children, onSubmit }: FormProps) {
  const password = useRef<HTMLInputElement>(null);
  const { busy, error, setError, run } = useSend({ notOpened: settingsText.wrong }, password);
  const submit = () =>
    run(async () => {
      const refusal = await onSubmit(password.current?.value ?? "");
      if (refusal) setError(refusal);
    });
  return (
    <>
      <BackLink href="#/settings">{settingsText.title}</BackLink>
      <Heading look="display" takesFocus={false}>
        {title}
      </Heading>
      <p class="lead">{lead}</p>
      <form
        class="stack roomy"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {children}
        <SecretField label={text.unlock.password} input={password} error={error} takesFocus />
        <Button type="submit" look={danger ? "danger" : "primary"} busy={busy}>
          {verb}
        </Button>
      </form>
    </>
  );
}

export function AddPasskey({ onDone }: { onDone: () => void }) {
  const add = async (password: string) => {
    const factor = await createPasskey().catch(() => undefined);
    if (!factor) return factor === null ? slotText.noPrf : slotText.passkeyFailed;
    await send("vault.addSlot", { password, factor, name: slotText.passkeyName });
    onDone();
    return null;
  };
  return (
    <ConfirmedForm
      title={slotText.passkeyTitle}
      lead={settingsText.passkeyLead}
      verb={slotText.passkeyTitle}
      onSubmit={add}
    />
  );
}

/** Until they are set up the same ones are shown: they may be on paper already when the page comes back. */
let offered: readonly string[] | null = null;

export function AddPhrase({ onDone }: { onDone: () => void }) {
  const words = useMemo(() => (offered ??= phraseOf(newEntropy())), []);
  const add = async (password: string) => {
    const factor = { type: "phrase", words: words.join(" ") } as const;
    await send("vault.addSlot", { password, factor, name: settingsText.phrase });
    offered = null;
    onDone();
    return null;
  };
  return (
    <ConfirmedForm
      title={slotText.phraseTitle}
      lead={slotText.phraseLead}
      verb={slotText.phraseTitle}
      onSubmit={add}
    >
      <ol class="card phrase" aria-label={settingsText.phrase}>
        {words.map((word, i) => (
          <li key={`${i} ${word}`}>{word}</li>
        ))}
      </ol>
    </ConfirmedForm>
  );
}

interface RemoveProps {
  readonly slot: SlotView;
  readonly settings: SettingsView;
  readonly onDone: () => void;
}

export function RemoveSlot({ slot, settings, onDone }: RemoveProps) {
  const keeping = useKeeping(settings.slots.filter(({ id }) => id !== slot.id));
  const remove = async (password: string) => {
    await send("vault.removeSlot", { id: slot.id, password, keep: keeping.presented() });
    onDone();
    return null;
  };
  return (
    <ConfirmedForm
      title={slotText.removeTitle(slot.name)}
      lead={slotText.removeLead}
      verb={settingsText.remove(slot.name)}
      danger
      onSubmit={remove}
    >
      <SlotKeeping keeping={keeping} />
    </ConfirmedForm>
  );
}
