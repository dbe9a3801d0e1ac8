import { useRef, useState } from "preact/hooks";
import type { AnyFactorInput } from "../../src/protocol/vaultRequests.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Heading } from "../components/Heading.tsx";
import { Note } from "../components/Note.tsx";
import { TypedDialog } from "../components/TypedDialog.tsx";
import { settingsText, importText as words } from "../textSettings.ts";
import { day } from "../time.ts";
import { ChooseFile, type Chosen } from "./ChooseFile.tsx";
import { ImportPreview } from "./ImportPreview.tsx";
import { useSend } from "./useSend.ts";

type How = "merge" | "replace";

/** A file, what opens it, what it would change, and only then the import. */
export function ImportPage({ onDone }: { onDone: (said: string) => void }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const factor = useRef<AnyFactorInput | null>(null);
  return (
    <>
      <Heading key={chosen === null ? "choose" : "confirm"} look="display">
        {words.title}
      </Heading>
      {chosen === null ? (
        <ChooseFile
          onChosen={(next, opener) => {
            factor.current = opener;
            setChosen(next);
          }}
        />
      ) : (
        <Confirm
          chosen={chosen}
          onCancel={() => {
            factor.current = null;
            setChosen(null);
          }}
          onImport={async (how) => {
            if (factor.current === null) return;
            await send("backup.restore", { file: chosen.file, factor: factor.current, how });
            onDone(words.done);
          }}
        />
      )}
    </>
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
