/** Recovery codes of Dfns' own kits: `D1-` and 32 symbols in groups. They carry no checksum. */

const PREFIX = "D1";
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const GROUPS = [6, 5, 5, 5, 5, 6] as const;
const SYMBOLS = 32;

/** Neither is in the alphabet, and each looks like one that is. `0` and `O` look like none: those are typing errors. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { "1": "L", I: "L", "|": "L" };

/** `wrongGroups` count from 1; none are named where the groups cannot be told apart. */
export type OfficialCode =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly wrongGroups: readonly number[] };

/**
 * The code in the one spelling that opens a container, however it was typed: case, width, spaces, kinds of dash and a
 * missing `D1` are forgiven, and so is `1` or `I` for `L`.
 */
export function parseOfficialCode(typed: string): OfficialCode {
  const parts = partsOf(typed.slice(0, 200));
  const symbols = parts.join("");
  const groups = parts.length === GROUPS.length ? parts : symbols.length === SYMBOLS ? cut(symbols) : null;
  if (groups === null) return { ok: false, wrongGroups: [] };
  const wrongGroups = groups.flatMap((group, i) => (isGroup(group, GROUPS[i]) ? [] : [i + 1]));
  return wrongGroups.length > 0
    ? { ok: false, wrongGroups }
    : { ok: true, code: [PREFIX, ...groups].join("-") };
}

/** What stands between dashes and spaces, without the prefix. */
function partsOf(typed: string): readonly string[] {
  const text = typed.normalize("NFKC").toUpperCase().trim();
  const separated = text.split(/[\s\p{Pd}_.,\u2212]+/u).filter((part) => part !== "");
  const [first = "", ...rest] = separated;
  if (/^D[1IL|]$/.test(first)) return rest.map(corrected);
  const whole = separated.join("");
  const prefixed = whole.length === PREFIX.length + SYMBOLS && /^D[1IL|]/.test(whole);
  return prefixed ? [corrected(whole.slice(PREFIX.length))] : separated.map(corrected);
}

const corrected = (part: string): string =>
  Array.from(part, (symbol) => LOOK_ALIKES[symbol] ?? symbol).join("");

function cut(symbols: string): readonly string[] {
  const starts = GROUPS.map((_, i) => GROUPS.slice(0, i).reduce<number>((sum, length) => sum + length, 0));
  return starts.map((start, i) => symbols.slice(start, start + (GROUPS[i] ?? 0)));
}

const isGroup = (group: string, length: number | undefined): boolean =>
  group.length === length && Array.from(group).every((symbol) => ALPHABET.includes(symbol));
