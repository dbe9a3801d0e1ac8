import { useState } from "preact/hooks";
import type { FactorKind } from "../../../src/core/dfns/types.ts";
import type { RecoverView } from "../../../src/protocol/recoverViews.ts";
import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { Heading } from "../../components/Heading.tsx";
import { Note } from "../../components/Note.tsx";
import { hostOf, name, outside } from "../../components/outside.ts";
import { Details } from "../../components/Rows.tsx";
import { EnvironmentTag } from "../../components/Tag.tsx";
import { failureText, useAction } from "../../components/useAction.ts";
import { recoverText } from "../../textRecover.ts";
import { PasswordFields } from "../PasswordFields.tsx";
import { useCredentialPassword } from "../useCredentialPassword.ts";
import type { RecoverProps } from "./RecoverPage.tsx";

const { review } = recoverText;

/** The last step: what stops working, what takes its place, and the one button that does it. */
export function Review({ view, refresh }: RecoverProps) {
  const kinds = view.firstFactors;
  const [firstFactor, setFirstFactor] = useState(kinds[0] ?? "Key");
  const username = view.account?.username ?? "";
  const asked = { method: "dfns_register", username, firstFactor, secondFactor: null } as const;
  const password = useCredentialPassword(asked, null);
  const { busy, failure, run } = useAction();
  const finish = () =>
    run(async () => {
      const typed = await password.read();
      if (!typed) return;
      await send("recover.finish", { firstFactor, ...typed }).then(refresh, (error) => {
        if (!password.takes(error)) throw error;
      });
    });
  const back = () => run(() => send("recover.step", { step: "newPhrase" }).then(refresh));
  return (
    <>
      <Heading look="display">{review.title(name(username))}</Heading>
      <p class="lead">{review.lead}</p>
      <Note look="danger">
        <b>{review.older}</b> {review.olderLead}
      </Note>
      <Details rows={rowsOf(view, firstFactor)} />
      <Choice kinds={kinds} chosen={firstFactor} onChoose={setFirstFactor} />
      <PasswordFields of={password} />
      {failure && <Note look="danger">{failureText(failure)}</Note>}
      <div class="back-and-on">
        <Button onClick={() => void back()}>{recoverText.back}</Button>
        <Button look="danger" busy={busy} onClick={() => void finish()}>
          {review.submit}
        </Button>
      </div>
    </>
  );
}

function rowsOf({ account, submit }: RecoverView, firstFactor: FactorKind) {
  const sentTo = account && (
    <span class="split">
      <span>
        {hostOf(account.url)}
        {!submit && <span class="thing-text block">{review.handed}</span>}
      </span>
      <EnvironmentTag environment={account.environment} />
    </span>
  );
  return [
    [review.signIn, review.kinds[firstFactor]],
    [review.recovery, review.words],
    [review.organisation, <code key="org">{outside(account?.orgId ?? "", 64)}</code>],
    [review.sentTo, sentTo],
  ] as const;
}

interface ChoiceProps {
  readonly kinds: readonly FactorKind[];
  readonly chosen: FactorKind;
  readonly onChoose: (kind: FactorKind) => void;
}

/** How the person signs in from then on, where there is a choice. */
function Choice({ kinds, chosen, onChoose }: ChoiceProps) {
  if (kinds.length < 2) return null;
  return (
    <fieldset>
      <legend class="caption">{review.signIn}</legend>
      <div class="card">
        {kinds.map((kind) => (
          <label key={kind} class="row choice">
            <input
              type="radio"
              name="first-factor"
              checked={kind === chosen}
              onChange={() => onChoose(kind)}
            />
            <span class="thing choice-name">{review.kinds[kind]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
