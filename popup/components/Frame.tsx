import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ApprovalView } from "../../src/protocol/views.ts";
import { text } from "../text.ts";
import { askerText } from "../textAsker.ts";
import { Mark } from "./Icon.tsx";
import { Origin } from "./Origin.tsx";
import { Tag } from "./Tag.tsx";
import { Warnings } from "./Warnings.tsx";

export const Brand = () => (
  <span class="brand">
    <Mark />
    {text.name}
  </span>
);

/** Who asks, as far as the letterhead tells. */
type Asker = Pick<ApprovalView, "origin" | "firstRequest" | "firstSignature" | "warnings">;

interface FrameProps {
  /** Right end of the top line. */
  readonly top?: ComponentChildren;
  /** The asker, for states with a letterhead. */
  readonly asker?: Asker | undefined;
  readonly footer?: ComponentChildren;
  readonly children: ComponentChildren;
}

let frames = 0;

/**
 * A window: top line and letterhead above, decisions below, both always in sight; the middle scrolls. What a page opens
 * with is there at once; the steps after it come in.
 */
export function Frame({ top, asker, footer, children }: FrameProps) {
  const [isFirst] = useState(() => frames++ === 0);
  return (
    <div class={isFirst ? "frame" : "frame next"}>
      <header class={asker ? "head lettered" : "head"}>
        <div class="top">
          <Brand />
          {top}
        </div>
        {asker && <Letterhead {...asker} />}
      </header>
      <main>{children}</main>
      {footer && <footer>{footer}</footer>}
    </div>
  );
}

const Letterhead = ({ origin, firstRequest, firstSignature, warnings }: Asker) => (
  <div class="letterhead">
    <div class="caption">
      {text.approval.from}
      {firstRequest && <Tag look="warn">{text.approval.first}</Tag>}
      {firstSignature && <Tag look="warn">{askerText.firstSignature}</Tag>}
    </div>
    <Origin origin={origin} />
    <Warnings warnings={warnings} />
  </div>
);

/** "Step 1 of 3" with its bars, for the top line. */
export const Steps = ({ now, of }: { now: number; of: number }) => (
  <span class="steps">
    {Array.from({ length: of }, (_, i) => (
      <i key={i} class={i + 1 < now ? "past" : i + 1 === now ? "now" : ""} />
    ))}
    {text.steps(now)}
  </span>
);
