import type { RegisterRequestView } from "../../src/protocol/views.ts";
import { Heading } from "../components/Heading.tsx";
import { NetworkTag } from "../components/NetworkTag.tsx";
import { hostOf, name, outside } from "../components/outside.ts";
import { Details, ThingRow } from "../components/Rows.tsx";
import { EnvironmentTag } from "../components/Tag.tsx";
import { networkName } from "../networks.ts";
import { text } from "../text.ts";

const SHOWN_WALLETS = 6;

export const RegisterRequest = ({ request }: { request: RegisterRequestView }) => (
  <>
    <Heading asker={hostOf(request.origin)}>{text.register.title}</Heading>
    <p class="for">
      {text.register.for} <b>{name(request.username)}</b>
    </p>
    <Details rows={whereTo(request)} />
    <section class="stack-tight">
      <h2 class="caption">{text.register.created}</h2>
      <Created request={request} />
    </section>
  </>
);

function whereTo(request: RegisterRequestView) {
  const sentTo = (
    <span class="split">
      <span>
        {hostOf(request.url)}
        {!request.submit && <span class="thing-text block">{text.register.handed}</span>}
      </span>
      <EnvironmentTag environment={request.environment} />
    </span>
  );
  const organisation = [
    text.register.organisation,
    <code key="org">{outside(request.orgId, 64)}</code>,
  ] as const;
  return [...(request.orgId ? [organisation] : []), [text.register.sentTo, sentTo] as const];
}

function Created({ request }: { request: RegisterRequestView }) {
  const { firstFactor, secondFactor, wallets, sameWords } = request;
  const { kinds, recoveryNew, recoverySame } = text.register;
  const hidden = wallets.slice(SHOWN_WALLETS);
  return (
    <div class="card">
      <ul>
        <ThingRow icon={iconOf(firstFactor)} title={text.register.signIn}>
          {kinds[firstFactor]}
        </ThingRow>
        {secondFactor && (
          <ThingRow icon={iconOf(secondFactor)} title={text.register.second}>
            {kinds[secondFactor]}
          </ThingRow>
        )}
        <ThingRow icon="ring" title={text.register.recovery}>
          {sameWords ? recoverySame : recoveryNew}
        </ThingRow>
        <Wallets wallets={wallets.slice(0, SHOWN_WALLETS)} />
      </ul>
      {hidden.length > 0 && (
        <details class="more">
          <summary>{text.popup.more(hidden.length)}</summary>
          <ul>
            <Wallets wallets={hidden} />
          </ul>
        </details>
      )}
    </div>
  );
}

const iconOf = (kind: RegisterRequestView["firstFactor"]) => (kind === "Fido2" ? "person" : "key");

const Wallets = ({ wallets }: { wallets: RegisterRequestView["wallets"] }) => (
  <>
    {wallets.map((wallet, i) => (
      <ThingRow
        key={i}
        icon="wallet"
        title={
          <span class="split">
            <span>
              {text.register.wallet(wallet.name && name(wallet.name))}{" "}
              <span class="thing-text">{networkName(wallet.network)}</span>
            </span>
            <NetworkTag of={wallet.networkClass} />
          </span>
        }
      />
    ))}
  </>
);
