import type { WaitingView } from "../../src/protocol/views.ts";
import { text } from "../text.ts";
import { clock } from "../time.ts";
import { Button } from "./Button.tsx";
import { useTimeLeft } from "./Clock.tsx";
import { Failure } from "./Failure.tsx";
import { Origin } from "./Origin.tsx";
import { outside } from "./outside.ts";
import { useAction } from "./useAction.ts";

interface RequestCardProps {
  readonly request: WaitingView;
  readonly onReview: () => Promise<void>;
}

export function RequestCard({ request, onReview }: RequestCardProps) {
  const { busy, failure, run } = useAction();
  const left = useTimeLeft(request.expiresAt, () => undefined);
  return (
    <div class="request">
      <div class="thing">
        <Origin origin={request.origin} />
        <p class="small">
          {request.summary === null ? text.popup.fallback : outside(request.summary, 200)} ·{" "}
          {left > 0 ? text.time.left(clock(left)) : text.time.over}
        </p>
        <Failure of={failure} />
      </div>
      <Button look="primary" size="small" busy={busy} onClick={() => void run(onReview)}>
        {text.review}
      </Button>
    </div>
  );
}
