import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

/** A card of labelled values, the labels in one column. */
export const Details = ({
  rows,
}: {
  rows: readonly (readonly [label: string, value: ComponentChildren])[];
}) => (
  <dl class="card details">
    {rows.map(([label, value]) => (
      <div key={label} class="detail">
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
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
