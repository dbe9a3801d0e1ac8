import { unlessGone } from "../ask.ts";
import { openTab, send } from "../client.ts";
import { Blocking } from "../components/Blocking.tsx";
import { Button } from "../components/Button.tsx";
import { RejectButton } from "../components/Decision.tsx";
import { Failure } from "../components/Failure.tsx";
import { Frame } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { hostOf } from "../components/outside.ts";
import { TimeTop } from "../components/TimeTop.tsx";
import { UnlockForm } from "../components/UnlockForm.tsx";
import { useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import type { ApprovalProps } from "./ApprovalScreen.tsx";

/** A no that may come after the request's end. */
function useRejection({ view, leave }: ApprovalProps) {
  const { failure, run } = useAction();
  const reject = () =>
    run(async () => {
      await send("approval.reject", { id: view.id }).catch(unlessGone);
      leave();
    });
  return { failure, reject };
}

export function LockedFirst(props: ApprovalProps) {
  const { failure, reject } = useRejection(props);
  return (
    <Frame
      top={<TimeTop {...props} />}
      asker={props.view}
      footer={<RejectButton look="quiet" onReject={() => void reject()} />}
    >
      <Heading asker={hostOf(props.view.origin)} takesFocus={false}>
        {text.approval.lockedTitle}
      </Heading>
      <p class="lead">{text.approval.lockedLead}</p>
      <Failure of={failure} />
      <UnlockForm onUnlocked={() => void props.refresh()} />
      <Blocking {...props} />
    </Frame>
  );
}

export function NoVaultYet(props: ApprovalProps) {
  const { failure, reject } = useRejection(props);
  return (
    <Frame
      top={<TimeTop {...props} />}
      asker={props.view}
      footer={
        <div class="pair">
          <RejectButton onReject={() => void reject()} />
          <Button look="primary" onClick={() => void openTab("vault.html#/onboarding")}>
            {text.createVault}
          </Button>
        </div>
      }
    >
      <Heading asker={hostOf(props.view.origin)}>{text.approval.noVaultTitle}</Heading>
      <p class="lead">{text.approval.noVaultLead}</p>
      <Failure of={failure} />
      <Blocking {...props} />
    </Frame>
  );
}
