import { useId } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import { useFirstFocus } from "./useFirstFocus.ts";

interface TextFieldProps {
  readonly label: string;
  readonly input: { current: HTMLInputElement | null };
  readonly value?: string;
  readonly error?: string | null;
  readonly helper?: string;
  readonly takesFocus?: boolean;
  readonly onInput?: () => void;
  readonly onBlur?: () => void;
}

/** A field for text that is no secret; the element keeps what is typed. */
export function TextField(props: TextFieldProps) {
  const { label, input, value = "", error = null, helper = "" } = props;
  const id = useId();
  useFirstFocus(props.takesFocus ? () => input.current?.focus() : null);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class={error ? "well bad" : "well"}>
        <input
          id={id}
          ref={input}
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          defaultValue={value}
          aria-invalid={error !== null}
          aria-describedby={`${id}-help`}
          onInput={props.onInput}
          onBlur={props.onBlur}
        />
      </div>
      <div id={`${id}-help`} class="help">
        {error ? (
          <p class="error" role="alert">
            <Icon name="warning" />
            <span>{error}</span>
          </p>
        ) : (
          helper && <p>{helper}</p>
        )}
      </div>
    </div>
  );
}
