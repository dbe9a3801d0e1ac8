import { useRef, useState } from "preact/hooks";
import type { Reason } from "../../../src/core/errors.ts";
import { errorOf } from "../../ask.ts";
import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { Heading } from "../../components/Heading.tsx";
import { SecretField } from "../../components/SecretField.tsx";
import { TextField } from "../../components/TextField.tsx";
import { readQrText } from "../../qrText.ts";
import { recoverText } from "../../textRecover.ts";
import { ApiTrouble, type Trouble, troubleOf } from "./ApiTrouble.tsx";
import type { RecoverProps } from "./RecoverPage.tsx";

const LINES = ["username", "orgId", "url", "credentialId"] as const;
type Line = (typeof LINES)[number];
type Faults = Partial<Readonly<Record<Line | "paste", string>>>;
type Input = { current: HTMLInputElement | null };

const HOSTS = [
  [recoverText.kit.europe, "https://api.dfns.io"],
  [recoverText.kit.uae, "https://api.uae.dfns.io"],
] as const;

/** The lines of the kit, typed or pasted. */
export function KitLines({ refresh }: RecoverProps) {
  const form = useKitLines(refresh);
  return (
    <>
      <Heading look="display">{recoverText.kit.title}</Heading>
      <p class="lead">{recoverText.kit.lead}</p>
      <form
        class="stack"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        {LINES.map((line) => (
          <div key={line} class="stack-tight">
            <TextField
              label={recoverText.kit[line]}
              input={form.inputs[line]}
              error={form.faults[line] ?? null}
              onInput={() => form.forget(line)}
            />
            {line === "url" && <Hosts onPick={form.pickHost} />}
          </div>
        ))}
        <SecretField
          label={recoverText.kit.paste}
          input={form.paste}
          helper={recoverText.kit.pasteHint}
          error={form.faults.paste ?? null}
          onInput={form.readPaste}
        />
        {form.trouble && <ApiTrouble trouble={form.trouble} api={form.inputs.url.current?.value ?? ""} />}
        <Button type="submit" look="primary" busy={form.busy}>
          {recoverText.continue}
        </Button>
      </form>
    </>
  );
}

const Hosts = ({ onPick }: { onPick: (url: string) => void }) => (
  <div class="actions">
    {HOSTS.map(([name, url]) => (
      <Button key={url} size="small" onClick={() => onPick(url)}>
        {name}
      </Button>
    ))}
  </div>
);

function useInputs(): Readonly<Record<Line, Input>> {
  const [username, orgId, url, credentialId] = [useInput(), useInput(), useInput(), useInput()];
  return { username, orgId, url, credentialId };
}

const useInput = (): Input => useRef<HTMLInputElement>(null);

function useKitLines(refresh: () => Promise<void>) {
  const inputs = useInputs();
  const paste = useInput();
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const set = (line: Line, value: string) => {
    const input = inputs[line].current;
    if (input) input.value = value;
  };
  const forget = (line: Line | "paste") => setFaults((before) => ({ ...before, [line]: undefined }));
  const readPaste = () => {
    const typed = paste.current?.value ?? "";
    const kit = readQrText(typed);
    setFaults(kit || typed === "" ? {} : { paste: recoverText.kit.notAKit });
    if (!kit) return;
    const { username, orgId, url, credId } = kit;
    for (const [line, value] of Object.entries({ username, orgId, url, credentialId: credId }))
      set(line as Line, value);
    if (paste.current) paste.current.value = "";
  };
  const fail = (reason: Reason, error: unknown) => {
    if (reason === "invalidParams") setFaults({ url: recoverText.kit.notAHost });
    else setTrouble(troubleOf(error));
  };
  const submit = async () => {
    const typed = Object.fromEntries(LINES.map((line) => [line, (inputs[line].current?.value ?? "").trim()]));
    const empty = LINES.filter((line) => typed[line] === "");
    setFaults(Object.fromEntries(empty.map((line) => [line, recoverText.kit.empty])));
    setTrouble(null);
    const [first] = empty;
    if (first) return inputs[first].current?.focus();
    setBusy(true);
    await send("recover.start", typed as Readonly<Record<Line, string>>).then(refresh, (error) =>
      fail(errorOf(error).data.reason, error),
    );
    setBusy(false);
  };
  const pickHost = (url: string) => {
    set("url", url);
    forget("url");
  };
  return { inputs, paste, faults, busy, trouble, forget, readPaste, submit, pickHost };
}
