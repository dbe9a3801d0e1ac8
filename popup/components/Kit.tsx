import type { KitView } from "../../src/protocol/views.ts";
import { qrTextOf } from "../qrText.ts";
import { kitText } from "../textKit.ts";
import { day } from "../time.ts";
import { Mark } from "./Icon.tsx";
import { name, outside } from "./outside.ts";
import { QrCode } from "./QrCode.tsx";

const WORDS = 12;

export interface KitProps {
  readonly kit: KitView;
  /** The words to print; without them the sheet has numbered blanks. */
  readonly words: readonly string[];
  readonly wordsInCode: "yes" | "no";
  /** `paper`: printed only; `preview`: shown on the screen as well. */
  readonly look: "paper" | "preview";
}

/** The sheet: black on white, one page. Its words are text, gone with the screen that shows it. */
export function Kit({ kit, words, wordsInCode, look }: KitProps) {
  const user = name(kit.username);
  return (
    <section class={`kit ${look}`} aria-hidden={look === "paper"}>
      <header>
        <b>
          <Mark /> {kitText.name}
        </b>
        <span>{day(Date.now())}</span>
      </header>
      <h2>{kitText.title(user)}</h2>
      <p class="kit-lead">{words.length > 0 ? kitText.lead : kitText.leadBlank}</p>
      <h3>{kitText.phrase}</h3>
      <Words words={words} />
      <div class="kit-body">
        <Lines kit={kit} />
        <Code kit={kit} words={wordsInCode === "yes" ? words : []} />
      </div>
      <h3>{kitText.how}</h3>
      <ol class="kit-steps">
        {kitText.steps(user).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <footer>
        {kitText.warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
      </footer>
    </section>
  );
}

const Words = ({ words }: { words: readonly string[] }) => (
  <ol class="kit-words">
    {words.length > 0
      ? words.map((word, i) => <li key={i}>{word}</li>)
      : Array.from({ length: WORDS }, (_, i) => <li key={i} class="blank" />)}
  </ol>
);

function Lines({ kit }: { kit: KitView }) {
  const lines = [
    [kitText.username, kit.username],
    [kitText.userId, kit.userId],
    [kitText.orgId, kit.orgId],
    [kitText.url, kit.url],
    [kitText.credId, kit.credId],
  ] as const;
  return (
    <dl>
      {lines.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{outside(value, 512)}</dd>
        </div>
      ))}
    </dl>
  );
}

const Code = ({ kit, words }: { kit: KitView; words: readonly string[] }) => (
  <figure>
    <QrCode text={qrTextOf(kit, words)} label={kitText.code} />
    <figcaption>{words.length > 0 ? kitText.codeWith : kitText.codeWithout}</figcaption>
  </figure>
);
