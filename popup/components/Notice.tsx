import { useState } from "preact/hooks";
import type { AccountView } from "../../src/protocol/views.ts";
import { healthOf, isDue } from "../health.ts";
import { accountText } from "../textAccount.ts";
import { Button, IconButton } from "./Button.tsx";
import { name } from "./outside.ts";

interface NoticeProps {
  readonly accounts: readonly AccountView[];
  readonly goTo: (path: string) => void;
}

/** One reminder at a time: the kit whose rehearsal is the longest due. It comes back with the next popup. */
export function RehearsalNotice({ accounts, goTo }: NoticeProps) {
  const [dismissed, setDismissed] = useState(false);
  const now = Date.now();
  const [due] = accounts
    .map((account) => ({ account, health: healthOf(account, now) }))
    .filter(({ health }) => isDue(health, now))
    .sort((a, b) => nextOf(a.health) - nextOf(b.health));
  if (!due || dismissed) return null;
  const { id, username } = due.account;
  return (
    <div class="note warn notice">
      <p>{accountText.due(name(username))}</p>
      <Button size="small" onClick={() => goTo(`vault.html#/accounts/${encodeURIComponent(id)}/rehearse`)}>
        {accountText.rehearse}
      </Button>
      <IconButton icon="cross" label={accountText.dismiss} onClick={() => setDismissed(true)} />
    </div>
  );
}

const nextOf = (health: ReturnType<typeof healthOf>): number =>
  health.state === "none" ? Number.POSITIVE_INFINITY : health.next;
