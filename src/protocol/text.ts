/** Control characters, bidi marks and overrides, zero-width characters, tags and unpaired surrogates. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{115F}\u{1160}\u{3164}\u{FFA0}]/gu;

/** Text from outside, fit to be shown or handed on: nothing invisible in it, at most `max` characters, "…" when cut. */
export function cleanText(text: string, max: number): string {
  const clean = Array.from(
    text
      .slice(0, max * 4)
      .replace(UNSEEN, " ")
      .trim(),
  );
  return clean.length > max ? `${clean.slice(0, max - 1).join("")}…` : clean.join("");
}
