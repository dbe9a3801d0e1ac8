import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface SettingProps {
  readonly name: string;
  readonly lead: string;
  /** The lead asks for something. */
  readonly warned?: boolean;
  readonly children?: ComponentChildren;
}

/** One setting: its name, a line, and the control on the right. */
export const Setting = ({ name, lead, warned = false, children }: SettingProps) => (
  <div class="setting">
    <div class="setting-text">
      <div class="choice-name">{name}</div>
      <div class={warned ? "thing-text warned" : "thing-text"}>{lead}</div>
    </div>
    {children}
  </div>
);

interface SelectProps<T extends string | number> {
  readonly name: string;
  readonly lead: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, label: string])[];
  readonly disabled?: boolean;
  /** @returns whether it was saved: else the old value stands again */
  readonly onChange: (value: T) => Promise<boolean>;
}

/** A setting with a few values. */
export function SelectSetting<T extends string | number>(props: SelectProps<T>) {
  const { name, lead, value, options, disabled = false, onChange } = props;
  const id = useId();
  const pick = async (select: HTMLSelectElement) => {
    const option = options[select.selectedIndex];
    if (option && !(await onChange(option[0])))
      select.selectedIndex = options.findIndex(([one]) => one === value);
  };
  return (
    <div class="setting">
      <div class="setting-text">
        <label class="choice-name" for={id}>
          {name}
        </label>
        <div id={`${id}-lead`} class="thing-text">
          {lead}
        </div>
      </div>
      <select
        id={id}
        aria-describedby={`${id}-lead`}
        disabled={disabled}
        onChange={(event) => void pick(event.currentTarget)}
      >
        {options.map(([one, label]) => (
          <option key={one} selected={one === value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
