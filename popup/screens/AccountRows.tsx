import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { AccountView } from "../../src/protocol/views.ts";
import { announce } from "../components/announce.tsx";
import { IconButton } from "../components/Button.tsx";
import { name, outside, shortened } from "../components/outside.ts";
import { Thing } from "../components/Rows.tsx";
import { networkName } from "../networks.ts";
import { accountText } from "../textAccount.ts";

const SAID_FOR_MS = 2_000;

export const Line = ({ label, value }: { label: string; value: ComponentChildren }) => (
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
          <Line label={accountText.id} value={<code>{outside(wallet.id, 64)}</code>} />
          {wallet.address && (
            <Line label={accountText.address} value={<code>{outside(wallet.address)}</code>} />
          )}
        </dl>
      </details>
      {wallet.address && <Copy address={wallet.address} title={title} />}
    </li>
  );
}

function Copy({ address, title }: { address: string; title: string }) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    const outcome = await navigator.clipboard.writeText(address).then(
      () => accountText.copied,
      () => accountText.notCopied,
    );
    announce(outcome);
    setSaid(outcome);
    setTimeout(() => setSaid(""), SAID_FOR_MS);
  };
  return (
    <span class="copy">
      {said && <span class="caption">{said}</span>}
      <IconButton icon="copy" label={accountText.copy(title)} onClick={() => void copy()} />
    </span>
  );
}
