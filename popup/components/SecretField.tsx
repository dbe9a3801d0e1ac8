import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { text } from "../text.ts";
import { Icon } from "./Icon.tsx";
import { useFirstFocus } from "./useFirstFocus.ts";

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

const SECRET = { type: "password", autocomplete: "off", spellcheck: false } as const;

/** A password or recovery word: never shown in the field itself, never kept by the browser. */
export function SecretField(props: SecretFieldProps) {
  const { label, input, error, right = false, eye = true } = props;
  const id = useId();
  const { shown, show } = useShown(input);
  const { caps, onKey, clear } = useKeys(props.onEnter);
  useFirstFocus(props.takesFocus ? () => input.current?.focus() : null);
  const leave = (event: FocusEvent & { currentTarget: HTMLElement }) => {
    if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
    show("nothing");
    clear();
    props.onBlur?.();
  };
  const onInput = () => {
    if (shown !== null) show("typed");
    props.onInput?.();
  };
  const aria = { "aria-invalid": Boolean(error), "aria-describedby": `${id}-help` };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class={`well ${error ? "bad" : right ? "good" : ""}`} onFocusOut={leave}>
        <input
          id={id}
          ref={input}
          {...SECRET}
          {...aria}
          onKeyDown={onKey}
          onKeyUp={onKey}
          onInput={onInput}
        />
        {right && <Icon name="check" />}
        {eye && <Eye pressed={shown !== null} onPress={(on) => show(on ? "typed" : "nothing")} />}
      </div>
      {shown && <p class="typed">{shown}</p>}
      <Help id={`${id}-help`} error={error ?? null} hint={caps ? text.capsLock : (props.helper ?? "")} />
    </div>
  );
}

/** What the eye prints; hidden again when the form is sent. */
function useShown(input: SecretFieldProps["input"]) {
  const [shown, setShown] = useState<string | null>(null);
  const show = (what: "typed" | "nothing") =>
    setShown(what === "typed" ? (input.current?.value ?? "") : null);
  useEffect(() => {
    const form = input.current?.form;
    const hide = () => setShown(null);
    form?.addEventListener("submit", hide);
    return () => form?.removeEventListener("submit", hide);
  }, [input]);
  return { shown, show };
}

function useKeys(onEnter: (() => void) | undefined) {
  const [caps, setCaps] = useState(false);
  const onKey = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    setCaps(event.getModifierState?.("CapsLock") ?? false);
    if (event.type !== "keydown" || event.key !== "Enter" || !onEnter) return;
    event.preventDefault();
    if (!event.repeat) onEnter();
  };
  return { caps, onKey, clear: () => setCaps(false) };
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
