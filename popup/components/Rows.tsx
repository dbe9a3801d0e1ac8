import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

interface RowsProps {
  readonly rows: readonly (readonly [label: string, value: ComponentChildren])[];
}

/** Labelled values, the labels in one column. */
export const Rows = ({ rows }: RowsProps) => (
  <dl class="details">
    {rows.map(([label, value], i) => (
      <div key={`${i} ${label}`} class="detail">
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

export const Details = ({ rows }: RowsProps) => (
  <div class="card">
    <Rows rows={rows} />
  </div>
);

interface ThingProps {
  readonly icon: IconName;
  readonly title: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** What stands in a row about a credential or a wallet. */
export const Thing = ({ icon, title, children }: ThingProps) => (
  <>
    <Icon name={icon} size={18} />
    <div class="thing">
      <div class="thing-title">{title}</div>
      {children && <div class="thing-text">{children}</div>}
    </div>
  </>
);

export const ThingRow = (props: ThingProps) => (
  <li class="row">
    <Thing {...props} />
  </li>
);
