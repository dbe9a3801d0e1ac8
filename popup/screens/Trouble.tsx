import type { VaultState } from "../../src/protocol/views.ts";
import { restart } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Frame } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Sign } from "../components/Note.tsx";
import { useLater } from "../components/useLater.ts";
import type { Asked } from "../pauses.ts";
import { saveReport } from "../report.ts";
import { text } from "../text.ts";

const SAYS_SO_AFTER_MS = 500;

type Unanswered = Exclude<Asked<unknown>, { state: "answered" }>;

/** A whole page without its view: nothing for a moment, then why. It goes on by itself as soon as an answer comes. */
export const NoPage = ({ asked }: { asked: Unanswered }) =>
  asked.state === "asking" ? null : (
    <Frame>
      <NoView asked={asked} />
    </Frame>
  );

/** The same for a part of a page. */
export function NoView({ asked: { state } }: { asked: Unanswered }) {
  const long = useLater(SAYS_SO_AFTER_MS);
  if (state === "asking") {
    return (
      <p class="lead" role="status">
        {long && (
          <>
            <span class="spinner inline" aria-hidden="true" /> {text.loading}
          </>
        )}
      </p>
    );
  }
  return (
    <>
      <Sign icon="stop" look="plain" />
      <Heading>{text[state].title}</Heading>
      <p class="lead">{text[state].lead}</p>
      <Button look="primary" onClick={restart}>
        {text.silent.restart}
      </Button>
      <Button look="text" onClick={() => saveReport("no answer")}>
        {text.silent.report}
      </Button>
    </>
  );
}

type BrokenState = Extract<VaultState, "damaged" | "newer">;

export const isBroken = (state: VaultState): state is BrokenState => state === "damaged" || state === "newer";

/** A vault that this build must not touch. */
export const Broken = ({ state }: { state: BrokenState }) => (
  <Frame>
    <Sign icon="stop" look={state === "damaged" ? "danger" : "plain"} />
    <Heading>{text[state].title}</Heading>
    <p class="lead">{text[state].lead}</p>
    <Button look="text" onClick={() => saveReport(state)}>
      {text.silent.report}
    </Button>
  </Frame>
);
