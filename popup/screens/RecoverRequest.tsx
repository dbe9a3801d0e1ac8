import type { RecoverRequestView } from "../../src/protocol/recoverViews.ts";
import { Heading } from "../components/Heading.tsx";
import { Icon } from "../components/Icon.tsx";
import { hostOf, name, outside } from "../components/outside.ts";
import { Details } from "../components/Rows.tsx";
import { EnvironmentTag } from "../components/Tag.tsx";
import { recoverText } from "../textRecover.ts";
import { askText } from "../textRecoverAsk.ts";

const { review } = recoverText;

/** A site asks to put new credentials in the place of all others. */
export const RecoverRequest = ({ request }: { request: RecoverRequestView }) => (
  <>
    <section class="danger-band">
      <Icon name="stop" size={20} />
      <div>
        <Heading asker={hostOf(request.origin)}>{askText.title(name(request.username))}</Heading>
        <p>{askText.consequence}</p>
      </div>
    </section>
    <Details rows={rowsOf(request)} />
    <p class="small">{askText.continues}</p>
  </>
);

function rowsOf({ username, orgId, url, environment, submit, firstFactor }: RecoverRequestView) {
  const sentTo = (
    <span class="split">
      <span>
        {hostOf(url)}
        {!submit && <span class="thing-text block">{review.handed}</span>}
      </span>
      <EnvironmentTag environment={environment} />
    </span>
  );
  return [
    [askText.account, name(username)],
    [review.organisation, <code key="org">{outside(orgId, 64)}</code>],
    [review.signIn, review.kinds[firstFactor]],
    [review.sentTo, sentTo],
  ] as const;
}
