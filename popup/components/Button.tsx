import type { ComponentChildren, Ref } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly look?: "primary" | "secondary" | "danger" | "text" | "danger-text" | "quiet";
  readonly size?: "normal" | "small";
  readonly type?: "button" | "submit";
  readonly icon?: IconName;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onClick?: () => void;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** While busy it keeps its width, its label and the focus, and ignores presses. */
export function Button(props: ButtonProps) {
  const { children, look = "secondary", size = "normal", type = "button", icon, busy = false } = props;
  return (
    <button
      ref={props.buttonRef ?? null}
      type={type}
      class={`button ${look} ${size}`}
      aria-busy={busy}
      disabled={props.disabled ?? false}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else props.onClick?.();
      }}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
}

export const IconButton = ({ icon, label, onClick }: IconButtonProps) => (
  <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
    <Icon name={icon} />
  </button>
);
