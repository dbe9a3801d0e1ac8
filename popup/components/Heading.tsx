import { useEffect, useRef } from "preact/hooks";
import { text } from "../text.ts";
import { useFirstFocus } from "./useFirstFocus.ts";

interface HeadingProps {
  readonly children: string;
  /** The host that asks, for the title of the window. */
  readonly asker?: string | undefined;
  /** False where the design puts the first focus on a field. */
  readonly takesFocus?: boolean;
  readonly look?: "title" | "display" | "section" | "hidden";
}

/** The one `h1` of a page or step; it names the document and, unless a field does, takes the focus. */
export function Heading({ children, asker, takesFocus = true, look = "title" }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = text.title(children, asker);
  }, [children, asker]);
  const giveFocus = () => {
    scrollTo(0, 0);
    heading.current?.focus();
  };
  useFirstFocus(takesFocus ? giveFocus : null);
  return (
    <h1 ref={heading} tabIndex={-1} class={look === "hidden" ? "sr-only" : look}>
      {children}
    </h1>
  );
}
