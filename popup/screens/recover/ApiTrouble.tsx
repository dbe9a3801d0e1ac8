import { useState } from "preact/hooks";
import type { Refusal } from "../../../src/protocol/views.ts";
import { adviceFor, secondsUntil } from "../../advice.ts";
import { errorOf } from "../../ask.ts";
import { useOver } from "../../components/Clock.tsx";
import { Note } from "../../components/Note.tsx";
import { hostOf, outside } from "../../components/outside.ts";
import { failureText } from "../../components/useAction.ts";
import { text } from "../../text.ts";

/** What Dfns said when it was no, or that something else failed. */
export type Trouble = { readonly refusal: Refusal } | { readonly failure: string };

export function troubleOf(error: unknown): Trouble {
  const { reason, status = 0, message = "", retryAfter } = errorOf(error).data;
  if (reason !== "apiError") return { failure: failureText(reason) };
  const retryAt = retryAfter === undefined ? null : Date.now() + retryAfter * 1000;
  return { refusal: { status, message, retryAt } };
}

/** Dfns' own words with advice under them. */
export function ApiTrouble({ trouble, api }: { trouble: Trouble; api: string }) {
  return "failure" in trouble ? (
    <Note look="danger">{trouble.failure}</Note>
  ) : (
    <Refused key={JSON.stringify(trouble.refusal)} refusal={trouble.refusal} api={api} />
  );
}

/** As an alert it is read aloud at every change: it does not count the seconds down. */
function Refused({ refusal, api }: { refusal: Refusal; api: string }) {
  const [atFirst] = useState(() => secondsUntil(refusal.retryAt, Date.now()));
  const wait = useOver(refusal.retryAt) ? 0 : atFirst;
  const said = outside(refusal.message, 300);
  return (
    <Note look="danger">
      {refusal.status > 0 && `${text.refused.said} (${refusal.status}): ${said || text.refused.noWords} `}
      {adviceFor(refusal, { site: hostOf(api), api: hostOf(api), wait, next: "person" })}
    </Note>
  );
}
