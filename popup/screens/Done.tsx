import { useEffect } from "preact/hooks";
import type { DoneView } from "../../src/protocol/views.ts";
import { Button } from "../components/Button.tsx";
import { Frame } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { NetworkTag } from "../components/NetworkTag.tsx";
import { Sign } from "../components/Note.tsx";
import { hostOf, name, shortened } from "../components/outside.ts";
import { ThingRow } from "../components/Rows.tsx";
import { networkName } from "../networks.ts";
import { text } from "../text.ts";
import { addText } from "../textAdd.ts";
import type { ApprovalProps } from "./ApprovalScreen.tsx";
import { Roamed } from "./Roamed.tsx";

const { finished } = text;

/** What each outcome says. */
const WORDS: Readonly<
  Record<
    Exclude<DoneView["outcome"], "signed" | "roamed">,
    (user: string, host: string) => readonly [string, string]
  >
> = {
  registered: (user, host) => [finished.registeredTitle, finished.registeredLead(user, host)],
  handedOver: (_, host) => [finished.handedTitle, finished.handedLead(host)],
  added: (user, host) => [addText.doneTitle, addText.doneLead(user, host)],
  connected: (_, host) => [finished.connectedTitle, finished.connectedLead(host)],
};

export function Done(props: ApprovalProps) {
  const outcome = props.view.done?.outcome;
  if (outcome === "signed") return <Away leave={props.leave} />;
  return outcome === "roamed" ? <Roamed {...props} /> : <Outcome {...props} />;
}

/** Nothing to read: the site has its answer, and the window goes. */
function Away({ leave }: Pick<ApprovalProps, "leave">) {
  useEffect(leave, []);
  return null;
}

function Outcome({ view, leave }: ApprovalProps) {
  if (!view.done || view.done.outcome === "signed" || view.done.outcome === "roamed") return null;
  const sharedNothing = view.request?.method === "dfns_connect" && view.request.accounts.length === 0;
  const { outcome, username, wallets } = view.done;
  const host = hostOf(view.origin);
  const [title, lead] = WORDS[outcome](name(username), host);
  return (
    <Frame
      footer={
        <Button look="primary" onClick={leave}>
          {text.done}
        </Button>
      }
    >
      <Sign icon="check" look="ok" />
      <Heading asker={host}>{title}</Heading>
      <p class="lead">{sharedNothing ? finished.connectedNoneLead(host) : lead}</p>
      {outcome !== "connected" && outcome !== "added" && <Made wallets={wallets} />}
    </Frame>
  );
}

const Made = ({ wallets }: { wallets: DoneView["wallets"] }) => (
  <ul class="card">
    <ThingRow icon="key" title={text.register.signIn}>
      {finished.keyKept}
    </ThingRow>
    <ThingRow icon="ring" title={text.register.recovery}>
      {finished.confirmed}
    </ThingRow>
    {wallets.map((wallet, i) => (
      <ThingRow
        key={i}
        icon="wallet"
        title={
          <span class="split">
            <span>
              {[wallet.name && name(wallet.name), networkName(wallet.network)].filter(Boolean).join(" · ")}
            </span>
            <NetworkTag of={wallet.networkClass} />
          </span>
        }
      >
        {wallet.address && <code>{shortened(wallet.address)}</code>}
      </ThingRow>
    ))}
  </ul>
);
