import { useState } from "preact/hooks";
import type { ActivityView } from "../../src/protocol/activityViews.ts";
import { byDay, type Filter, rangesOf } from "../activityRows.ts";
import { useAsked } from "../ask.ts";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Failure } from "../components/Failure.tsx";
import { Heading } from "../components/Heading.tsx";
import { Note } from "../components/Note.tsx";
import { useAction } from "../components/useAction.ts";
import { download } from "../download.ts";
import { activityText } from "../textActivity.ts";
import { EntryRow } from "./EntryRow.tsx";
import { NoView } from "./Trouble.tsx";

/** Everything that happened, and whether the log is as it was written. */
export function ActivityPage() {
  const [asked] = useAsked("activity.list", {}, () => Number.POSITIVE_INFINITY);
  const exporting = useAction();
  const [filter, setFilter] = useState<Filter>("all");
  if (asked.state !== "answered") return <NoView asked={asked} />;
  const { view } = asked;
  const days = byDay(view.entries, filter);
  return (
    <>
      <div class="split">
        <Heading look="display">{activityText.title}</Heading>
        {view.total > 0 && (
          <Button size="small" busy={exporting.busy} onClick={() => void exporting.run(exportLog)}>
            {activityText.export}
          </Button>
        )}
      </div>
      <Failure of={exporting.failure} />
      <Verdict view={view} />
      {view.total > 0 && <Filters filter={filter} onChange={setFilter} />}
      {view.total > 0 && days.length === 0 && <p class="lead">{activityText.noneHere}</p>}
      {days.map(([title, rows]) => (
        <section key={title} class="stack-tight">
          <h2 class="section-title">{title}</h2>
          <ul class="card">
            {rows.map((row) => (
              <EntryRow key={row.number} row={row} />
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

/** Saves the whole log as a file. */
async function exportLog(): Promise<void> {
  download(await send("activity.export", {}));
}
