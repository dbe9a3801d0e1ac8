import type { AccountView, KitView } from "../../src/protocol/views.ts";
import { Button } from "../components/Button.tsx";
import { Heading } from "../components/Heading.tsx";
import { Kit } from "../components/Kit.tsx";
import { KitOptions, useKitChoice } from "../components/KitOptions.tsx";
import { kitsOf } from "../health.ts";
import { kitText } from "../textKit.ts";

interface KitPageProps {
  readonly kit: KitView;
  /** Where they were typed or made a moment ago, else none. */
  readonly words: readonly string[];
}

/** The sheet before it is printed. */
export function KitPage({ kit, words }: KitPageProps) {
  const choice = useKitChoice(words);
  return (
    <>
      <Heading look="display">{kitText.page}</Heading>
      {words.length > 0 ? <KitOptions choice={choice} /> : <p class="lead">{kitText.pageLead}</p>}
      <div class="actions">
        <Button look="primary" icon="printer" onClick={() => print()}>
          {kitText.print}
        </Button>
      </div>
      <Kit kit={kit} words={choice.words} wordsInCode={choice.wordsInCode} look="preview" />
    </>
  );
}

interface AccountKitProps {
  readonly account: AccountView;
  readonly words?: readonly string[];
}

/** The sheet of the newest kit of an account. */
export function AccountKit({ account, words = [] }: AccountKitProps) {
  const { username, userId, orgId, url } = account;
  const credId = kitsOf(account)[0]?.credId ?? "";
  return <KitPage kit={{ username, userId, orgId, url, credId }} words={words} />;
}
