import { useState } from "preact/hooks";
import type { BlockedView, SiteView } from "../../src/protocol/siteViews.ts";
import { useAsked } from "../ask.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { Failure } from "../components/Failure.tsx";
import { Heading } from "../components/Heading.tsx";
import { Origin } from "../components/Origin.tsx";
import { hostOf, name } from "../components/outside.ts";
import { ThingRow } from "../components/Rows.tsx";
import { Tag } from "../components/Tag.tsx";
import { useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import { sitesText } from "../textSites.ts";
import { day, hour } from "../time.ts";
import { NoView } from "./Trouble.tsx";

/** Who is connected, with what, and who is kept out. */
export function SitesPage() {
  const [asked, refresh] = useAsked("sites.list", {}, () => Number.POSITIVE_INFINITY);
  const [revoking, setRevoking] = useState<string | null>(null);
  if (asked.state !== "answered") return <NoView asked={asked} />;
  const { sites, blocked } = asked.view;
  return (
    <>
      <Heading look="display">{sitesText.title}</Heading>
      {sites.length === 0 && (
        <section class="stack-tight">
          <h2 class="section">{sitesText.emptyTitle}</h2>
          <p class="lead">{sitesText.emptyLead}</p>
        </section>
      )}
      {sites.map((site) => (
        <Site key={site.origin} site={site} onRevoke={() => setRevoking(site.origin)} />
      ))}
      {blocked.length > 0 && <Blocked blocked={blocked} onChange={() => void refresh()} />}
      {revoking !== null && (
        <RevokeDialog
          origin={revoking}
          onCancel={() => setRevoking(null)}
          onRevoked={async () => {
            await refresh();
            setRevoking(null);
          }}
        />
      )}
    </>
  );
}

const Site = ({ site, onRevoke }: { site: SiteView; onRevoke: () => void }) => (
  <section class="card site">
    <div class="split">
      <div class="thing">
        <Origin origin={site.origin} />
        <p class="small">
          {[...new Set(site.usernames)].map(name).join(", ") || sitesText.noAccounts} · {useOf(site)}
        </p>
      </div>
      <Button size="small" onClick={onRevoke}>
        {sitesText.revoke}
      </Button>
    </div>
    <details class="more">
      <summary>{sitesText.details}</summary>
      {site.credentials.length === 0 ? (
        <p class="small">{sitesText.nothingPinned}</p>
      ) : (
        <ul>
          {site.credentials.map((credential, i) => (
            <ThingRow
              key={i}
              icon="key"
              title={
                <>
                  {name(credential.name)} <Tag>{text.kinds[credential.kind]}</Tag>
                </>
              }
            >
              {name(credential.username)}
            </ThingRow>
          ))}
        </ul>
      )}
    </details>
  </section>
);

const useOf = ({ connectedAt, lastUsed }: SiteView): string =>
  lastUsed ? sitesText.lastUsed(day(lastUsed)) : sitesText.connected(day(connectedAt));

function Blocked({ blocked, onChange }: { blocked: readonly BlockedView[]; onChange: () => void }) {
  const { failure, run } = useAction();
  const unblock = (origin: string) =>
    run(async () => {
      await send("sites.unblock", { origin });
      onChange();
    });
  return (
    <section class="stack-tight">
      <h2 class="section-title">{sitesText.blocked}</h2>
      <Failure of={failure} />
      {blocked.map(({ origin, until }) => (
        <div key={origin} class="card site split">
          <div class="thing">
            <Origin origin={origin} />
            <p class="small">{until === null ? sitesText.forGood : sitesText.until(hour(until))}</p>
          </div>
          <Button size="small" onClick={() => void unblock(origin)}>
            {sitesText.unblock}
          </Button>
        </div>
      ))}
    </section>
  );
}

interface RevokeDialogProps {
  readonly origin: string;
  readonly onCancel: () => void;
  readonly onRevoked: () => Promise<void>;
}

function RevokeDialog({ origin, onCancel, onRevoked }: RevokeDialogProps) {
  const { busy, failure, run } = useAction();
  const revoke = () =>
    run(async () => {
      await send("sites.revoke", { origin });
      await onRevoked();
    });
  return (
    <Dialog
      title={sitesText.revokeTitle(hostOf(origin))}
      onCancel={onCancel}
      buttons={
        <>
          <Button onClick={onCancel}>{sitesText.keep}</Button>
          <Button look="danger" busy={busy} onClick={() => void revoke()}>
            {sitesText.revoke}
          </Button>
        </>
      }
    >
      <p class="lead">{sitesText.revokeLead}</p>
      <Failure of={failure} />
    </Dialog>
  );
}
