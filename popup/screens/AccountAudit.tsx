import { useState } from "preact/hooks";
import type { AuditOutcome, AuditView } from "../../src/protocol/auditViews.ts";
import type { AccountView } from "../../src/protocol/views.ts";
import { adviceFor, secondsUntil } from "../advice.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Note } from "../components/Note.tsx";
import { hostOf, name } from "../components/outside.ts";
import { failureText, useAction } from "../components/useAction.ts";
import { auditText } from "../textAudit.ts";
import { day, hour } from "../time.ts";

interface Audit {
  readonly busy: boolean;
  readonly failure: string | null;
  readonly check: () => void;
}

/** Asks Dfns which credentials the account has; what it finds comes with the account. */
export function useAudit({ id: accountId, url }: AccountView): Audit {
  const [said, setSaid] = useState<string | null>(null);
  const { busy, failure, run } = useAction();
  const check = () =>
    run(async () => {
      setSaid(null);
      setSaid(sentenceOf(await send("account.audit", { accountId }), url));
    });
  return { busy, failure: failure ? failureText(failure) : said, check: () => void check() };
}

function sentenceOf(outcome: AuditOutcome, url: string): string | null {
  if (outcome.outcome === "compared") return null;
  if (outcome.outcome === "noSession") return auditText.noSession;
  const wait = secondsUntil(outcome.refusal.retryAt, Date.now());
  return adviceFor(outcome.refusal, { site: hostOf(url), api: hostOf(url), wait, next: "person" });
}

export const AuditButton = ({ audit }: { audit: Audit }) => (
  <Button look="text" size="small" busy={audit.busy} onClick={audit.check}>
    {auditText.check}
  </Button>
);

/** A stranger's credential is an alarm that names it. */
export const AuditFindings = ({ found, audit }: { found: AuditView | null; audit: Audit }) => (
  <>
    {audit.failure && <Note isNews>{audit.failure}</Note>}
    {found?.strangers.map((one, i) => (
      <Note key={i} look="danger">
        {auditText.stranger(
          name(one.name) || auditText.unnamed,
          name(one.kind),
          one.createdAt ? day(one.createdAt) : "",
        )}
      </Note>
    ))}
    {found?.missing.map((one, i) => (
      <Note key={i} look="warn">
        {auditText.missing(name(one))}
      </Note>
    ))}
    {found && (
      <p class="caption" role="status">
        {found.strangers.length + found.missing.length === 0 && `${auditText.same(found.count)} `}
        {auditText.at(day(found.at), hour(found.at))}
      </p>
    )}
  </>
);
