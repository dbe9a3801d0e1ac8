import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { AccountView, CredentialView } from "../../src/protocol/views.ts";
import { announce } from "../components/announce.tsx";
import { IconButton } from "../components/Button.tsx";
import { Icon } from "../components/Icon.tsx";
import { hostOf, name, outside, shortened } from "../components/outside.ts";
import { Thing } from "../components/Rows.tsx";
import { Tag } from "../components/Tag.tsx";
import { networkName } from "../networks.ts";
import { text } from "../text.ts";
import { day } from "../time.ts";

const COPIED_FOR_MS = 2_000;

export const CredentialRow = ({ credential }: { credential: CredentialView }) => (
  <li>
    <details class="opens">
      <summary class="row">
        <Thing
          icon={credential.kind === "RecoveryKey" ? "ring" : "key"}
          title={
            <>
              {name(credential.name)} <Tag>{text.kinds[credential.kind]}</Tag>
            </>
          }
        >
          {useOf(credential)}
        </Thing>
        <Icon name="chevron" />
      </summary>
      <dl class="opened">
        <Line label={text.account.id} value={<code>{outside(credential.credId, 100)}</code>} />
        <Line label={text.account.created} value={day(credential.createdAt)} />
        {credential.origins.length > 0 && (
          <Line
            label={text.account.sites}
            value={credential.origins.map((origin) => outside(origin, 260)).join(", ")}
          />
        )}
      </dl>
    </details>
  </li>
);

function useOf({ kind, origins, lastUsed }: CredentialView): string {
  if (kind === "RecoveryKey") return text.account.openedByWords;
  const purpose = kind === "PasswordProtectedKey" ? text.account.opensAnywhere : text.account.signs;
  const [origin] = origins;
  const host = origins.length === 1 && origin ? hostOf(origin) : undefined;
  return lastUsed ? `${purpose} · ${text.account.usedOn(day(lastUsed), host)}` : purpose;
}

const Line = ({ label, value }: { label: string; value: ComponentChildren }) => (
  <div class="detail">
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
);

export function WalletRow({ wallet }: { wallet: AccountView["wallets"][number] }) {
  const network = networkName(wallet.network);
  const title = wallet.name ? name(wallet.name) : network;
  return (
    <li class="opens-with-copy">
      <details class="opens">
        <summary class="row">
          <Thing icon="wallet" title={title}>
            {network}
            {wallet.address && (
              <>
                {" · "}
                <code>{shortened(wallet.address)}</code>
              </>
            )}
          </Thing>
        </summary>
        <dl class="opened">
          <Line label={text.account.id} value={<code>{outside(wallet.id, 64)}</code>} />
          {wallet.address && (
            <Line label={text.account.address} value={<code>{outside(wallet.address)}</code>} />
          )}
        </dl>
      </details>
      {wallet.address && <Copy address={wallet.address} title={title} />}
    </li>
  );
}

function Copy({ address, title }: { address: string; title: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    announce(text.account.copied);
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_FOR_MS);
  };
  return (
    <span class="copy">
      {copied && <span class="caption">{text.account.copied}</span>}
      <IconButton icon="copy" label={text.account.copy(title)} onClick={() => void copy()} />
    </span>
  );
}
