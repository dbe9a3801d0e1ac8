import { useEffect } from "preact/hooks";
import { send } from "../client.ts";
import { Frame } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { hostOf } from "../components/outside.ts";
import { askText } from "../textRecoverAsk.ts";
import type { ApprovalProps } from "./ApprovalScreen.tsx";

/** It goes on in a tab: brings that one forward, and the window goes. */
export function Elsewhere({ view, leave }: ApprovalProps) {
  useEffect(() => {
    void send("approval.tab", { id: view.id })
      .catch(() => undefined)
      .then(leave);
  }, []);
  return (
    <Frame>
      <Heading asker={hostOf(view.origin)}>{askText.elsewhere}</Heading>
      <p class="lead">{askText.inTab}</p>
    </Frame>
  );
}
