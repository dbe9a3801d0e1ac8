import { useRef, useState } from "preact/hooks";
import type { SettingsView } from "../../src/protocol/vaultViews.ts";
import { reasonOf } from "../ask.ts";
import { send } from "../client.ts";
import { BackLink } from "../components/BackLink.tsx";
import { Button } from "../components/Button.tsx";
import { Heading } from "../components/Heading.tsx";
import { SecretField } from "../components/SecretField.tsx";
import { StrengthMeter, typeInto } from "../components/StrengthMeter.tsx";
import { Suggestion } from "../components/Suggestion.tsx";
import { confirmFault } from "../password.ts";
import { newPasswordFault } from "../strength.ts";
import { text } from "../text.ts";
import { passwordText, settingsText } from "../textSettings.ts";
import { SlotKeeping, useKeeping } from "./SlotKeeping.tsx";
import { useSend } from "./useSend.ts";

interface ChangeProps {
  readonly settings: SettingsView;
  readonly names: readonly string[];
  readonly onDone: () => void;
}

/** A new password, and so a new master key: only what is presented here goes on opening the vault. */
export function ChangePassword({ settings, names, onDone }: ChangeProps) {
  const current = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLInputElement>(null);
  const confirm = useRef<HTMLInputElement>(null);
  const [faults, setFaults] = useState<readonly [string | null, string | null]>([null, null]);
  const { busy, error, run } = useSend({ notOpened: settingsText.wrong }, current);
  const keeping = useKeeping(settings.slots);
  const blame = (fault: string | null, again: string | null) => {
    setFaults([fault, again]);
    (fault ? next : confirm).current?.focus();
  };
  const submit = () =>
    run(async () => {
      const typed = next.current?.value ?? "";
      const fault = await newPasswordFault(typed, names);
      const again = confirmFault(typed, confirm.current?.value ?? "");
      if (fault || again) return blame(fault, again);
      setFaults([null, null]);
      const asked = { current: current.current?.value ?? "", next: typed, keep: keeping.presented() };
      await send("vault.changePassword", asked).then(
        () => onDone(),
        (error) => {
          if (reasonOf(error) !== "weakPassword") throw error;
          blame(text.onboarding.weak, null);
        },
      );
    });
  return (
    <>
      <BackLink href="#/settings">{settingsText.title}</BackLink>
      <Heading look="display" takesFocus={false}>
        {passwordText.title}
      </Heading>
      <p class="lead">{passwordText.lead}</p>
      <form
        class="stack roomy"
        autocomplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SecretField label={text.unlock.password} input={current} error={error} takesFocus />
        <Suggestion onUse={(words) => typeInto(next, words)} />
        <SecretField
          label={passwordText.next}
          input={next}
          error={faults[0]}
          helper={text.onboarding.helper}
        />
        <StrengthMeter input={next} names={names} />
        <SecretField label={text.onboarding.confirm} input={confirm} error={faults[1]} />
        <SlotKeeping keeping={keeping} />
        <Button type="submit" look="primary" busy={busy}>
          {passwordText.title}
        </Button>
      </form>
    </>
  );
}
