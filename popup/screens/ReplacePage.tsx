import type { AccountView } from "../../src/protocol/views.ts";
import { Heading } from "../components/Heading.tsx";
import { LinkButton } from "../components/LinkButton.tsx";
import { Note } from "../components/Note.tsx";
import { hostOf, name } from "../components/outside.ts";
import { accountText } from "../textAccount.ts";
import { replaceText } from "../textKit.ts";
import { recoverText } from "../textRecover.ts";

/** How a new kit is made. Dfns takes one only with a challenge that the site asks for, so it starts there. */
export function ReplacePage({ account }: { account: AccountView }) {
  const origins = new Set(account.credentials.flatMap((credential) => credential.origins));
  return (
    <>
      <Heading look="display">{accountText.replace}</Heading>
      <p class="lead">{replaceText.lead}</p>
      <ol class="card numbered">
        {replaceText.steps([...origins].map(hostOf)).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Note>{replaceText.note}</Note>
      <section class="stack-tight">
        <h2 class="section-title">{replaceText.noSiteTitle}</h2>
        <p class="small">{replaceText.noSiteLead(name(account.username))}</p>
        <div class="actions">
          <LinkButton href="#/recover">{recoverText.link}</LinkButton>
        </div>
      </section>
    </>
  );
}
