import type { AccountView } from "../../src/protocol/views.ts";
import { text } from "../text.ts";
import { Icon } from "./Icon.tsx";
import { name } from "./outside.ts";
import { EnvironmentTag } from "./Tag.tsx";

export const Monogram = ({ username }: { username: string }) => (
  <span class="monogram" aria-hidden="true">
    {Array.from(name(username).replace(/^[^\p{L}\p{N}]+/u, ""))[0]?.toUpperCase() ?? "?"}
  </span>
);

const Health = ({ account }: { account: AccountView }) => {
  const hasKit = account.credentials.some(({ kind }) => kind === "RecoveryKey");
  return (
    <span class="health">
      <span class={hasKit ? "warn-text" : "danger-text"}>
        <Icon name="warning" />
        {hasKit ? text.accounts.notTested : text.accounts.noKit}
      </span>
      <span>· {text.accounts.wallets(account.wallets.length)}</span>
    </span>
  );
};

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
          <Health account={account} />
        </span>
      </a>
    </li>
  );
}
