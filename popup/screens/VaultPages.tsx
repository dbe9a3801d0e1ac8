import type { ComponentChildren, ComponentType } from "preact";
import type { Overview, WaitingView } from "../../src/protocol/views.ts";
import { useAsked } from "../ask.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Failure } from "../components/Failure.tsx";
import { Brand } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Icon, type IconName } from "../components/Icon.tsx";
import { LockedLead } from "../components/LockedLead.tsx";
import { UnlockForm } from "../components/UnlockForm.tsx";
import { useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import { activityText } from "../textActivity.ts";
import { recoverText } from "../textRecover.ts";
import { settingsText } from "../textSettings.ts";
import { sitesText } from "../textSites.ts";
import { AccountPages } from "./AccountPages.tsx";
import { AccountsPage } from "./AccountsPage.tsx";
import { ActivityPage } from "./ActivityPage.tsx";
import { RecoverPage } from "./recover/RecoverPage.tsx";
import { SettingsPage } from "./SettingsPage.tsx";
import { SitesPage } from "./SitesPage.tsx";
import { NoPage } from "./Trouble.tsx";

interface PageProps {
  readonly overview: Overview;
  /** What stands after the name of the page in the address. */
  readonly id: string | undefined;
  readonly part: string | undefined;
}

interface PageRow {
  readonly icon: IconName;
  readonly label: string;
  readonly Page: ComponentType<PageProps>;
}

/** The pages of an open vault, one row each, in the order of the navigation. */
const PAGES: Readonly<Record<string, PageRow>> = {
  accounts: { icon: "person", label: text.accounts.title, Page: Accounts },
  recover: { icon: "ring", label: recoverText.nav, Page: RecoverPage },
  activity: { icon: "clock", label: activityText.title, Page: ActivityPage },
  sites: { icon: "globe", label: sitesText.title, Page: SitesPage },
  settings: { icon: "gear", label: settingsText.title, Page: SettingsPage },
};

/** Every route that is none of the pages shows the accounts. */
export function VaultPages({ route: [name = "", id, part] }: { route: readonly string[] }) {
  const [asked] = useAsked("vault.overview", {}, () => Number.POSITIVE_INFINITY);
  if (asked.state !== "answered") return <NoPage asked={asked} />;
  const current = Object.hasOwn(PAGES, name) ? name : "accounts";
  const { Page = Accounts } = PAGES[current] ?? {};
  return (
    <Shell current={current}>
      <Page overview={asked.view} id={id} part={part} />
    </Shell>
  );
}

function Accounts({ overview, id, part }: PageProps) {
  const account = overview.accounts.find((one) => one.id === id);
  return account ? (
    <AccountPages key={account.id} account={account} part={part} />
  ) : (
    <AccountsPage overview={overview} />
  );
}

const Shell = ({ current, children }: { current: string; children: ComponentChildren }) => (
  <div class="shell">
    <header class="side">
      <Brand />
      <nav>
        {Object.entries(PAGES).map(([name, { icon, label }]) => (
          <a key={name} href={`#/${name}`} aria-current={name === current ? "page" : undefined}>
            <Icon name={icon} />
            {label}
          </a>
        ))}
      </nav>
      <Lock />
    </header>
    <main class="content">{children}</main>
  </div>
);

function Lock() {
  const { busy, failure, run } = useAction();
  const lock = () => run(async () => void (await send("vault.lock", {})));
  return (
    <>
      <Button size="small" icon="lock" busy={busy} onClick={() => void lock()}>
        {text.lock}
      </Button>
      <Failure of={failure} />
    </>
  );
}

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
