import type { BackupView } from "../../src/protocol/vaultViews.ts";
import type { IconName } from "../components/Icon.tsx";
import { name } from "../components/outside.ts";
import { ThingRow } from "../components/Rows.tsx";
import { importText as words } from "../textSettings.ts";

type How = "merge" | "replace";

interface PreviewProps {
  readonly preview: BackupView;
  readonly how: How;
  readonly onHow: (how: How) => void;
}

export const ImportPreview = ({ preview, how, onHow }: PreviewProps) => (
  <>
    {preview.merge && (
      <fieldset class="stack-tight">
        <legend class="section-title">{words.how}</legend>
        <div class="card">
          <Choice value="merge" label={words.merge} lead={words.mergeLead} how={how} onHow={onHow} />
          <Choice value="replace" label={words.replace} lead={words.replaceLead} how={how} onHow={onHow} />
        </div>
      </fieldset>
    )}
    <section class="stack-tight">
      <h2 class="section-title">{words.what}</h2>
      <ul class="card">
        {linesOf(preview, how).map(({ icon, title, detail }) => (
          <ThingRow key={title} icon={icon} title={title}>
            {detail}
          </ThingRow>
        ))}
      </ul>
    </section>
  </>
);

interface ChoiceProps extends Omit<PreviewProps, "preview"> {
  readonly value: How;
  readonly label: string;
  readonly lead: string;
}

const Choice = ({ value, label, lead, how, onHow }: ChoiceProps) => (
  <label class="row choice">
    <input type="radio" name="how" aria-label={label} checked={how === value} onChange={() => onHow(value)} />
    <span class="thing">
      <span class="block choice-name">{label}</span>
      <span class="block thing-text">{lead}</span>
    </span>
  </label>
);

interface Line {
  readonly icon: IconName;
  readonly title: string;
  readonly detail?: string;
}

type Credentials = NonNullable<BackupView["merge"]>["added"];

const listOf = (credentials: Credentials): string =>
  credentials.map((one) => `${name(one.name)} of ${name(one.username)}`).join(", ");

function linesOf({ merge, accounts, credentials }: BackupView, how: How): readonly Line[] {
  if (!merge || how === "replace") return [{ icon: "arrow", title: words.holds(accounts, credentials) }];
  const newer = [...merge.renewed, ...merge.older];
  const added = merge.accounts.map(({ username }) => name(username)).join(", ");
  const rows: readonly (readonly [count: number, line: Line])[] = [
    [merge.accounts.length, { icon: "person", title: words.accounts(merge.accounts.length), detail: added }],
    [
      merge.added.length,
      { icon: "key", title: words.added(merge.added.length), detail: listOf(merge.added) },
    ],
    [newer.length, { icon: "refresh", title: words.newer(newer.length), detail: listOf(newer) }],
    [merge.same, { icon: "check", title: words.same(merge.same) }],
  ];
  const shown = rows.filter(([count]) => count > 0).map(([, line]) => line);
  return shown.length > 0 ? shown : [{ icon: "check", title: words.nothing }];
}
