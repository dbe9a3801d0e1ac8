import { useState } from "preact/hooks";
import type { AccountView, Overview } from "../../src/protocol/views.ts";
import { healthOf, isDue } from "../health.ts";
import { noticeText } from "../text.ts";
import { accountText } from "../textAccount.ts";
import { settingsText } from "../textSettings.ts";
import { Button, IconButton } from "./Button.tsx";
import { name } from "./outside.ts";

interface NoticeProps {
  readonly overview: Overview;
  readonly goTo: (path: string) => void;
}

/** What the person should see to, and where. */
interface Due {
  readonly said: string;
  readonly verb: string;
  readonly path: string;
}

/** One reminder at a time; a dismissed one comes back with the next popup. */
export function Notice({ overview, goTo }: NoticeProps) {
  const [dismissed, setDismissed] = useState(false);
  const due = backupDue(overview) ?? rehearsalDue(overview.accounts);
  if (!due || dismissed) return null;
  return (
    <div class="note warn notice">
      <p>{due.said}</p>
      <Button size="small" onClick={() => goTo(due.path)}>
        {due.verb}
      </Button>
      <IconButton icon="cross" label={accountText.dismiss} onClick={() => setDismissed(true)} />
    </div>
  );
}

const backupDue = ({ unsaved }: Overview): Due | null =>
  unsaved === 0
    ? null
    : { said: noticeText.unsaved(unsaved), verb: settingsText.saveFile, path: "vault.html#/settings" };

/** The kit whose rehearsal is the longest due. */
function rehearsalDue(accounts: readonly AccountView[]): Due | null {
  const now = Date.now();
  const [due] = accounts
    .map((account) => ({ account, health: healthOf(account, now) }))
    .filter(({ health }) => isDue(health, now))
    .sort((a, b) => nextOf(a.health) - nextOf(b.health));
  if (!due) return null;
  const { id, username } = due.account;
  const path = `vault.html#/accounts/${encodeURIComponent(id)}/rehearse`;
  return { said: accountText.due(name(username)), verb: accountText.rehearse, path };
}

const nextOf = (health: ReturnType<typeof healthOf>): number =>
  health.state === "none" ? Number.POSITIVE_INFINITY : health.next;
