export const SHORTEST = 15;
const LONGEST = 256;

/** NIST SP 800-63B-4: length counts, in code points after NFKC; no rules of composition. */
export function isLongEnough(password: string, shortest = SHORTEST): boolean {
  const length = Array.from(password.normalize("NFKC")).length;
  return length >= shortest && length <= LONGEST;
}
