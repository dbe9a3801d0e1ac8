import type { Overview } from "../../src/protocol/views.ts";
import { AccountList } from "../components/AccountList.tsx";
import { Heading } from "../components/Heading.tsx";
import { text } from "../text.ts";
import { Pending } from "./Pending.tsx";

export const AccountsPage = ({ overview: { accounts, pending } }: { overview: Overview }) => (
  <>
    <Heading look="display">{text.accounts.title}</Heading>
    {pending.length > 0 && (
      <section class="stack-tight">
        <h2 class="section-title">{text.pending.title}</h2>
        {pending.map((one) => (
          <Pending key={one.recordId} pending={one} />
        ))}
      </section>
    )}
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
