import { useState } from "preact/hooks";
import type { ActivityView } from "../../src/protocol/activityViews.ts";
import { type ActivityRow, byDay, type Filter, rangesOf } from "../activityRows.ts";
import { useAsked } from "../ask.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Heading } from "../components/Heading.tsx";
import { Note } from "../components/Note.tsx";
import { Origin } from "../components/Origin.tsx";
import { Rows } from "../components/Rows.tsx";
import { Tag } from "../components/Tag.tsx";
import { download } from "../download.ts";
import { activityText, sentenceOf } from "../textActivity.ts";
import { hour } from "../time.ts";

/** Everything that happened, and whether the log is as it was written. */
export function ActivityPage() {
  const [asked] = useAsked("activity.list", {}, () => Number.POSITIVE_INFINITY);
  const [filter, setFilter] = useState<Filter>("all");
  if (asked.state !== "answered") return null;
  const { view } = asked;
  const days = byDay(view.entries, filter);
  return (
    <>
      <div class="split">
        <Heading look="display">{activityText.title}</Heading>
        {view.total > 0 && (
          <Button size="small" onClick={() => void exportLog()}>
            {activityText.export}
          </Button>
        )}
      </div>
      <Verdict view={view} />
      {view.total > 0 && <Filters filter={filter} onChange={setFilter} />}
      {view.total > 0 && days.length === 0 && <p class="lead">{activityText.noneHere}</p>}
      {days.map(([title, rows]) => (
        <section key={title} class="stack-tight">
          <h2 class="section-title">{title}</h2>
          <ul>
            {rows.map((row) => (
              <Entry key={row.number} row={row} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Verdict({ view: { total, bad } }: { view: ActivityView }) {
  if (bad.length > 0)
    return <Note look="danger">{activityText.broken(rangesOf(bad), bad.length === 1)}</Note>;
  if (total > 0) return <p class="small">{activityText.whole(total)}</p>;
  return (
    <section class="stack-tight">
      <h2 class="section">{activityText.emptyTitle}</h2>
      <p class="lead">{activityText.emptyLead}</p>
    </section>
  );
}

const Filters = ({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) => (
  <fieldset class="filters">
    <legend class="sr-only">{activityText.filter}</legend>
    {Object.entries(activityText.filters).map(([name, label]) => (
      <label key={name} class="filter">
        <input
          type="radio"
          name="filter"
          checked={name === filter}
          onChange={() => onChange(name as Filter)}
        />
        {label}
      </label>
    ))}
  </fieldset>
);

const Entry = ({ row }: { row: ActivityRow }) => (
  <li class="row happened">
    <div class="thing">
      <div class="thing-title split">
        <span>
          {sentenceOf(row)} {row.label && <Tag>{activityText.labels[row.label] ?? row.label}</Tag>}
        </span>
        <time class="small" dateTime={row.at}>
          {hour(Date.parse(row.at))}
        </time>
      </div>
      <div class="thing-text">
        {row.origin && <Origin origin={row.origin} />}
        {row.credential && <span>{row.credential}</span>}
        {row.reason && <span>{activityText.failed(row.reason)}</span>}
      </div>
      <details class="more">
        <summary>{activityText.details}</summary>
        <Rows rows={detailsOf(row)} />
      </details>
    </div>
  </li>
);

function detailsOf({ number, method, challengeHash, credId, payloadHash }: ActivityRow) {
  const all = [
    [activityText.entry, String(number)],
    [activityText.request, method],
    [activityText.challenge, challengeHash],
    [activityText.credId, credId],
    [activityText.payload, payloadHash],
  ] as const;
  return all.flatMap(([label, value]) => (value ? [[label, <code>{value}</code>] as const] : []));
}

/** Saves the whole log as a file. */
async function exportLog(): Promise<void> {
  download(await send("activity.export", {}));
}
