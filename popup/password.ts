import { text } from "./text.ts";

export const MIN_LENGTH = 15;
const MAX_LENGTH = 256;

/** What is wrong with a new vault password, as a sentence; lengths are counted in code points after NFKC. */
export function passwordFault(password: string): string | null {
  const length = Array.from(password.normalize("NFKC")).length;
  if (length === 0) return text.onboarding.empty;
  if (length < MIN_LENGTH) return text.onboarding.tooShort(length);
  return length > MAX_LENGTH ? text.onboarding.tooLong : null;
}

export function confirmFault(password: string, again: string): string | null {
  if (again === "") return text.onboarding.emptyConfirm;
  return password === again ? null : text.onboarding.differ;
}
