import type { ButtonProps } from "./Button.tsx";
import { Button } from "./Button.tsx";

interface LinkButtonProps extends Pick<ButtonProps, "children" | "look" | "icon"> {
  /** A route of this page, `#/…`. */
  readonly href: string;
}

/** A button that goes to another page of the tab. */
export const LinkButton = ({ href, ...button }: LinkButtonProps) => (
  <Button {...button} size="small" onClick={() => location.assign(href)} />
);
