import { useEffect, useRef, useState } from "preact/hooks";
import { errorOf } from "../../ask.ts";
import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { Heading } from "../../components/Heading.tsx";
import { name } from "../../components/outside.ts";
import { TextField } from "../../components/TextField.tsx";
import { recoverText } from "../../textRecover.ts";
import { ApiTrouble, type Trouble, troubleOf } from "./ApiTrouble.tsx";
import type { RecoverProps } from "./RecoverPage.tsx";

const SEND_AGAIN_AFTER_MS = 30_000;
/** Dfns' words for an id that is no recovery credential of the user, or no longer. */
const KIT_REFUSED = /recovery factor/i;

/** The code that Dfns sent by e-mail. */
export function EmailCode({ view, refresh }: RecoverProps) {
  const input = useRef<HTMLInputElement>(null);
  const form = useEmailCode(view, refresh, input);
  const { username = "", url = "" } = view.account ?? {};
  return (
    <>
      <Heading look="display" takesFocus={false}>
        {recoverText.code.title}
      </Heading>
      <p class="lead">{recoverText.code.lead(name(username))}</p>
      <form
        class="stack"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        <TextField
          label={recoverText.code.field}
          input={input}
          error={form.error}
          takesFocus
          onInput={form.forget}
        />
        {form.trouble && <ApiTrouble trouble={form.trouble} api={url} />}
        <p class="small" role="status">
          {form.sent && recoverText.code.sentAgain}
        </p>
        <div class="actions">
          <Button onClick={() => void form.back()}>{recoverText.back}</Button>
          <Button type="submit" look="primary" busy={form.busy}>
            {recoverText.continue}
          </Button>
          {form.canSendAgain && (
            <Button look="text" onClick={() => void form.sendAgain()}>
              {recoverText.code.again}
            </Button>
          )}
        </div>
      </form>
    </>
  );
}

function useEmailCode(view: RecoverProps["view"], refresh: () => Promise<void>, input: CodeInput) {
  const [error, setError] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const { canSendAgain, rest } = useSendAgain();
  const fail = (thrown: unknown) => {
    const { reason, status = 0, message = "" } = errorOf(thrown).data;
    if (reason !== "apiError" || ![400, 401, 403, 404].includes(status)) return setTrouble(troubleOf(thrown));
    if (status === 401 && KIT_REFUSED.test(message)) return setError(recoverText.code.otherKit);
    setError(recoverText.code.wrong);
    input.current?.focus();
  };
  const submit = async () => {
    const code = (input.current?.value ?? "").trim();
    setTrouble(null);
    if (code === "") {
      setError(recoverText.code.empty);
      return input.current?.focus();
    }
    setBusy(true);
    await send("recover.code", { code }).then(refresh, fail);
    setBusy(false);
  };
  const back = () => send("recover.discard", {}).then(refresh, (thrown) => setTrouble(troubleOf(thrown)));
  const sendAgain = async () => {
    if (!view.account) return;
    const { username, orgId, url, credentialId } = view.account;
    setTrouble(null);
    setSent(false);
    rest();
    await send("recover.start", { username, orgId, url, credentialId }).then(
      () => setSent(true),
      (thrown) => setTrouble(troubleOf(thrown)),
    );
  };
  return { error, trouble, busy, sent, canSendAgain, submit, back, sendAgain, forget: () => setError(null) };
}

type CodeInput = { readonly current: HTMLInputElement | null };

/** Not at once: the first e-mail may still be on its way. */
function useSendAgain() {
  const [canSendAgain, setCan] = useState(false);
  useEffect(() => {
    if (canSendAgain) return;
    const timer = setTimeout(() => setCan(true), SEND_AGAIN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [canSendAgain]);
  return { canSendAgain, rest: () => setCan(false) };
}
