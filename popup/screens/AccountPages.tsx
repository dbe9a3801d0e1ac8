import type { AccountView } from "../../src/protocol/views.ts";
import { BackLink } from "../components/BackLink.tsx";
import { name } from "../components/outside.ts";
import { kitsOf } from "../health.ts";
import { AccountPage } from "./AccountPage.tsx";
import { AccountKit } from "./KitPage.tsx";
import { RehearsePage } from "./RehearsePage.tsx";
import { ReplacePage } from "./ReplacePage.tsx";

interface AccountPagesProps {
  readonly account: AccountView;
  /** What follows the account in the address. */
  readonly part: string | undefined;
}

/** An account, or one of the pages behind it. */
export function AccountPages({ account, part = "" }: AccountPagesProps) {
  const Page = Object.hasOwn(PAGES, part) ? PAGES[part] : undefined;
  if (!Page || kitsOf(account).length === 0) return <AccountPage account={account} />;
  return (
    <>
      <BackLink href={`#/accounts/${encodeURIComponent(account.id)}`}>{name(account.username)}</BackLink>
      <Page account={account} />
    </>
  );
}

const PAGES: Readonly<Record<string, typeof ReplacePage>> = {
  kit: AccountKit,
  rehearse: RehearsePage,
  replace: ReplacePage,
};
