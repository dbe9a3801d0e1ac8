const plural = (count: number): string => (count === 1 ? "credential" : "credentials");

/** The words of the comparison with what Dfns lists. */
export const auditText = {
  check: "Check with Dfns",
  same: (count: number) => `Dfns lists the same ${count} ${plural(count)}.`,
  stranger: (name: string, kind: string, day: string) =>
    `Dfns lists a credential that this vault did not make: ‘${name}’, ${kind}${day ? `, added ${day}` : ""}. If it is not yours, switch it off at once.`,
  missing: (name: string) =>
    `Dfns no longer takes ‘${name}’. It was switched off, or replaced by a recovery.`,
  noSession: "Sign in on the site first. Then Countersign can ask Dfns.",
  unnamed: "without a name",
  at: (day: string, hour: string) => `Checked on ${day} at ${hour}.`,
} as const;
