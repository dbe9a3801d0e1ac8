/** What a reader cannot see or would see elsewhere than it stands; and the sign that marks a replacement. */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{2800}\u{27E8}]|(?! )\p{Zs}/gu;

/**
 * Text from outside, fit to be shown: control, bidi, zero-width and odd space characters stand as ⟨U+202E⟩, and so does
 * ⟨ itself, so that different texts stay different. Longer than `max` characters: cut, with "…" at the end.
 */
export function clean(text: string, max = Number.POSITIVE_INFINITY): string {
  const kept = text.length > max ? Array.from(text.slice(0, max * 2)).slice(0, max) : [text];
  const shown = kept.join("").replace(UNSEEN, named);
  return text.length > max && kept.join("") !== text ? `${shown}…` : shown;
}

/** A name inside a sentence, in quotation marks that it cannot close. */
export const quoted = (text: string): string => `“${clean(text, 40).replace(/[“”„‟"]/g, "'")}”`;

const named = (character: string): string =>
  `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
