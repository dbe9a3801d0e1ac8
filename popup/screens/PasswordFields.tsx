import { SecretField } from "../components/SecretField.tsx";
import { StrengthMeter } from "../components/StrengthMeter.tsx";
import { Suggestion } from "../components/Suggestion.tsx";
import { text } from "../text.ts";
import { signText } from "../textSign.ts";
import type { CredentialPassword } from "./useCredentialPassword.ts";

/** The fields that a credential password needs here; Enter goes on to the next field and decides nothing. */
export function PasswordFields({ of }: { of: CredentialPassword }) {
  if (of.needed === "none") return null;
  const known = of.needed === "known";
  return (
    <div class="stack roomy">
      {!known && <Suggestion onUse={of.use} />}
      <SecretField
        key={of.needed}
        label={signText.password}
        input={of.password}
        error={of.faults.password}
        helper={known ? signText.ofThisCredential : `${text.onboarding.helper} ${signText.notTheVaults}`}
        takesFocus={known}
        onEnter={() => of.confirm.current?.focus()}
      />
      {!known && <StrengthMeter input={of.password} names={of.names} />}
      {!known && (
        <SecretField
          label={signText.confirm}
          input={of.confirm}
          error={of.faults.confirm}
          onEnter={() => {}}
        />
      )}
    </div>
  );
}
