import type { WaitingView } from "../../src/protocol/views.ts";
import { text } from "../text.ts";
import { clock } from "../time.ts";
import { Button } from "./Button.tsx";
import { useTimeLeft } from "./Clock.tsx";
import { Origin } from "./Origin.tsx";
import { outside } from "./outside.ts";

interface RequestCardProps {
  readonly request: WaitingView;
  readonly onReview: () => void;
}

export function RequestCard({ request, onReview }: RequestCardProps) {
  const left = useTimeLeft(request.expiresAt, () => undefined);
  return (
    <div class="request">
      <div class="thing">
        <Origin origin={request.origin} />
        <p class="small">
          {request.summary === null ? text.popup.fallback : outside(request.summary, 200)} ·{" "}
          {text.time.left(clock(left))}
        </p>
      </div>
      <Button look="primary" size="small" onClick={onReview}>
        {text.review}
      </Button>
    </div>
  );
}
