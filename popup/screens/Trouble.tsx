import type { VaultState } from "../../src/protocol/views.ts";
import { restart } from "../client.ts";
import { Button } from "../components/Button.tsx";
import { Frame } from "../components/Frame.tsx";
import { Heading } from "../components/Heading.tsx";
import { Sign } from "../components/Note.tsx";
import { saveReport } from "../report.ts";
import { text } from "../text.ts";

/** No answer from the background; the page goes on by itself as soon as one comes. */
export const Silent = () => (
  <Frame>
    <Sign icon="stop" look="plain" />
    <Heading>{text.silent.title}</Heading>
    <p class="lead">{text.silent.lead}</p>
    <Button look="primary" onClick={restart}>
      {text.silent.restart}
    </Button>
    <Button look="text" onClick={() => saveReport("no answer")}>
      {text.silent.report}
    </Button>
  </Frame>
);

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
