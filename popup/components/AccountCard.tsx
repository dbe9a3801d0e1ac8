import type { AccountView } from "../../src/protocol/views.ts";
import { type Health, healthOf } from "../health.ts";
import { text } from "../text.ts";
import { accountText } from "../textAccount.ts";
import { shortDay } from "../time.ts";
import { Icon } from "./Icon.tsx";
import { name } from "./outside.ts";
import { EnvironmentTag } from "./Tag.tsx";

export const Monogram = ({ username }: { username: string }) => (
  <span class="monogram" aria-hidden="true">
    {Array.from(name(username).replace(/^[^\p{L}\p{N}]+/u, ""))[0]?.toUpperCase() ?? "?"}
  </span>
);

const LOOKS = {
  tested: "ok",
  overdue: "warn",
  untested: "warn",
  failed: "danger",
  none: "danger",
} as const satisfies Readonly<Record<Health["state"], string>>;

function HealthLine({ account }: { account: AccountView }) {
  const health = healthOf(account, Date.now());
  const { state } = health;
  return (
    <span class="health">
      <span class={`${LOOKS[state]}-text`}>
        <Icon name={state === "tested" ? "check" : "warning"} />
        {state === "tested" ? accountText.health.tested(shortDay(health.since)) : accountText.health[state]}
      </span>
      <span>· {text.accounts.wallets(account.wallets.length)}</span>
    </span>
  );
}

interface AccountCardProps {
  readonly account: AccountView;
  /** For pages that open the vault in a tab instead of following the link. */
  readonly onOpen?: (path: string) => void;
}

export function AccountCard({ account, onOpen }: AccountCardProps) {
  const path = `vault.html#/accounts/${encodeURIComponent(account.id)}`;
  return (
    <li>
      <a
        class="row account"
        href={path}
        onClick={(event) => {
          if (!onOpen) return;
          event.preventDefault();
          onOpen(path);
        }}
      >
        <Monogram username={account.username} />
        <span class="thing">
          <span class="account-top">
            <b>{name(account.username)}</b>
            <EnvironmentTag environment={account.environment} />
          </span>
          <span class="account-org">{name(account.label || account.orgId)}</span>
          <HealthLine account={account} />
        </span>
      </a>
    </li>
  );
}
