import type { ConnectRequestView } from "../../src/protocol/views.ts";
import { Heading } from "../components/Heading.tsx";
import { hostOf, name } from "../components/outside.ts";
import { EnvironmentTag } from "../components/Tag.tsx";
import { text } from "../text.ts";

interface ConnectRequestProps {
  readonly request: ConnectRequestView;
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

export const ConnectRequest = ({ request, chosen, onChoose }: ConnectRequestProps) => (
  <>
    <Heading asker={hostOf(request.origin)}>{text.connect.title}</Heading>
    {request.accounts.length === 0 ? (
      <p class="lead">{text.connect.none}</p>
    ) : (
      <>
        <p class="lead">{text.connect.lead}</p>
        <fieldset>
          <legend class="caption">{text.connect.accounts}</legend>
          <div class="card">
            {request.accounts.map((account) => (
              <Choice
                key={account.id}
                account={account}
                isChosen={chosen.includes(account.id)}
                onToggle={() => onChoose(toggled(chosen, account.id))}
              />
            ))}
          </div>
        </fieldset>
        <p class="small">{text.connect.receives}</p>
      </>
    )}
  </>
);

const toggled = (chosen: readonly string[], id: string): readonly string[] =>
  chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];

interface ChoiceProps {
  readonly account: ConnectRequestView["accounts"][number];
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

const Choice = ({ account, isChosen, onToggle }: ChoiceProps) => (
  <label class="row choice">
    <input type="checkbox" checked={isChosen} onChange={onToggle} />
    <span class="thing">
      <span class="account-top">
        <span class="choice-name">{name(account.username)}</span>
        <EnvironmentTag environment={account.environment} />
      </span>
      <span class="thing-text">
        {name(account.label || account.orgId)} ·{" "}
        {account.registeredHere ? text.connect.here : text.connect.neverHere}
      </span>
    </span>
  </label>
);
