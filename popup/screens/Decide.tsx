import { useState } from "preact/hooks";
import { digestOf, type RequestView, type SignOptionView } from "../../src/protocol/views.ts";
import { reasonOf, unlessGone } from "../ask.ts";
import { send } from "../client.ts";
import { Blocking } from "../components/Blocking.tsx";
import { Decision } from "../components/Decision.tsx";
import { Frame } from "../components/Frame.tsx";
import { Note } from "../components/Note.tsx";
import { TimeTop } from "../components/TimeTop.tsx";
import { failureText, useAction } from "../components/useAction.ts";
import { text } from "../text.ts";
import { signText } from "../textSign.ts";
import { AddCredential } from "./AddCredential.tsx";
import type { ApprovalProps } from "./ApprovalScreen.tsx";
import { ConnectRequest } from "./ConnectRequest.tsx";
import { PasswordFields } from "./PasswordFields.tsx";
import { PinRequest } from "./PinRequest.tsx";
import { RecoverRequest } from "./RecoverRequest.tsx";
import { RegisterRequest } from "./RegisterRequest.tsx";
import { SignRequest } from "./SignRequest.tsx";
import { type CredentialPassword, useCredentialPassword } from "./useCredentialPassword.ts";

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
  const { view, request, stale, leave } = props;
  const [chosen, setChosen] = useState(() => chosenAtFirst(request));
  const [option, setOption] = useState(() => optionsOf(request)[0] ?? null);
  const password = useCredentialPassword(request, option);
  const { busy, failure, approve, reject } = useDecision(props, { accounts: chosen, option, password });
  const choose = (id: string) => setOption(optionsOf(request).find((one) => one.id === id) ?? null);
  return (
    <Frame
      top={<TimeTop {...props} />}
      asker={view}
      footer={
        <>
          <FootLine request={request} />
          <Decision
            look={isDangerous(request) ? "danger" : "primary"}
            content={JSON.stringify([chosen, option?.id, stale, failure])}
            busy={busy}
            onReject={() => void reject()}
            onApprove={() => void approve()}
          />
        </>
      }
    >
      {stale > 0 && (
        <Note look="warn" isNews>
          {text.approval.stale}
        </Note>
      )}
      {failure && <Note look="danger">{failureText(failure)}</Note>}
      {request.method === "dfns_connect" && (
        <ConnectRequest request={request} chosen={chosen} onChoose={setChosen} />
      )}
      {request.method === "pin" && <PinRequest request={request} />}
      {request.method === "dfns_register" && <RegisterRequest request={request} />}
      {request.method === "dfns_createCredential" && <AddCredential request={request} />}
      {request.method === "dfns_recover" && <RecoverRequest request={request} />}
      {"label" in request && option && <SignRequest request={request} option={option} onChoose={choose} />}
      <PasswordFields of={password} />
      <Blocking view={view} leave={leave} />
    </Frame>
  );
}

function FootLine({ request }: { request: RequestView }) {
  if (isDangerous(request)) return <p class="foot-line">{signText.careful}</p>;
  const brings = request.method === "dfns_createCredential" && request.kind === "RecoveryKey";
  if (request.method !== "dfns_register" && !brings) return null;
  return <p class="foot-line">{request.sameWords ? text.register.nextSame : text.register.next}</p>;
}

const isDangerous = (request: RequestView): boolean => "risk" in request && request.risk === "dangerous";

const optionsOf = (request: RequestView): readonly SignOptionView[] =>
  "label" in request ? request.options : [];

interface Choices {
  readonly accounts: readonly string[];
  readonly option: SignOptionView | null;
  readonly password: CredentialPassword;
}

/** The answer carries the digest of the very object that was rendered. */
function useDecision({ view, refresh, leave, request, onStale }: ShownProps, choices: Choices) {
  const { busy, failure, run } = useAction();
  const { accounts, option, password } = choices;
  const approve = () =>
    run(async () => {
      const typed = await password.read();
      if (!typed) return;
      const shown = await digestOf(request);
      const way = option ? { option: option.id } : {};
      try {
        await send("approval.approve", {
          id: view.id,
          shown,
          accounts: [...accounts],
          ...way,
          ...typed,
        });
      } catch (error) {
        if (password.takes(error)) return;
        if (reasonOf(error) !== "stale") throw error;
        onStale();
      } finally {
        await refresh();
      }
    });
  const reject = () =>
    run(async () => {
      await send("approval.reject", { id: view.id }).catch(unlessGone);
      leave();
    });
  return { busy, failure, approve, reject };
}

const chosenAtFirst = (request: RequestView): readonly string[] =>
  request.method === "dfns_connect"
    ? request.accounts.filter(({ chosen }) => chosen).map(({ id }) => id)
    : [];
