import { useRef, useState } from "preact/hooks";
import type { AnyFactorInput } from "../../src/protocol/vaultRequests.ts";
import type { BackupView, UnlockersView } from "../../src/protocol/vaultViews.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { PhraseEntry } from "../components/PhraseEntry.tsx";
import { SecretField } from "../components/SecretField.tsx";
import { evaluatePasskey, hasPasskeys } from "../passkey.ts";
import { text } from "../text.ts";
import { chooseText, settingsText, slotText, importText as words } from "../textSettings.ts";
import { useSend } from "./useSend.ts";

export interface Chosen {
  readonly name: string;
  readonly file: string;
  readonly preview: BackupView;
}

type OnChosen = (chosen: Chosen, factor: AnyFactorInput) => void;
type Typed = "password" | "phrase";

/** A backup file, and one of the things that open it: its password, its phrase, or a passkey. */
export function ChooseFile({ onChosen }: { onChosen: OnChosen }) {
  const form = useChoosing(onChosen);
  const { unlockers, typed, error } = form;
  return (
    <form
      class="stack roomy"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void form.open(form.typedFactor);
      }}
    >
      <label class="field">
        {words.choose}
        <input
          ref={form.file}
          class="file"
          type="file"
          accept="application/json,.json"
          onChange={() => void form.look()}
        />
      </label>
      <div class="stack-tight">
        {typed === "password" ? (
          <SecretField
            key={typed}
            label={text.unlock.password}
            input={form.input}
            error={error}
            helper={words.helper}
          />
        ) : (
          <PhraseEntry key={typed} label={settingsText.phrase} input={form.input} error={error} takesFocus />
        )}
        {unlockers.phrase && (
          <div class="actions">
            <Button look="text" size="small" onClick={form.turn}>
              {typed === "password" ? chooseText.byPhrase : chooseText.byPassword}
            </Button>
          </div>
        )}
      </div>
      <Button type="submit" look="primary" busy={form.busy}>
        {words.preview}
      </Button>
      {hasPasskeys() && unlockers.passkeys.length > 0 && (
        <Button onClick={() => void form.open(form.touchedFactor)}>{chooseText.byPasskey}</Button>
      )}
    </form>
  );
}

const NOTHING: UnlockersView = { passkeys: [], phrase: false };

function useChoosing(onChosen: OnChosen) {
  const file = useRef<HTMLInputElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [unlockers, setUnlockers] = useState(NOTHING);
  const [typed, setTyped] = useState<Typed>("password");
  const refusals = typed === "password" ? words : { ...words, notOpened: chooseText.wrongPhrase };
  const { busy, error, setError, run } = useSend(refusals, input);

  const picked = () => file.current?.files?.[0];
  const turn = () => {
    setError(null);
    setTyped(typed === "password" ? "phrase" : "password");
  };
  const look = async () => {
    setTyped("password");
    setUnlockers(NOTHING);
    setError(null);
    const text = await picked()?.text();
    if (text) await run(async () => setUnlockers(await send("backup.unlockers", { file: text })));
  };
  const typedFactor = async (): Promise<AnyFactorInput> => {
    const value = input.current?.value ?? "";
    return typed === "password" ? { type: typed, password: value } : { type: typed, words: value.trim() };
  };
  const touchedFactor = () => evaluatePasskey(unlockers.passkeys).catch(() => null);
  const open = (factorOf: () => Promise<AnyFactorInput | null>) =>
    run(async () => {
      const chosen = picked();
      if (!chosen) {
        file.current?.focus();
        return setError(words.noFile);
      }
      const factor = await factorOf();
      if (!factor) return setError(slotText.passkeyFailed);
      const text = await chosen.text();
      const preview = await send("backup.preview", { file: text, factor });
      onChosen({ name: chosen.name, file: text, preview }, factor);
    });
  return { file, input, unlockers, typed, error, busy, turn, look, typedFactor, touchedFactor, open };
}
