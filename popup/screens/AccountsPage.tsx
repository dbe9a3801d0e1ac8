import type { Overview, PendingView } from "../../src/protocol/views.ts";
import { AccountList } from "../components/AccountList.tsx";
import { Heading } from "../components/Heading.tsx";
import { text } from "../text.ts";
import { addText } from "../textAdd.ts";
import { unfinishedText } from "../textUnfinished.ts";
import { Pending } from "./Pending.tsx";

const GROUPS: readonly (readonly [group: PendingView["purpose"], title: string])[] = [
  ["registration", text.pending.title],
  ["recovery", unfinishedText.title],
  ["kit", addText.unfinishedKits],
];

export const AccountsPage = ({ overview: { accounts, pending } }: { overview: Overview }) => (
  <>
    <Heading look="display">{text.accounts.title}</Heading>
    {GROUPS.map(([group, title]) => (
      <Unfinished key={group} title={title} pending={pending.filter(({ purpose }) => purpose === group)} />
    ))}
    {accounts.length > 0 ? (
      <AccountList accounts={accounts} />
    ) : (
      <section class="stack-tight">
        <h2 class="section">{text.accounts.emptyTitle}</h2>
        <p class="lead">{text.accounts.emptyLead}</p>
      </section>
    )}
  </>
);

const Unfinished = ({ title, pending }: { title: string; pending: readonly PendingView[] }) =>
  pending.length === 0 ? null : (
    <section class="stack-tight">
      <h2 class="section-title">{title}</h2>
      {pending.map((one) => (
        <Pending key={one.recordId} pending={one} />
      ))}
    </section>
  );
