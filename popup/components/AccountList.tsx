import { useId, useState } from "preact/hooks";
import type { AccountView } from "../../src/protocol/views.ts";
import { text } from "../text.ts";
import { AccountCard } from "./AccountCard.tsx";

const SEARCH_FROM = 8;

interface AccountListProps {
  readonly accounts: readonly AccountView[];
  readonly onOpen?: (path: string) => void;
}

/** Account cards, with a search once there are many. */
export function AccountList({ accounts, onOpen }: AccountListProps) {
  const [wanted, setWanted] = useState("");
  const found = accounts.filter((account) => matches(account, wanted));
  return (
    <>
      {accounts.length >= SEARCH_FROM && <Search onSearch={setWanted} />}
      {found.length === 0 ? (
        <p class="lead">{text.accounts.noMatch}</p>
      ) : (
        <ul class="card">
          {found.map((account) => (
            <AccountCard key={account.id} account={account} {...(onOpen && { onOpen })} />
          ))}
        </ul>
      )}
    </>
  );
}

function Search({ onSearch }: { onSearch: (words: string) => void }) {
  const id = useId();
  return (
    <div class="field search">
      <label for={id}>{text.accounts.search}</label>
      <div class="well">
        <input id={id} type="search" onInput={(event) => onSearch(event.currentTarget.value)} />
      </div>
    </div>
  );
}

const matches = ({ username, label, orgId }: AccountView, wanted: string): boolean =>
  [username, label, orgId].some((part) => part.toLowerCase().includes(wanted.trim().toLowerCase()));
