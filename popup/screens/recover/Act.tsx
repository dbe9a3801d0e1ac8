import type { ParamsInput } from "../../../src/protocol/requests.ts";
import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { Note } from "../../components/Note.tsx";
import { failureText, useAction } from "../../components/useAction.ts";

interface ActProps {
  readonly request: "recover.leave" | "recover.retry" | "recover.discard";
  readonly label: string;
  readonly refresh: () => Promise<void>;
}

/** The one thing to do at an end of a recovery. */
export function Act({ request, label, refresh }: ActProps) {
  const { busy, failure, run } = useAction();
  return (
    <>
      <Button
        look="primary"
        busy={busy}
        onClick={() => void run(async () => void (await send(request, NOTHING).then(refresh)))}
      >
        {label}
      </Button>
      {failure && <Note look="danger">{failureText(failure)}</Note>}
    </>
  );
}

const NOTHING: ParamsInput<ActProps["request"]> = {};
