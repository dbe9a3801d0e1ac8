import type { SignRequestView } from "../../src/protocol/views.ts";
import { Frame, Steps } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Icon } from "../components/Icon.tsx";
import { hostOf } from "../components/outside.ts";
import { useLater } from "../components/useLater.ts";
import { text } from "../text.ts";
import { addText } from "../textAdd.ts";
import { signText } from "../textSign.ts";
import type { ApprovalProps } from "./ApprovalScreen.tsx";

const SAYS_SO_AFTER_MS = 4_000;

export function Sending(props: ApprovalProps) {
  const { request } = props.view;
  if (request?.method === "dfns_createCredential")
    return <Asking asker={request.origin} api={hostOf(request.origin)} title={addText.sending} />;
  return request && "label" in request ? <Signing request={request} /> : <Registering {...props} />;
}

/** The vault asks Dfns what is to be signed. */
export const Opening = ({ view }: ApprovalProps) => (
  <Asking asker={view.origin} api="Dfns" title={signText.opening} />
);

const Signing = ({ request }: { request: SignRequestView }) => (
  <Asking
    asker={request.origin}
    api={hostOf(request.options[0]?.first.url || "Dfns")}
    title={signText.signing}
  />
);

interface AskingProps {
  readonly asker: string;
  readonly api: string;
  readonly title: string;
}

function Asking({ asker, api, title }: AskingProps) {
  const long = useLater(SAYS_SO_AFTER_MS);
  return (
    <Frame>
      <Heading asker={hostOf(asker)}>{title}</Heading>
      <ol class="progress">
        <li class="now" aria-current="step">
          <span class="spinner" aria-hidden="true" />
          {signText.working(api)}
        </li>
      </ol>
      <p class="small" role="status">
        {long && text.sending.waiting(api)}
      </p>
    </Frame>
  );
}

function Registering({ view }: ApprovalProps) {
  const long = useLater(SAYS_SO_AFTER_MS);
  const { request } = view;
  const register = request?.method === "dfns_register" ? request : null;
  const api = register ? hostOf(register.url) : "Dfns";
  return (
    <Frame top={<Steps now={3} of={3} />}>
      <Heading asker={hostOf(view.origin)}>{text.sending.title}</Heading>
      <ol class="progress">
        <li class="past">
          <Icon name="check" />
          {text.sending.stored}
        </li>
        <li class="now" aria-current="step">
          <span class="spinner" aria-hidden="true" />
          {text.sending.sending(api)}
        </li>
        {register && register.wallets.length > 0 && (
          <li>
            <Icon name="arrow" />
            {text.sending.wallets}
          </li>
        )}
      </ol>
      <p class="small" role="status">
        {long && text.sending.waiting(api)}
      </p>
      <p class="small">{text.sending.closing}</p>
    </Frame>
  );
}
