import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { AccountView } from "../../src/protocol/views.ts";
import { send } from "../client.ts";
import { Monogram } from "../components/AccountCard.tsx";
import { BackLink } from "../components/BackLink.tsx";
import { Button } from "../components/Button.tsx";
import { Heading } from "../components/Heading.tsx";
import { NameForm } from "../components/NameForm.tsx";
import { hostOf, name, outside } from "../components/outside.ts";
import { Details } from "../components/Rows.tsx";
import { EnvironmentTag } from "../components/Tag.tsx";
import { TypedDialog } from "../components/TypedDialog.tsx";
import { useReturn } from "../components/useReturn.ts";
import { text } from "../text.ts";
import { accountText } from "../textAccount.ts";
import { AuditButton, AuditFindings, useAudit } from "./AccountAudit.tsx";
import { AccountRecovery } from "./AccountRecovery.tsx";
import { WalletRow } from "./AccountRows.tsx";
import { CredentialRow } from "./CredentialRow.tsx";

export const AccountPage = ({ account }: { account: AccountView }) => (
  <>
    <BackLink href="#/accounts">{text.accounts.back}</BackLink>
    <Head account={account} />
    <Section title={accountText.recovery}>
      <AccountRecovery account={account} />
    </Section>
    <Credentials account={account} />
    {account.wallets.length > 0 && (
      <Section title={accountText.wallets}>
        <ul class="card">
          {account.wallets.map((wallet) => (
            <WalletRow key={wallet.id} wallet={wallet} />
          ))}
        </ul>
      </Section>
    )}
    <Section title={accountText.details}>
      <Details rows={identity(account)} />
    </Section>
    <Removal account={account} />
  </>
);

interface SectionProps {
  readonly title: string;
  /** At the end of the line of the title. */
  readonly end?: ComponentChildren;
  readonly children: ComponentChildren;
}

const Section = ({ title, end, children }: SectionProps) => (
  <section class="stack-tight">
    <div class="section-head">
      <h2 class="section-title">{title}</h2>
      {end}
    </div>
    {children}
  </section>
);

function Credentials({ account }: { account: AccountView }) {
  const audit = useAudit(account);
  return (
    <Section title={accountText.credentials} end={<AuditButton audit={audit} />}>
      <AuditFindings found={account.audit} audit={audit} />
      <ul class="card">
        {account.credentials.map((credential) => (
          <CredentialRow key={credential.recordId} credential={credential} />
        ))}
      </ul>
    </Section>
  );
}

const identity = (account: AccountView) =>
  [
    [accountText.user, <code key="user">{outside(account.userId, 64)}</code>],
    [accountText.organisation, <code key="org">{outside(account.orgId, 64)}</code>],
    [accountText.api, hostOf(account.url)],
  ] as const;

/** Who it is, under a label that the person chooses. */
function Head({ account }: { account: AccountView }) {
  const [editing, setEditing] = useState(false);
  const opener = useReturn(editing);
  const { id: accountId, username, label, orgId, environment } = account;
  return (
    <>
      <div class="account-head">
        <Monogram username={username} />
        <div class="thing">
          <Heading look="display">{name(username)}</Heading>
          <p class="account-sub">
            <span>{name(label || orgId)}</span>
            <EnvironmentTag environment={environment} />
            {!editing && (
              <Button look="text" size="small" buttonRef={opener} onClick={() => setEditing(true)}>
                {accountText.editLabel}
              </Button>
            )}
          </p>
        </div>
      </div>
      {editing && (
        <NameForm
          label={accountText.label}
          helper={accountText.labelHint}
          value={label}
          empty="allowed"
          onSave={async (typed) => void (await send("account.label", { accountId, label: typed }))}
          onDone={() => setEditing(false)}
        />
      )}
    </>
  );
}

function Removal({ account }: { account: AccountView }) {
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    await send("account.remove", { accountId: account.id });
    location.hash = "#/accounts";
  };
  return (
    <div class="actions">
      <Button look="danger-text" onClick={() => setAsking(true)}>
        {accountText.removeAccount}
      </Button>
      {asking && (
        <TypedDialog
          title={accountText.removeAccountTitle(name(account.username))}
          lead={accountText.removeAccountLead}
          word={accountText.word}
          verb={accountText.remove}
          onCancel={() => setAsking(false)}
          onConfirm={remove}
        />
      )}
    </div>
  );
}
