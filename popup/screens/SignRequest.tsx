import type { SignOptionView, SignRequestView } from "../../src/protocol/views.ts";
import { Heading } from "../components/Heading.tsx";
import { Icon } from "../components/Icon.tsx";
import { Note } from "../components/Note.tsx";
import { hostOf, name, outside } from "../components/outside.ts";
import { particulars } from "../components/Particulars.tsx";
import { Rows } from "../components/Rows.tsx";
import { Tag } from "../components/Tag.tsx";
import { text } from "../text.ts";
import { signText } from "../textSign.ts";

interface SignRequestProps {
  readonly request: SignRequestView;
  readonly option: SignOptionView;
  readonly onChoose: (id: string) => void;
}

/** What is asked, the particulars under their label, and the whole request one click away. */
export const SignRequest = ({ request, option, onChoose }: SignRequestProps) => (
  <>
    <Title request={request} />
    {request.method === "dfns_login" && (
      <p class="for">
        {signText.as} <b>{name(option.first.username)}</b>
      </p>
    )}
    {request.disagrees && <Note look="danger">{signText.disagrees}</Note>}
    <div class={`card labelled ${request.label}`}>
      <LabelBand request={request} />
      <Rows rows={rowsOf(request, option)} />
    </div>
    {request.options.length > 1 && <Options {...{ request, option, onChoose }} />}
    <Roams option={option} />
    {request.full && <FullRequest full={request.full} open={request.raw} />}
  </>
);

function Title({ request }: { request: SignRequestView }) {
  const { title, amount, tag, risk, consequence } = request;
  const asker = hostOf(request.origin);
  const shown = outside(title, 400);
  if (risk === "dangerous") {
    return (
      <section class="danger-band">
        <Icon name="stop" size={20} />
        <div>
          <Heading asker={asker}>{shown}</Heading>
          {consequence && <p>{consequence}</p>}
        </div>
      </section>
    );
  }
  const caption = amount ? outside(title.replace(`${amount.value} ${amount.unit} `, ""), 400) : shown;
  return (
    <section class="titled">
      <div class="split">
        <Heading asker={asker} look={amount ? "section" : "title"}>
          {caption}
        </Heading>
        {tag && <Tag look="warn">{tag}</Tag>}
      </div>
      {amount && (
        <p class="amount">
          {amount.value} <span>{amount.unit}</span>
        </p>
      )}
    </section>
  );
}

const ICONS = { verified: "verified", stated: "speech", opaque: "unseen" } as const;

function LabelBand({ request: { label, risk, method } }: { request: SignRequestView }) {
  const [word, sentence] = signText.labels[label];
  const checked = label === "verified" && risk !== "dangerous";
  return (
    <p class={`band ${checked ? "checked" : ""}`}>
      <Icon name={ICONS[label]} />
      <span>
        <b>{word}</b> {method === "dfns_login" ? signText.verifiedLogin : sentence}
      </span>
    </p>
  );
}

function rowsOf(request: SignRequestView, option: SignOptionView) {
  const { first, second } = option;
  const organisation = [signText.organisation, <code key="org">{outside(first.orgId, 64)}</code>] as const;
  const credential = [
    second ? signText.signsWith : signText.credential,
    <Both key="with" {...option} />,
  ] as const;
  const signsAs = [signText.signsAs, name(first.username)] as const;
  if (request.method === "dfns_login") return [credential, organisation];
  const code = [signText.code, <code key="code">{outside(request.code ?? "", 4100)}</code>] as const;
  const known =
    request.code === null ? [...particulars(request.rows), signsAs] : [code, signsAs, organisation];
  return second ? [...known, credential] : known;
}

/** The names of all that signs, a line each. */
const Both = ({ first, second }: Pick<SignOptionView, "first" | "second">) => (
  <>
    {name(first.name)}
    {second && (
      <>
        <br />
        {signText.both} {name(second.name)}
      </>
    )}
  </>
);

/** A key that the site brought along is not of this vault. */
function Roams({ option: { first, second } }: { option: SignOptionView }) {
  const roams = first.roams ?? second?.roams ?? null;
  if (roams === null) return null;
  const unverified = roams === "unverified";
  return (
    <Note look={unverified ? "warn" : "plain"}>{unverified ? signText.unverified : signText.roaming}</Note>
  );
}

const Options = ({ request, option, onChoose }: SignRequestProps) => (
  <fieldset>
    <legend class="caption">{signText.signWith}</legend>
    <div class="card">
      {request.options.map(({ id, first, second }, place) => (
        <label key={id} class="row choice">
          <input
            type="radio"
            name="signer"
            checked={id === option.id}
            onChange={() => onChoose(id)}
            aria-labelledby={`option-${place}`}
            aria-describedby={`option-${place}-of`}
          />
          <span class="thing">
            <span class="choice-name" id={`option-${place}`}>
              <Both {...{ first, second }} />
            </span>
            <span class="thing-text" id={`option-${place}-of`}>
              {name(first.username)} · {text.kinds[first.kind]}
            </span>
          </span>
        </label>
      ))}
    </div>
  </fieldset>
);

/** Complete and never capped; what cannot be seen is shown by its number. */
const FullRequest = ({ full, open }: { full: NonNullable<SignRequestView["full"]>; open: boolean }) => (
  <details class="full" open={open}>
    <summary>{signText.full}</summary>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
    <section class="full-well" tabIndex={0} aria-label={signText.full}>
      <code>
        {full.method} {whole(full.path)}
      </code>
      <code>{whole(full.payload)}</code>
    </section>
  </details>
);

const whole = (written: string): string => outside(written, written.length + 1);
