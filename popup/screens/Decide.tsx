import { useState } from "preact/hooks";
import { digestOf, type RequestView } from "../../src/protocol/views.ts";
import { reasonOf } from "../ask.ts";
import { send } from "../client.ts";
import { Decision } from "../components/Decision.tsx";
import { Frame } from "../components/Frame.tsx";
import { Note } from "../components/Note.tsx";
import { TimeTop } from "../components/TimeTop.tsx";
import { failureText, useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import type { ApprovalProps } from "./ApprovalScreen.tsx";
import { ConnectRequest } from "./ConnectRequest.tsx";
import { RegisterRequest } from "./RegisterRequest.tsx";

/** The request. Another one in its place is another screen, which arms anew and says so. */
export function Decide(props: ApprovalProps) {
  const [stale, setStale] = useState(0);
  const { request } = props.view;
  if (!request) return null;
  return (
    <Shown
      key={JSON.stringify(request)}
      {...props}
      request={request}
      stale={stale}
      onStale={() => setStale((times) => times + 1)}
    />
  );
}

interface ShownProps extends ApprovalProps {
  readonly request: RequestView;
  /** How often the background found the request changed. */
  readonly stale: number;
  readonly onStale: () => void;
}

function Shown(props: ShownProps) {
  const { view, refresh, request, stale } = props;
  const [chosen, setChosen] = useState(() => chosenAtFirst(request));
  const { busy, failure, approve, reject } = useDecision(props, chosen);
  return (
    <Frame
      top={<TimeTop view={view} refresh={refresh} />}
      asker={view}
      footer={
        <>
          {request.method === "dfns_register" && (
            <p class="foot-line">{request.sameWords ? text.register.nextSame : text.register.next}</p>
          )}
          <Decision
            content={JSON.stringify([chosen, stale, failure])}
            busy={busy}
            onReject={() => void reject()}
            onApprove={() => void approve()}
          />
        </>
      }
    >
      {stale > 0 && <Note look="warn">{text.approval.stale}</Note>}
      {failure && <Note look="danger">{failureText(failure)}</Note>}
      {request.method === "dfns_connect" ? (
        <ConnectRequest request={request} chosen={chosen} onChoose={setChosen} />
      ) : (
        <RegisterRequest request={request} />
      )}
    </Frame>
  );
}

/** The answer carries the digest of the very object that was rendered. */
function useDecision({ view, refresh, leave, request, onStale }: ShownProps, chosen: readonly string[]) {
  const { busy, failure, run } = useAction();
  const approve = () =>
    run(async () => {
      const shown = await digestOf(request);
      try {
        await send("approval.approve", { id: view.id, shown, accounts: [...chosen] });
      } catch (error) {
        if (reasonOf(error) !== "stale") throw error;
        onStale();
      } finally {
        await refresh();
      }
    });
  const reject = () =>
    run(async () => {
      await send("approval.reject", { id: view.id });
      leave();
    });
  return { busy, failure, approve, reject };
}

const chosenAtFirst = (request: RequestView): readonly string[] =>
  request.method === "dfns_connect"
    ? request.accounts.filter(({ chosen }) => chosen).map(({ id }) => id)
    : [];
