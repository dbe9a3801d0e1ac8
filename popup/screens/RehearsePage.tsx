import { useRef, useState } from "preact/hooks";
import type { AccountView } from "../../src/protocol/views.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Heading } from "../components/Heading.tsx";
import { LinkButton } from "../components/LinkButton.tsx";
import { Note } from "../components/Note.tsx";
import { PhraseEntry } from "../components/PhraseEntry.tsx";
import { failureText, useAction } from "../components/useAction.ts";
import { MONTHS_BETWEEN, monthsAfter } from "../health.ts";
import { text } from "../text.ts";
import { accountText } from "../textAccount.ts";
import { kitText } from "../textKit.ts";
import { phraseFault, phraseText } from "../textPhrase.ts";
import { rehearseText } from "../textRehearse.ts";
import { day, month } from "../time.ts";
import { AccountKit } from "./KitPage.tsx";

const FAILURES_BEFORE_HINT = 2;

/** The words are typed once more, to be sure that they work. Known words can be printed again right after. */
export function RehearsePage({ account }: { account: AccountView }) {
  const input = useRef<HTMLInputElement>(null);
  const rehearsal = useRehearsal(account.id, input);
  const { words, printing, error, failures, failure, busy, rehearse } = rehearsal;
  if (words && printing) return <AccountKit account={account} words={words} />;
  return (
    <>
      <Heading look="display" takesFocus={words !== null}>
        {rehearseText.title}
      </Heading>
      <p class="lead">{rehearseText.lead}</p>
      {words ? (
        <Right account={account} words={words} onPrint={rehearsal.print} />
      ) : (
        <form
          class="stack"
          autocomplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            void rehearse();
          }}
        >
          <PhraseEntry input={input} error={error} takesFocus onInput={rehearsal.forget} />
          {failure && <Note look="danger">{failureText(failure)}</Note>}
          {failures >= FAILURES_BEFORE_HINT && <Hint accountId={account.id} />}
          <div class="actions">
            <Button type="submit" look="primary" busy={busy}>
              {rehearseText.submit}
            </Button>
          </div>
        </form>
      )}
    </>
  );
}

function useRehearsal(accountId: string, input: { current: HTMLInputElement | null }) {
  const [error, setError] = useState<string | null>(null);
  const [failures, setFailures] = useState(0);
  const [words, setWords] = useState<readonly string[] | null>(null);
  const [printing, setPrinting] = useState(false);
  const { busy, failure, run } = useAction();
  const judge = async (phrase: string) => {
    const outcome = await send("account.rehearse", { accountId, phrase });
    if (outcome.outcome === "right") return setWords(wordsOf(phrase));
    setError(phraseFault(outcome));
    setFailures((before) => before + 1);
    input.current?.focus();
  };
  const rehearse = async () => {
    const phrase = input.current?.value ?? "";
    if (phrase.trim() !== "") return run(() => judge(phrase));
    setError(phraseText.empty);
    input.current?.focus();
  };
  const forget = () => setError(null);
  return {
    error,
    failures,
    words,
    printing,
    busy,
    failure,
    rehearse,
    forget,
    print: () => setPrinting(true),
  };
}

/** The words for the sheet; none for the code of one of Dfns' own kits. */
const wordsOf = (phrase: string): readonly string[] =>
  /^\s*d1/i.test(phrase) ? [] : phrase.toLowerCase().split(/\s+/).filter(Boolean);

interface RightProps {
  readonly account: AccountView;
  readonly words: readonly string[];
  readonly onPrint: () => void;
}

function Right({ account, words, onPrint }: RightProps) {
  const now = Date.now();
  return (
    <>
      <Note look="ok">
        <b>{rehearseText.works}</b>{" "}
        {rehearseText.worksLead(day(now), month(monthsAfter(now, MONTHS_BETWEEN)))}
      </Note>
      <div class="actions">
        <Button
          look="primary"
          onClick={() => location.assign(`#/accounts/${encodeURIComponent(account.id)}`)}
        >
          {text.done}
        </Button>
        {words.length > 0 && (
          <Button icon="printer" onClick={onPrint}>
            {kitText.print}
          </Button>
        )}
      </div>
    </>
  );
}

const Hint = ({ accountId }: { accountId: string }) => (
  <div class="note warn">
    <p>{rehearseText.replace}</p>
    <LinkButton href={`#/accounts/${encodeURIComponent(accountId)}/replace`}>
      {accountText.replace}
    </LinkButton>
  </div>
);
