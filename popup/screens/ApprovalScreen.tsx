import type { ComponentType } from "preact";
import type { Step } from "../../src/protocol/step.ts";
import type { ApprovalView } from "../../src/protocol/views.ts";
import { Decide } from "./Decide.tsx";
import { Done } from "./Done.tsx";
import { Elsewhere } from "./Elsewhere.tsx";
import { Expired, Forbidden, Gone } from "./Ended.tsx";
import { LockedFirst, NoVaultYet } from "./LockedFirst.tsx";
import { Passkey } from "./Passkey.tsx";
import { Phrase } from "./Phrase.tsx";
import { Refused } from "./Refused.tsx";
import { Opening, Sending } from "./Sending.tsx";
import { Words } from "./Words.tsx";

export interface ApprovalProps {
  readonly view: ApprovalView;
  /** Asks the background where the approval stands. */
  readonly refresh: () => Promise<void>;
  /** To the list of everything that waits. */
  readonly list: () => void;
  /** On to the next request, or away. */
  readonly leave: () => void;
}

const SCREENS: Readonly<Record<Step, ComponentType<ApprovalProps>>> = {
  noVault: NoVaultYet,
  locked: LockedFirst,
  opening: Opening,
  decide: Decide,
  phrase: Phrase,
  words: Words,
  passkey: Passkey,
  elsewhere: Elsewhere,
  sending: Sending,
  done: Done,
  refused: Refused,
  forbidden: Forbidden,
  expired: Expired,
  gone: ({ view, leave }) => <Gone view={view} onClose={leave} />,
};

export function ApprovalScreen(props: ApprovalProps) {
  const Screen = SCREENS[props.view.step];
  return <Screen {...props} />;
}
