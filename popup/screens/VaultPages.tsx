import type { ComponentChildren } from "preact";
import type { WaitingView } from "../../src/protocol/views.ts";
import { useAsked } from "../ask.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Brand } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Icon } from "../components/Icon.tsx";
import { LockedLead } from "../components/LockedLead.tsx";
import { UnlockForm } from "../components/UnlockForm.tsx";
import { text } from "../text.ts";
import { AccountPages } from "./AccountPages.tsx";
import { AccountsPage } from "./AccountsPage.tsx";
import { Silent } from "./Trouble.tsx";

/** The pages of an open vault; every route that is none of them shows the accounts. */
export function VaultPages({ route }: { route: readonly string[] }) {
  const [asked] = useAsked("vault.overview", {}, () => Number.POSITIVE_INFINITY);
  if (asked.state === "asking") return null;
  if (asked.state !== "answered") return <Silent />;
  const [page, id, part] = route;
  const account = page === "accounts" ? asked.view.accounts.find((one) => one.id === id) : undefined;
  return (
    <Shell>
      {account ? (
        <AccountPages key={account.id} account={account} part={part} />
      ) : (
        <AccountsPage overview={asked.view} />
      )}
    </Shell>
  );
}

const Shell = ({ children }: { children: ComponentChildren }) => (
  <div class="shell">
    <header class="side">
      <Brand />
      <nav>
        <a href="#/accounts" aria-current="page">
          <Icon name="person" />
          {text.accounts.title}
        </a>
      </nav>
      <Button size="small" icon="lock" onClick={() => void send("vault.lock", {})}>
        {text.lock}
      </Button>
    </header>
    <main class="content">{children}</main>
  </div>
);

interface LockedProps {
  readonly waiting: readonly WaitingView[];
  readonly onUnlocked: () => void;
}

export const LockedVault = ({ waiting, onUnlocked }: LockedProps) => (
  <div class="column narrow">
    <header class="column-top">
      <Brand />
    </header>
    <main>
      <Heading takesFocus={false}>{text.unlock.title}</Heading>
      <LockedLead waiting={waiting} />
      <UnlockForm onUnlocked={onUnlocked} />
    </main>
  </div>
);
