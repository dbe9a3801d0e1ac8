import type { State } from "./state.ts";
import type { Tokens } from "./tokens.ts";

/** What every group of endpoints works with. */
export interface Deps {
  readonly orgId: string;
  readonly host: () => string;
  readonly restart: boolean;
  readonly challengeInfo: boolean;
  readonly isOrigin: (origin: string) => boolean;
  readonly state: State;
  readonly tokens: Tokens;
  readonly now: () => number;
  readonly newChallenge: () => string;
  readonly log: (line: string) => void;
}
