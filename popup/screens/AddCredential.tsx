import type { CreateCredentialView } from "../../src/protocol/views.ts";
import { Heading } from "../components/Heading.tsx";
import { Note } from "../components/Note.tsx";
import { hostOf, name, outside } from "../components/outside.ts";
import { Details } from "../components/Rows.tsx";
import { EnvironmentTag, Tag } from "../components/Tag.tsx";
import { text } from "../text.ts";
import { addText } from "../textAdd.ts";

/** One more way into an account, or back into it. */
export const AddCredential = ({ request }: { request: CreateCredentialView }) => (
  <>
    <section class="titled">
      <div class="split">
        <Heading asker={hostOf(request.origin)}>
          {request.kind === "RecoveryKey" ? addText.kitTitle : addText.credentialTitle}
        </Heading>
        <Tag look="warn">{addText.tag}</Tag>
      </div>
    </section>
    <p class="for">
      {addText.to} <b>{name(request.username)}</b>
    </p>
    {!request.inVault && <Note look="warn">{addText.notInVault}</Note>}
    <Details rows={rowsOf(request)} />
  </>
);

function rowsOf({ name: named, kind, sameWords, orgId, url, environment }: CreateCredentialView) {
  const sentTo = (
    <span class="split">
      <span>
        {hostOf(url)}
        <span class="thing-text block">{addText.handed}</span>
      </span>
      <EnvironmentTag environment={environment} />
    </span>
  );
  return [
    [addText.name, name(named)],
    [addText.kind, sameWords ? addText.sameWords : addText.kinds[kind]],
    [addText.organisation, <code key="org">{outside(orgId, 64)}</code>],
    [text.register.sentTo, sentTo],
  ] as const;
}
