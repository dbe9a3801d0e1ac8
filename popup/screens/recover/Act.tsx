import { useState } from "preact/hooks";
import type { ParamsInput } from "../../../src/protocol/requests.ts";
import { send } from "../../client.ts";
import { Button } from "../../components/Button.tsx";
import { useAction } from "../../components/useAction.ts";
import { ApiTrouble, type Trouble, troubleOf } from "./ApiTrouble.tsx";
import type { RecoverProps } from "./RecoverPage.tsx";

type Acts = "recover.leave" | "recover.retry" | "recover.lines";

interface ActProps<R extends Acts> extends Pick<RecoverProps, "view" | "refresh"> {
  readonly request: R;
  readonly params: ParamsInput<R>;
  readonly label: string;
  readonly look?: "primary" | "secondary";
}

/** One thing to do at an end of a recovery, and what Dfns says when it fails. */
export function Act<R extends Acts>({
  view,
  refresh,
  request,
  params,
  label,
  look = "primary",
}: ActProps<R>) {
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const { busy, run } = useAction();
  const act = async () => {
    setTrouble(null);
    await send(request, params).then(refresh, (error) => setTrouble(troubleOf(error)));
  };
  return (
    <>
      <Button look={look} busy={busy} onClick={() => void run(act)}>
        {label}
      </Button>
      {trouble && <ApiTrouble trouble={trouble} api={view.account?.url ?? ""} />}
    </>
  );
}
