import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

interface NoteProps {
  readonly children: ComponentChildren;
  readonly look?: "plain" | "warn" | "danger" | "ok";
  /** It comes while the page is open: said at once, as every danger is. */
  readonly isNews?: boolean;
}

const ICONS = { plain: "info", warn: "warning", danger: "stop", ok: "check" } as const satisfies Record<
  string,
  IconName
>;

export const Note = ({ children, look = "plain", isNews = look === "danger" }: NoteProps) => (
  <div class={`note ${look}`} role={isNews ? "alert" : undefined}>
    <Icon name={ICONS[look]} />
    <p>{children}</p>
  </div>
);

/** The round sign above the title of an outcome. */
export const Sign = ({ icon, look }: { icon: IconName; look: "plain" | "ok" | "danger" }) => (
  <div class={`sign ${look}`}>
    <Icon name={icon} size={20} />
  </div>
);
