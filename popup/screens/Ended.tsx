import type { ApprovalView } from "../../src/protocol/views.ts";
import { Button } from "../components/Button.tsx";
import { Frame } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Note, Sign } from "../components/Note.tsx";
import { hostOf } from "../components/outside.ts";
import { policyText, text } from "../text.ts";
import { hour } from "../time.ts";
import type { ApprovalProps } from "./ApprovalScreen.tsx";

const CloseFooter = ({ onClose }: { onClose: () => void }) => <Button onClick={onClose}>{text.close}</Button>;

export function Expired({ view, leave }: ApprovalProps) {
  const minutes = Math.max(1, Math.round((view.expiresAt - view.createdAt) / 60_000));
  return (
    <Frame asker={view} footer={<CloseFooter onClose={leave} />}>
      <Sign icon="clock" look="plain" />
      <Heading asker={hostOf(view.origin)}>{text.approval.expiredTitle}</Heading>
      <p class="lead" role="alert">
        {text.approval.expiredLead(hour(view.createdAt), minutes)}
      </p>
      {view.keptWords ? (
        <Note>{text.approval.expiredKept}</Note>
      ) : (
        <p class="lead">{text.approval.expiredElse}</p>
      )}
    </Frame>
  );
}

export const Forbidden = ({ view, leave }: ApprovalProps) => (
  <Frame asker={view} footer={<CloseFooter onClose={leave} />}>
    <Sign icon="stop" look="plain" />
    <Heading asker={hostOf(view.origin)}>{policyText.title}</Heading>
    <p class="lead">{policyText.noKit}</p>
  </Frame>
);

interface GoneProps {
  readonly view?: ApprovalView;
  readonly onClose: () => void;
}

export const Gone = ({ view, onClose }: GoneProps) => (
  <Frame asker={view} footer={<CloseFooter onClose={onClose} />}>
    <Sign icon="cross" look="plain" />
    <Heading asker={view && hostOf(view.origin)}>{text.approval.goneTitle}</Heading>
    <p class="lead">{text.approval.goneLead}</p>
  </Frame>
);

export const NothingWaiting = ({ onClose }: { onClose: () => void }) => (
  <Frame footer={<CloseFooter onClose={onClose} />}>
    <Sign icon="check" look="plain" />
    <Heading>{text.approval.noneTitle}</Heading>
    <p class="lead">{text.approval.noneLead}</p>
  </Frame>
);
