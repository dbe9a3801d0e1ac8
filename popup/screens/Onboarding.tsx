import { useRef, useState } from "preact/hooks";
import type { Reason } from "../../src/core/errors.ts";
import { reasonOf } from "../ask.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Brand } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { LinkButton } from "../components/LinkButton.tsx";
import { Note } from "../components/Note.tsx";
import { SecretField } from "../components/SecretField.tsx";
import { StrengthMeter, typeInto } from "../components/StrengthMeter.tsx";
import { Suggestion } from "../components/Suggestion.tsx";
import { failureText } from "../components/useAction.ts";
import { confirmFault } from "../password.ts";
import { newPasswordFault } from "../strength.ts";
import { text } from "../text.ts";
import { recoverText } from "../textRecover.ts";
import { settingsText } from "../textSettings.ts";

/** Before the first account there is no name to leave out. */
const NOBODY: readonly string[] = [];

interface OnboardingProps {
  /** What it leads to. */
  readonly before: "use" | "recovery";
  readonly onCreated: () => void;
}

export const Onboarding = ({ before, onCreated }: OnboardingProps) => (
  <div class="column">
    <header class="column-top">
      <Brand />
      <span>{text.onboarding.step(1)}</span>
    </header>
    <main>
      <Heading look="display" takesFocus={false}>
        {text.onboarding.title}
      </Heading>
      <p class="lead">{text.onboarding.lead}</p>
      {before === "recovery" && <Note>{text.onboarding.beforeRecovery}</Note>}
      <CreateForm onCreated={onCreated} />
      <LinkButton href="#/restore" look="text">
        {settingsText.restoreFile}
      </LinkButton>
      {before === "use" && (
        <LinkButton href="#/recover" look="text">
          {recoverText.link}
        </LinkButton>
      )}
    </main>
  </div>
);

function CreateForm({ onCreated }: { onCreated: () => void }) {
  const form = useCreateForm(onCreated);
  return (
    <form
      class="stack roomy"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Suggestion onUse={form.use} />
      <SecretField
        label={text.unlock.password}
        input={form.password}
        error={form.faults.password}
        helper={text.onboarding.helper}
        takesFocus
        onBlur={() => void form.checkPassword()}
      />
      <StrengthMeter input={form.password} names={NOBODY} />
      <SecretField
        label={text.onboarding.confirm}
        input={form.confirm}
        error={form.faults.confirm}
        onBlur={form.checkConfirm}
      />
      {form.failure && <Note look="danger">{failureText(form.failure)}</Note>}
      <Button type="submit" look="primary" busy={form.busy}>
        {text.createVault}
      </Button>
      <p class="caption" role="status">
        {form.busy && text.onboarding.busy}
      </p>
    </form>
  );
}

interface Faults {
  readonly password: string | null;
  readonly confirm: string | null;
}

function useCreateForm(onCreated: () => void) {
  const password = useRef<HTMLInputElement>(null);
  const confirm = useRef<HTMLInputElement>(null);
  const [faults, setFaults] = useState<Faults>({ password: null, confirm: null });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Reason | null>(null);
  const first = () => password.current?.value ?? "";
  const second = () => confirm.current?.value ?? "";
  const check = (field: keyof Faults, typed: string, fault: string | null) =>
    setFaults((now) => ({ ...now, [field]: typed === "" ? null : fault }));

  const refused = (reason: Reason) => {
    if (reason === "vaultExists") return onCreated();
    if (reason !== "weakPassword") return setFailure(reason);
    setFaults({ password: text.onboarding.weak, confirm: null });
    password.current?.focus();
  };
  const submit = async () => {
    const weakness = await newPasswordFault(first(), NOBODY);
    const found = { password: weakness, confirm: confirmFault(first(), second()) };
    setFaults(found);
    setFailure(null);
    if (found.password) return password.current?.focus();
    if (found.confirm) return confirm.current?.focus();
    await send("vault.create", { password: first() }).then(onCreated, (error) => refused(reasonOf(error)));
  };
  const submitOnce = async () => {
    if (busy) return;
    setBusy(true);
    await submit();
    setBusy(false);
  };
  const use = (words: string) => {
    typeInto(password, words);
    setFaults({ password: null, confirm: null });
    confirm.current?.focus();
  };
  const checkPassword = async () => check("password", first(), await newPasswordFault(first(), NOBODY));
  const checkConfirm = () => check("confirm", second(), confirmFault(first(), second()));
  return { password, confirm, faults, busy, failure, submit: submitOnce, use, checkPassword, checkConfirm };
}
