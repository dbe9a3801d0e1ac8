import { MIN_LENGTH, passwordFault } from "./password.ts";
import { text } from "./text.ts";
import { strengthText } from "./textStrength.ts";

export type Level = 0 | 1 | 2 | 3;

export interface Strength {
  readonly level: Level;
  /** One sentence. */
  readonly advice: string;
}

const OWN_NAME = "countersign";
const SHORTEST_NAME = 4;

/** How hard a new password is to guess for someone who knows whose it is (`names`: user names, e-mail addresses). */
export async function strengthOf(password: string, names: readonly string[]): Promise<Strength> {
  if (lengthOf(password) < MIN_LENGTH) return { level: 0, advice: strengthText.short(MIN_LENGTH) };
  if (namesSomeone(password, names)) return { level: 0, advice: strengthText.names };
  const { estimate } = await import("./estimate.ts");
  return estimate(password.normalize("NFKC"), [OWN_NAME, ...names.flatMap(wordsOf)]);
}

/** What is wrong with a new password, as a sentence: its length, a name in it, or that it is tried first. */
export async function newPasswordFault(password: string, names: readonly string[]): Promise<string | null> {
  const fault = passwordFault(password);
  if (fault !== null) return fault;
  if (namesSomeone(password, names)) return strengthText.names;
  return (await strengthOf(password, names)).level === 0 ? text.onboarding.weak : null;
}

const lengthOf = (password: string): number => Array.from(password.normalize("NFKC")).length;

const wordsOf = (name: string): readonly string[] =>
  name.split(/[^\p{L}\p{N}]+/u).filter(({ length }) => length > 2);

/** Whole names only: "savannah" does not name Anna. */
function namesSomeone(password: string, names: readonly string[]): boolean {
  const folded = password.normalize("NFKC").toLowerCase();
  const whole = names
    .flatMap((name) => [name, name.split("@")[0] ?? ""])
    .filter(({ length }) => length >= SHORTEST_NAME);
  return folded.includes(OWN_NAME) || whole.some((name) => standsIn(folded, name.toLowerCase()));
}

function standsIn(text: string, name: string): boolean {
  const isLetter = (character: string | undefined) => character !== undefined && /\p{L}/u.test(character);
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + name.length])) return true;
  }
  return false;
}
