import { Heading } from "../../components/Heading.tsx";
import { Sign } from "../../components/Note.tsx";
import { hostOf, outside } from "../../components/outside.ts";
import { Details } from "../../components/Rows.tsx";
import { text } from "../../text.ts";
import { askText } from "../../textRecoverAsk.ts";
import { Act } from "./Act.tsx";
import type { RecoverProps } from "./RecoverPage.tsx";

const { notListed } = askText;

/** The words are right, but the site has asked Dfns for another kit: only the site can ask for this one. */
export function NotListed({ view, refresh }: RecoverProps) {
  const host = hostOf(view.origin ?? "");
  const rows = [
    [notListed.yours, <code key="own">{outside(view.account?.credentialId ?? "", 100)}</code>],
    [notListed.asked, <KitIds key="asked" ids={view.kits} />],
  ] as const;
  return (
    <>
      <Sign icon="warning" look="plain" />
      <Heading look="display">{notListed.title}</Heading>
      <p class="lead">{notListed.lead(host)}</p>
      <Details rows={rows} />
      <p class="small">{notListed.next(host)}</p>
      <div class="actions">
        <Act view={view} refresh={refresh} request="recover.leave" params={{}} label={text.done} />
      </div>
    </>
  );
}

/** Ids of recovery credentials, one a line, in full. */
export const KitIds = ({ ids }: { ids: readonly string[] }) => (
  <>
    {ids.map((id) => (
      <code key={id} class="block">
        {outside(id, 100)}
      </code>
    ))}
  </>
);
