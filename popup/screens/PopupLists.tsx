import { useEffect, useRef } from "preact/hooks";
import type { Overview, PendingView, WaitingView } from "../../src/protocol/views.ts";
import { useAsked } from "../ask.ts";
import { AccountList } from "../components/AccountList.tsx";
import { announce } from "../components/announce.tsx";
import { Button } from "../components/Button.tsx";
import { Heading } from "../components/Heading.tsx";
import { Notice } from "../components/Notice.tsx";
import { RequestCard } from "../components/RequestCard.tsx";
import { useFirstFocus } from "../components/useFirstFocus.ts";
import { text } from "../text.ts";
import { addText } from "../textAdd.ts";
import { recoverText } from "../textRecover.ts";
import { unfinishedText } from "../textUnfinished.ts";
import { NoView } from "./Trouble.tsx";

const SHOWN_REQUESTS = 3;

interface PopupListsProps {
  readonly waiting: readonly WaitingView[];
  readonly goTo: (path: string) => void;
  readonly review: (id: string) => Promise<void>;
}

/** What waits and whose accounts are here; the focus starts on the first of them. */
export function PopupLists({ waiting, goTo, review }: PopupListsProps) {
  const [asked] = useAsked("vault.overview", {}, () => Number.POSITIVE_INFINITY);
  const lists = useRef<HTMLDivElement>(null);
  const isReady = asked.state === "answered";
  const first = () => lists.current?.querySelector<HTMLElement>(":is(button, a):not(.notice *)");
  useFirstFocus(isReady ? () => first()?.focus() : null);
  useNewRequests(waiting);
  if (asked.state !== "answered") return <NoView asked={asked} />;
  return (
    <div ref={lists} class="stack">
      <Notice overview={asked.view} goTo={goTo} />
      {waiting.length > 0 && <Waiting waiting={waiting} review={review} />}
      <Accounts overview={asked.view} goTo={goTo} />
    </div>
  );
}

/** Says when another request arrives while the popup is open. */
function useNewRequests(waiting: readonly WaitingView[]): void {
  const known = useRef(new Set(waiting.map(({ id }) => id)));
  useEffect(() => {
    if (waiting.some(({ id }) => !known.current.has(id))) announce(text.popup.newRequest);
    known.current = new Set(waiting.map(({ id }) => id));
  }, [waiting]);
}

const Waiting = ({ waiting, review }: Omit<PopupListsProps, "goTo">) => (
  <section class="stack-tight">
    <h2 class="caption">{text.popup.waiting}</h2>
    {waiting.slice(0, SHOWN_REQUESTS).map((request) => (
      <RequestCard key={request.id} request={request} onReview={() => review(request.id)} />
    ))}
    {waiting.length > SHOWN_REQUESTS && (
      <p class="caption">{text.popup.more(waiting.length - SHOWN_REQUESTS)}</p>
    )}
  </section>
);

function Accounts({ overview, goTo }: { overview: Overview; goTo: (path: string) => void }) {
  const { accounts, pending } = overview;
  const isEmpty = accounts.length === 0;
  return (
    <>
      <section class="stack-tight">
        <Heading look={isEmpty ? "section" : "hidden"} takesFocus={isEmpty}>
          {isEmpty ? text.accounts.emptyTitle : text.popup.title}
        </Heading>
        {isEmpty ? (
          <>
            <p class="lead">{text.accounts.emptyLead}</p>
            <div class="actions">
              <Button size="small" onClick={() => goTo("vault.html#/recover")}>
                {recoverText.link}
              </Button>
            </div>
          </>
        ) : (
          <>
            <h2 class="caption">{text.accounts.title}</h2>
            <AccountList accounts={accounts} onOpen={goTo} />
          </>
        )}
      </section>
      {pending.length > 0 && (
        <div class="note warn">
          <p>{countsOf(pending)}</p>
          <Button size="small" onClick={() => goTo("vault.html#/accounts")}>
            {text.review}
          </Button>
        </div>
      )}
    </>
  );
}

const COUNTS: Readonly<Record<PendingView["purpose"], (count: number) => string>> = {
  registration: text.popup.unfinished,
  recovery: unfinishedText.count,
  kit: addText.unfinishedKit,
};

function countsOf(pending: readonly PendingView[]): string {
  const purposes = Object.keys(COUNTS) as PendingView["purpose"][];
  const counted = purposes.map(
    (one) => [one, pending.filter(({ purpose }) => purpose === one).length] as const,
  );
  return counted.flatMap(([purpose, count]) => (count > 0 ? [COUNTS[purpose](count)] : [])).join(" ");
}
