import { useRef, useState } from "preact/hooks";
import { reasonOf } from "../../ask.ts";
import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { Heading } from "../../components/Heading.tsx";
import { SecretField } from "../../components/SecretField.tsx";
import { TextField } from "../../components/TextField.tsx";
import { type RecoveryLine, readPastedKit } from "../../qrText.ts";
import { recoverText } from "../../textRecover.ts";
import { ApiTrouble, type Trouble, troubleOf } from "./ApiTrouble.tsx";
import type { RecoverProps } from "./RecoverPage.tsx";

const LINES = ["username", "orgId", "url", "credentialId"] as const satisfies RecoveryLine[];
type Line = RecoveryLine;
type Faults = { readonly [F in Line | "paste"]?: string | undefined };
type Input = { current: HTMLInputElement | null };

const HOSTS = [
  [recoverText.kit.europe, "https://api.dfns.io"],
  [recoverText.kit.uae, "https://api.uae.dfns.io"],
] as const;

/** The lines of the kit, typed or pasted. */
export function KitLines({ view, refresh, pasted }: RecoverProps) {
  const form = useKitLines(refresh, pasted);
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
              value={view.account?.[line] ?? ""}
              error={form.faults[line] ?? null}
              onInput={() => form.forget(line)}
            />
            {line === "url" && <Hosts onPick={form.pickHost} />}
          </div>
        ))}
        <SecretField
          label={recoverText.kit.paste}
          input={form.paste.input}
          helper={form.paste.hasWords ? recoverText.kit.pastedWords : recoverText.kit.pasteHint}
          error={form.faults.paste ?? null}
          onInput={form.paste.read}
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

type Lines = Readonly<Record<Line, string>>;

const typedIn = (inputs: Readonly<Record<Line, Input>>): Lines => {
  const line = (name: Line) => (inputs[name].current?.value ?? "").trim();
  return {
    username: line("username"),
    orgId: line("orgId"),
    url: line("url"),
    credentialId: line("credentialId"),
  };
};

function useKitLines(refresh: () => Promise<void>, pasted: RecoverProps["pasted"]) {
  const inputs = useInputs();
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const forget = (line: Line) => setFaults((before) => ({ ...before, [line]: undefined }));
  const set = (line: Line, value: string) => {
    const input = inputs[line].current;
    if (input) input.value = value;
    forget(line);
  };
  const fail = (error: unknown) => {
    if (reasonOf(error) === "invalidParams") setFaults({ url: recoverText.kit.notAHost });
    else setTrouble(troubleOf(error));
  };
  const submit = async () => {
    const typed = typedIn(inputs);
    const empty = LINES.filter((line) => typed[line] === "");
    setFaults(Object.fromEntries(empty.map((line) => [line, recoverText.kit.empty])));
    setTrouble(null);
    const [first] = empty;
    if (first) return inputs[first].current?.focus();
    setBusy(true);
    await send("recover.start", typed).then(refresh, fail);
    setBusy(false);
  };
  const blamePaste = (paste: string | undefined) => setFaults((before) => ({ ...before, paste }));
  const paste = usePaste(set, blamePaste, pasted);
  return { inputs, paste, faults, busy, trouble, forget, submit, pickHost: (url: string) => set("url", url) };
}

/** A field that takes the text of the QR code and is emptied into the lines; its words wait for their own step. */
function usePaste(
  set: (line: Line, value: string) => void,
  blame: (fault: string | undefined) => void,
  pasted: RecoverProps["pasted"],
) {
  const input = useInput();
  const [hasWords, setHasWords] = useState(pasted.current !== "");
  const read = () => {
    const typed = input.current?.value ?? "";
    const kit = readPastedKit(typed);
    blame(kit || typed === "" ? undefined : recoverText.kit.notAKit);
    if (!kit || !input.current) return;
    input.current.value = "";
    pasted.current = kit.words;
    setHasWords(pasted.current !== "");
    for (const line of LINES) set(line, kit.lines[line]);
  };
  return { input, read, hasWords };
}
