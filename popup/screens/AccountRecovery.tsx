import type { AccountView } from "../../src/protocol/views.ts";
import { Icon, type IconName } from "../components/Icon.tsx";
import { LinkButton } from "../components/LinkButton.tsx";
import { type Health, healthOf } from "../health.ts";
import { accountText } from "../textAccount.ts";
import { kitText } from "../textKit.ts";
import { day } from "../time.ts";

interface Told {
  readonly look: "ok" | "warn" | "danger";
  readonly icon: IconName;
  readonly title: string;
  readonly lead: string;
}

/** How good the way back is if this device is lost, and what to do about it. */
export function AccountRecovery({ account }: { account: AccountView }) {
  const health = healthOf(account, Date.now());
  const { look, icon, title, lead } = toldOf(health);
  return (
    <div class="card row recovery">
      <span class={`${look}-text`}>
        <Icon name={icon} size={20} />
      </span>
      <div class="thing stack-tight">
        <div>
          <p class="thing-title">
            <b>{title}</b>
          </p>
          <p class="small">{lead}</p>
        </div>
        {health.state !== "none" && <Actions accountId={account.id} health={health} />}
      </div>
    </div>
  );
}

function Actions({ accountId, health }: { accountId: string; health: Health }) {
  const page = `#/accounts/${encodeURIComponent(accountId)}`;
  return (
    <div class="actions">
      <LinkButton href={`${page}/rehearse`} look={health.state === "tested" ? "secondary" : "primary"}>
        {accountText.rehearse}
      </LinkButton>
      <LinkButton href={`${page}/kit`} icon="printer">
        {kitText.print}
      </LinkButton>
      <LinkButton href={`${page}/replace`} look="text">
        {accountText.replace}
      </LinkButton>
    </div>
  );
}

function toldOf(health: Health): Told {
  if (health.state === "none") {
    return { look: "danger", icon: "warning", title: accountText.noKitTitle, lead: accountText.noKitLead };
  }
  return TOLD[health.state](day(health.since), day(health.next));
}

const TOLD: Readonly<Record<Exclude<Health["state"], "none">, (since: string, next: string) => Told>> = {
  tested: (since, next) => ({
    look: "ok",
    icon: "verified",
    title: accountText.testedTitle(since),
    lead: accountText.testedLead(next),
  }),
  overdue: (since) => ({
    look: "warn",
    icon: "warning",
    title: accountText.testedTitle(since),
    lead: accountText.overdueLead,
  }),
  untested: (since) => ({
    look: "warn",
    icon: "warning",
    title: accountText.untestedTitle,
    lead: accountText.untestedLead(since),
  }),
  failed: (since) => ({
    look: "danger",
    icon: "warning",
    title: accountText.failedTitle,
    lead: accountText.failedLead(since),
  }),
};
