import { useId } from "preact/hooks";

interface CheckProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

/** A check box whose hint describes it, so that its name is the label alone. */
export function Check({ label, hint, checked, disabled = false, onChange }: CheckProps) {
  const id = useId();
  return (
    <label class="row choice">
      <input
        type="checkbox"
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="thing">
        <span id={`${id}-label`} class="block choice-name">
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} class="block thing-text">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
