import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { text } from "../text.ts";
import { Icon } from "./Icon.tsx";

export interface SecretFieldProps {
  readonly label: string;
  /** The element keeps what is typed; it never becomes state of ours. */
  readonly input: { current: HTMLInputElement | null };
  readonly error?: string | null;
  readonly helper?: string;
  /** Checked and right. */
  readonly right?: boolean;
  readonly eye?: boolean;
  readonly takesFocus?: boolean;
  readonly onBlur?: () => void;
  readonly onInput?: () => void;
  readonly onEnter?: () => void;
}

/** A password or recovery word: never shown in the field itself, never kept by the browser. */
export function SecretField(props: SecretFieldProps) {
  const { label, input, error, right = false, eye = true } = props;
  const id = useId();
  const [shown, setShown] = useState<string | null>(null);
  const [caps, setCaps] = useState(false);
  useEffect(() => {
    if (props.takesFocus) input.current?.focus();
    const form = input.current?.form;
    const hide = () => setShown(null);
    form?.addEventListener("submit", hide);
    return () => form?.removeEventListener("submit", hide);
  }, []);
  const onKey = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    setCaps(event.getModifierState?.("CapsLock") ?? false);
    if (event.type !== "keydown" || event.key !== "Enter" || !props.onEnter) return;
    event.preventDefault();
    if (!event.repeat) props.onEnter();
  };
  const leave = (event: FocusEvent & { currentTarget: HTMLElement }) => {
    if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
    setShown(null);
    setCaps(false);
    props.onBlur?.();
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class={`well ${error ? "bad" : right ? "good" : ""}`} onFocusOut={leave}>
        <input
          id={id}
          ref={input}
          type="password"
          autocomplete="off"
          spellcheck={false}
          aria-invalid={Boolean(error)}
          aria-describedby={`${id}-help`}
          onKeyDown={onKey}
          onKeyUp={onKey}
          onInput={(event) => {
            if (shown !== null) setShown(event.currentTarget.value);
            props.onInput?.();
          }}
        />
        {right && <Icon name="check" />}
        {eye && (
          <Eye
            pressed={shown !== null}
            onPress={(on) => setShown(on ? (input.current?.value ?? "") : null)}
          />
        )}
      </div>
      {shown && <p class="typed">{shown}</p>}
      <Help id={`${id}-help`} error={error ?? null} hint={caps ? text.capsLock : (props.helper ?? "")} />
    </div>
  );
}

const Eye = ({ pressed, onPress }: { pressed: boolean; onPress: (on: boolean) => void }) => (
  <button
    type="button"
    class="icon-button"
    aria-label={text.showTyped}
    aria-pressed={pressed}
    title={text.showTyped}
    onMouseDown={(event) => event.preventDefault()}
    onClick={() => onPress(!pressed)}
  >
    <Icon name="eye" />
  </button>
);

const Help = ({ id, error, hint }: { id: string; error: string | null; hint: string }) => (
  <div id={id} class="help">
    {error ? (
      <p class="error" role="alert">
        <Icon name="warning" />
        <span>{error}</span>
      </p>
    ) : (
      hint && <p>{hint}</p>
    )}
  </div>
);
