import type { Overview, PendingView } from "../../src/protocol/views.ts";
import { AccountList } from "../components/AccountList.tsx";
import { Heading } from "../components/Heading.tsx";
import { text } from "../text.ts";
import { addText } from "../textAdd.ts";
import { Pending } from "./Pending.tsx";

export const AccountsPage = ({ overview: { accounts, pending } }: { overview: Overview }) => (
  <>
    <Heading look="display">{text.accounts.title}</Heading>
    <Unfinished title={text.pending.title} pending={pending.filter(({ purpose }) => purpose !== "kit")} />
    <Unfinished title={addText.unfinishedKits} pending={pending.filter(({ purpose }) => purpose === "kit")} />
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
