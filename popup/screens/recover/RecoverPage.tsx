import type { ComponentType } from "preact";
import { useRef, useState } from "preact/hooks";
import type { RecoverStep, RecoverView } from "../../../src/protocol/recoverViews.ts";
import type { Results } from "../../../src/protocol/results.ts";
import { useAsked } from "../../ask.ts";
import { useOver } from "../../components/Clock.tsx";
import { NoView } from "../Trouble.tsx";
import { EmailCode } from "./EmailCode.tsx";
import { Expired, Finished, Refused, Sending } from "./Ends.tsx";
import { KitLines } from "./KitLines.tsx";
import { NewPhrase } from "./NewPhrase.tsx";
import { NewWords } from "./NewWords.tsx";
import { NotListed } from "./NotListed.tsx";
import { OldPhrase } from "./OldPhrase.tsx";
import { PagePasskey } from "./PagePasskey.tsx";
import { Rail } from "./Rail.tsx";
import { Review } from "./Review.tsx";
import { HandedOver, Lost } from "./Unheard.tsx";

/** The new words with their kit: kept by the page alone, so that they can be printed until it is left. */
export type Sheet = Results["recover.phrase"];

export interface RecoverProps {
  readonly view: RecoverView;
  readonly refresh: () => Promise<void>;
  readonly sheet: Sheet | null;
  readonly keepSheet: (sheet: Sheet | null) => void;
  /** The words of a pasted QR code, for the step that asks for them: kept by the page alone, and gone with it. */
  readonly pasted: { current: string };
}

const WHILE_SENDING_MS = 1_000;
const AT_REST_MS = 20_000;

/** One screen each, with its place in the rail; the ends stand alone. */
const SCREENS: Readonly<
  Record<RecoverStep, { readonly place: number | null; readonly Screen: ComponentType<RecoverProps> }>
> = {
  start: { place: 1, Screen: KitLines },
  code: { place: 2, Screen: EmailCode },
  phrase: { place: 3, Screen: OldPhrase },
  newPhrase: { place: 4, Screen: NewPhrase },
  words: { place: 4, Screen: NewWords },
  ready: { place: 5, Screen: Review },
  passkey: { place: 5, Screen: PagePasskey },
  sending: { place: null, Screen: Sending },
  done: { place: null, Screen: Finished },
  handedOver: { place: null, Screen: HandedOver },
  refused: { place: null, Screen: Refused },
  lost: { place: null, Screen: Lost },
  expired: { place: null, Screen: Expired },
  notListed: { place: null, Screen: NotListed },
};

/** `#/recover`: from the kit to fresh credentials, from wherever the recovery stands. */
export function RecoverPage() {
  const [sheet, keepSheet] = useState<Sheet | null>(null);
  const pasted = useRef("");
  const [asked, refresh] = useAsked("recover.show", {}, (now) =>
    now.state === "answered" && now.view.step === "sending" ? WHILE_SENDING_MS : AT_REST_MS,
  );
  useOver(asked.state === "answered" ? asked.view.expiresAt : null, () => void refresh());
  if (asked.state !== "answered") return <NoView asked={asked} />;
  const { view } = asked;
  const { place, Screen } = SCREENS[view.step];
  const props = { view, refresh, sheet, keepSheet, pasted };
  const screen = <Screen key={view.step} {...props} />;
  if (place === null) return <div class="recover-step">{screen}</div>;
  return (
    <div class="recover">
      <Rail now={place} />
      <div class="recover-step">{screen}</div>
    </div>
  );
}
