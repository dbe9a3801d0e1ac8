import type { KitView } from "../../src/protocol/views.ts";
import { text } from "../text.ts";
import { day } from "../time.ts";
import { Mark } from "./Icon.tsx";
import { name, outside } from "./outside.ts";

/** The printed sheet: on paper only, black on white, one page. */
export function Kit({ words, kit }: { words: readonly string[]; kit: KitView }) {
  const user = name(kit.username);
  const lines = [
    [text.kit.username, user],
    [text.kit.userId, kit.userId],
    [text.kit.orgId, kit.orgId],
    [text.kit.url, kit.url],
    [text.kit.credId, kit.credId],
  ] as const;
  return (
    <section class="kit" aria-hidden="true">
      <header>
        <b>
          <Mark /> {text.kit.name}
        </b>
        <span>{day(Date.now())}</span>
      </header>
      <h2>{text.kit.title(user)}</h2>
      <p>{text.kit.lead}</p>
      <h3>{text.kit.phrase}</h3>
      <ol class="kit-words">
        {words.map((word, i) => (
          <li key={i}>{word}</li>
        ))}
      </ol>
      <dl>
        {lines.map(([label, value]) => (
          <KitLine key={label} label={label} value={outside(value, 512)} />
        ))}
      </dl>
      <h3>{text.kit.how}</h3>
      <ol class="kit-steps">
        {text.kit.steps(user).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <footer>
        {text.kit.warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
      </footer>
    </section>
  );
}

const KitLine = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
);
