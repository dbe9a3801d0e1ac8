/**
 * Text that somebody else wrote, made fit to show: at most `max` code points, and every character that is invisible, that
 * reorders its neighbours, that is drawn over them or that controls the screen is replaced by its number, ⟨U+202E⟩.
 */
export function outside(written: string, max = 300): string {
  const points = Array.from(written);
  const cut = points.length > max;
  const kept = cut ? points.slice(0, max - 1) : points;
  const isPiled = piles();
  const shown =
    kept.map((point) => (isPiled(point) ? numberOf(point) : mark(point))).join("") + (cut ? "…" : "");
  return RTL.test(shown) ? `${FIRST_STRONG_ISOLATE}${shown}${POP_ISOLATE}` : shown;
}

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/** Letters written from right to left: kept, but they may not pull the sentence around them along. */
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const SPACE = /^[\t\n\r\p{Zs}]$/u;
/** Control, format (bidi, zero width, tags), surrogate, private use, unassigned; line and paragraph separators. */
const HIDDEN = /^[\p{C}\p{Zl}\p{Zp}]$/u;
/** Letters and marks that print nothing: fillers, joiners, variation selectors, the empty braille cell. */
const BLANK = /^(?:\p{Default_Ignorable_Code_Point}|\u2800)$/u;

function mark(point: string): string {
  if (SPACE.test(point)) return " ";
  return HIDDEN.test(point) || BLANK.test(point) ? numberOf(point) : point;
}

const numberOf = (point: string): string =>
  `⟨U+${(point.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;

/** No script stacks more marks on a letter than that in ordinary words. */
const MAX_MARKS = 3;

/** Tells, point after point of one text, the marks that would be drawn over what stands around: too many, or on no letter. */
function piles(): (point: string) => boolean {
  let room = 0;
  return (point) => {
    if (!/^\p{M}$/u.test(point)) room = MAX_MARKS;
    else if (room === 0 || /^\p{Me}$/u.test(point)) return true;
    else room -= 1;
    return false;
  };
}

/** A username, a name of a wallet or a label. */
export const name = (written: string): string => outside(written, 120);

/** The host of an origin or API address, in ASCII; the cleaned text where it is no address. */
export const hostOf = (address: string): string =>
  (URL.canParse(address) && new URL(address).host) || outside(address, 260);

/** An address in the middle shortened, only ever for the person's own wallets. */
export const shortened = (address: string): string => {
  const clean = outside(address, 200);
  return clean.length > 24 ? `${clean.slice(0, 12)}…${clean.slice(-10)}` : clean;
};
