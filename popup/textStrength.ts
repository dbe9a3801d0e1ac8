/** How strong a new password is, and what to do about it. */
export const strengthText = {
  levels: ["Too weak", "Fair", "Good", "Strong"],
  short: (least: number) => `At least ${least} characters.`,
  names: "Leave out your name, e-mail address and “Countersign”.",
  /** By the reason why it is easy to guess. */
  advice: {
    common: "Attackers try passwords like this first.",
    rows: "Rows of keys and sequences are tried first.",
    repeats: "Repeating a part adds almost nothing.",
    dates: "Dates and years are easy to guess.",
  },
  more: [
    "Add words that have nothing to do with each other.",
    "Add another word or two.",
    "One more word makes it strong.",
  ],
  enough: "Hard to guess, even with a copy of this disk.",
} as const;
