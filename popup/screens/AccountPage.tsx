import type { ComponentChildren } from "preact";
import type { AccountView } from "../../src/protocol/views.ts";
import { Monogram } from "../components/AccountCard.tsx";
import { Heading } from "../components/Heading.tsx";
import { Icon } from "../components/Icon.tsx";
import { hostOf, name, outside } from "../components/outside.ts";
import { Details } from "../components/Rows.tsx";
import { EnvironmentTag } from "../components/Tag.tsx";
import { text } from "../text.ts";
import { day } from "../time.ts";
import { CredentialRow, WalletRow } from "./AccountRows.tsx";

export const AccountPage = ({ account }: { account: AccountView }) => (
  <>
    <a class="back" href="#/accounts">
      <Icon name="back" />
      {text.accounts.back}
    </a>
    <div class="account-head">
      <Monogram username={account.username} />
      <div class="thing">
        <Heading look="display">{name(account.username)}</Heading>
        <p class="account-sub">
          <span>{name(account.label || account.orgId)}</span>
          <EnvironmentTag environment={account.environment} />
        </p>
      </div>
    </div>
    <Section title={text.account.recovery}>
      <Recovery account={account} />
    </Section>
    <Section title={text.account.credentials}>
      <ul class="card">
        {account.credentials.map((credential) => (
          <CredentialRow key={credential.credId} credential={credential} />
        ))}
      </ul>
    </Section>
    {account.wallets.length > 0 && (
      <Section title={text.account.wallets}>
        <ul class="card">
          {account.wallets.map((wallet) => (
            <WalletRow key={wallet.id} wallet={wallet} />
          ))}
        </ul>
      </Section>
    )}
    <Section title={text.account.details}>
      <Details rows={identity(account)} />
    </Section>
  </>
);

const Section = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class="stack-tight">
    <h2 class="section-title">{title}</h2>
    {children}
  </section>
);

const identity = (account: AccountView) =>
  [
    [text.account.user, <code key="user">{outside(account.userId, 64)}</code>],
    [text.account.organisation, <code key="org">{outside(account.orgId, 64)}</code>],
    [text.account.api, hostOf(account.url)],
  ] as const;

/** How good the way back is if this device is lost. */
function Recovery({ account }: { account: AccountView }) {
  const kit = account.credentials.find(({ kind }) => kind === "RecoveryKey");
  const since = kit?.confirmedAt ?? kit?.createdAt;
  return (
    <div class="card row">
      <span class={kit ? "warn-text" : "danger-text"}>
        <Icon name="warning" size={20} />
      </span>
      <div class="thing">
        <p class="thing-title">
          <b>{kit ? text.account.confirmedTitle : text.account.noKitTitle}</b>
        </p>
        <p class="thing-text">{since ? text.account.confirmedLead(day(since)) : text.account.noKitLead}</p>
      </div>
    </div>
  );
}
