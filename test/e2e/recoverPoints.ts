/** Where a recovery is killed, as it is seen from outside. */
import type { Moment } from "./harness/gate.ts";
import type { ScreenName } from "./recovering.ts";

/** On a screen when it is filled in, when its button was just pressed, or while a call to Dfns is held. */
export interface Point {
  readonly name: string;
  readonly screen: ScreenName;
  readonly pressed?: true;
  readonly held?: readonly [path: string, moment: Moment];
  /** The held answer is let go an instant before. */
  readonly released?: true;
  /** Killed once more, while the vault asks Dfns whether it had accepted. */
  readonly again?: true;
  /** From here on the vault may finish by itself; before, the same person goes on to the next point. */
  readonly last?: true;
}

const CODE = "/auth/recover/user/code";
const INIT = "/auth/recover/user/init";
const RECOVER = "/auth/recover/user";
export const ASK = "/auth/login/init";

const sent = { screen: "ready", pressed: true, last: true } as const;

/** In the order of a recovery. */
export const POINTS: readonly Point[] = [
  { name: "the e-mail code is asked for", screen: "kit", pressed: true, held: [CODE, "before"] },
  { name: "the e-mail code is on its way", screen: "kit", pressed: true, held: [CODE, "after"] },
  { name: "the e-mail code is typed", screen: "code" },
  { name: "the challenge is asked for", screen: "code", pressed: true, held: [INIT, "before"] },
  { name: "the challenge is on its way", screen: "code", pressed: true, held: [INIT, "after"] },
  { name: "the old words are typed", screen: "phrase" },
  { name: "the old key is being opened", screen: "phrase", pressed: true },
  { name: "the new phrase is on the screen", screen: "newPhrase" },
  { name: "the new words are typed", screen: "words" },
  { name: "the new words are being checked", screen: "words", pressed: true },
  { name: "the person has the last word", screen: "ready" },
  { name: "the recovery is being signed", ...sent },
  { name: "the recovery is sent, Dfns has not got it", ...sent, held: [RECOVER, "before"] },
  { name: "Dfns has accepted, its answer is on its way", ...sent, held: [RECOVER, "after"] },
  { name: "the answer of Dfns arrives", ...sent, held: [RECOVER, "after"], released: true },
  { name: "Dfns is asked again what it had accepted", ...sent, held: [RECOVER, "after"], again: true },
  { name: "the account is back on the screen", screen: "done", last: true },
];
