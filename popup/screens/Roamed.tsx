import { useRef } from "preact/hooks";
import { send } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Frame } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Note, Sign } from "../components/Note.tsx";
import { hostOf } from "../components/outside.ts";
import { failureText, useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import { signText } from "../textSign.ts";
import type { ApprovalProps } from "./ApprovalScreen.tsx";

/** Signed with a key that came along with the request: it may stay. */
export function Roamed({ view, leave }: ApprovalProps) {
  const keep = useRef<HTMLInputElement>(null);
  const { busy, failure, run } = useAction();
  const done = () =>
    run(async () => {
      if (keep.current?.checked) await send("approval.keep", { id: view.id });
      leave();
    });
  const host = hostOf(view.origin);
  return (
    <Frame
      footer={
        <Button look="primary" busy={busy} onClick={() => void done()}>
          {text.done}
        </Button>
      }
    >
      <Sign icon="check" look="ok" />
      <Heading asker={host}>{signText.roamedTitle}</Heading>
      <p class="lead">{signText.roamedLead(host)}</p>
      {failure && <Note look="danger">{failureText(failure)}</Note>}
      <div class="card">
        <label class="row choice">
          <input
            type="checkbox"
            defaultChecked
            ref={keep}
            aria-labelledby="keep"
            aria-describedby="keep-hint"
          />
          <span class="thing">
            <span class="choice-name" id="keep">
              {signText.keepHere}
            </span>
            <span class="thing-text" id="keep-hint">
              {signText.keepHint}
            </span>
          </span>
        </label>
      </div>
    </Frame>
  );
}
