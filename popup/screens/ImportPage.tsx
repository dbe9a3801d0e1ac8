import { useRef, useState } from "preact/hooks";
import type { BackupView } from "../../src/protocol/vaultViews.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Heading } from "../components/Heading.tsx";
import { Note } from "../components/Note.tsx";
import { SecretField } from "../components/SecretField.tsx";
import { TypedDialog } from "../components/TypedDialog.tsx";
import { text } from "../text.ts";
import { settingsText, importText as words } from "../textSettings.ts";
import { day } from "../time.ts";
import { ImportPreview } from "./ImportPreview.tsx";
import { useSend } from "./useSend.ts";

type How = "merge" | "replace";

interface Chosen {
  readonly name: string;
  readonly file: string;
  readonly preview: BackupView;
}

/** A file, its password, what it would change, and only then the import. */
export function ImportPage({ onDone }: { onDone: (said: string) => void }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const password = useRef("");
  return (
    <>
      <Heading look="display">{words.title}</Heading>
      {chosen === null ? (
        <ChooseFile
          onChosen={(next, typed) => {
            password.current = typed;
            setChosen(next);
          }}
        />
      ) : (
        <Confirm
          chosen={chosen}
          onCancel={() => setChosen(null)}
          onImport={async (how) => {
            await send("backup.restore", { file: chosen.file, password: password.current, how });
            onDone(words.done);
          }}
        />
      )}
    </>
  );
}

function ChooseFile({ onChosen }: { onChosen: (chosen: Chosen, password: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const { busy, error, setError, run } = useSend(words);
  const submit = () =>
    run(async () => {
      const picked = input.current?.files?.[0];
      if (!picked) return setError(words.notABackup);
      const file = await picked.text();
      const typed = password.current?.value ?? "";
      const preview = await send("backup.preview", { file, password: typed });
      onChosen({ name: picked.name, file, preview }, typed);
    });
  return (
    <form
      class="stack roomy"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label class="field">
        {words.choose}
        <input ref={input} class="file" type="file" accept="application/json,.json" />
      </label>
      <SecretField label={text.unlock.password} input={password} error={error} helper={words.helper} />
      <Button type="submit" look="primary" busy={busy}>
        {words.preview}
      </Button>
    </form>
  );
}

interface ConfirmProps {
  readonly chosen: Chosen;
  readonly onCancel: () => void;
  readonly onImport: (how: How) => Promise<void>;
}

function Confirm({ chosen: { name, preview }, onCancel, onImport }: ConfirmProps) {
  const [how, setHow] = useState<How>(preview.merge ? "merge" : "replace");
  const [isAsking, setAsking] = useState(false);
  const { busy, error, run } = useSend(words);
  const asks = how === "replace" && preview.replaces;
  return (
    <div class="stack roomy">
      <p class="lead">
        {name} · {words.madeOn(day(preview.createdAt))}
      </p>
      <ImportPreview preview={preview} how={how} onHow={setHow} />
      {error && <Note look="danger">{error}</Note>}
      <div class="pair">
        <Button onClick={onCancel}>{settingsText.cancel}</Button>
        <Button
          look={asks ? "danger" : "primary"}
          busy={busy}
          onClick={() => (asks ? setAsking(true) : void run(() => onImport(how)))}
        >
          {words.title}
        </Button>
      </div>
      {isAsking && (
        <TypedDialog
          title={words.typed}
          lead={words.replaceLead}
          word="replace"
          verb={words.replace}
          onCancel={() => setAsking(false)}
          onConfirm={() => onImport("replace")}
        />
      )}
    </div>
  );
}
