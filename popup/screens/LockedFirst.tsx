import { openTab, send } from "../client.ts";
import { Blocking } from "../components/Blocking.tsx";
import { Button } from "../components/Button.tsx";
import { RejectButton } from "../components/Decision.tsx";
import { Frame } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { hostOf } from "../components/outside.ts";
import { TimeTop } from "../components/TimeTop.tsx";
import { UnlockForm } from "../components/UnlockForm.tsx";
import { text } from "../text.ts";
import type { ApprovalProps } from "./ApprovalScreen.tsx";

const rejectThenLeave = async ({ view, leave }: ApprovalProps): Promise<void> => {
  await send("approval.reject", { id: view.id }).catch(() => undefined);
  leave();
};

export const LockedFirst = (props: ApprovalProps) => (
  <Frame
    top={<TimeTop {...props} />}
    asker={props.view}
    footer={<RejectButton look="quiet" onReject={() => void rejectThenLeave(props)} />}
  >
    <Heading asker={hostOf(props.view.origin)} takesFocus={false}>
      {text.approval.lockedTitle}
    </Heading>
    <p class="lead">{text.approval.lockedLead}</p>
    <UnlockForm onUnlocked={() => void props.refresh()} />
    <Blocking {...props} />
  </Frame>
);

export const NoVaultYet = (props: ApprovalProps) => (
  <Frame
    top={<TimeTop {...props} />}
    asker={props.view}
    footer={
      <div class="pair">
        <RejectButton onReject={() => void rejectThenLeave(props)} />
        <Button look="primary" onClick={() => void openTab("vault.html#/onboarding")}>
          {text.createVault}
        </Button>
      </div>
    }
  >
    <Heading asker={hostOf(props.view.origin)}>{text.approval.noVaultTitle}</Heading>
    <p class="lead">{text.approval.noVaultLead}</p>
    <Blocking {...props} />
  </Frame>
);
