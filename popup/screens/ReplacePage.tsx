import type { AccountView } from "../../src/protocol/views.ts";
import { Heading } from "../components/Heading.tsx";
import { Note } from "../components/Note.tsx";
import { hostOf } from "../components/outside.ts";
import { accountText } from "../textAccount.ts";
import { replaceText } from "../textKit.ts";

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
    </>
  );
}
