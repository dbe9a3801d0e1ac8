import type { ActivityRow } from "../activityRows.ts";
import { Icon, type IconName } from "../components/Icon.tsx";
import { Origin } from "../components/Origin.tsx";
import { hostOf, name } from "../components/outside.ts";
import { Rows, Thing } from "../components/Rows.tsx";
import { Tag } from "../components/Tag.tsx";
import { activityText, sentenceOf } from "../textActivity.ts";
import { hour } from "../time.ts";

const ICONS: Readonly<Record<ActivityRow["type"], IconName>> = {
  approved: "check",
  signed: "key",
  rejected: "cross",
  expired: "clock",
  failed: "warning",
  revoked: "globe",
  locked: "lock",
  unlocked: "lock",
  exported: "copy",
  changed: "gear",
};

/** One entry of the activity log; opens to what identifies it. */
export const EntryRow = ({ row }: { row: ActivityRow }) => (
  <li>
    <details class="opens">
      <summary class="row">
        <Thing
          icon={ICONS[row.type]}
          title={
            <>
              {sentenceOf(row)} {row.label && <Tag>{activityText.labels[row.label] ?? row.label}</Tag>}
            </>
          }
        >
          {lineOf(row)}
        </Thing>
        <time class="small" dateTime={row.at}>
          {hour(Date.parse(row.at))}
        </time>
        <Icon name="chevron" />
      </summary>
      <Rows rows={detailsOf(row)} />
    </details>
  </li>
);

const lineOf = ({ origin, credential, reason }: ActivityRow): string =>
  [origin && hostOf(origin), credential && name(credential), reason && activityText.failed(reason)]
    .filter(Boolean)
    .join(" · ");

function detailsOf({ number, origin, method, challengeHash, credId, payloadHash }: ActivityRow) {
  const all = [
    [activityText.entry, String(number)],
    [activityText.request, method],
    [activityText.challenge, challengeHash],
    [activityText.credId, credId],
    [activityText.payload, payloadHash],
  ] as const;
  const site = origin ? [[activityText.site, <Origin key="site" origin={origin} />] as const] : [];
  return [
    ...site,
    ...all.flatMap(([label, value]) => (value ? [[label, <code>{value}</code>] as const] : [])),
  ];
}
