/** The words of a further credential. Parameters from outside arrive cleaned. */
export const addText = {
  credentialTitle: "Add a sign-in credential",
  kitTitle: "Add a recovery kit",
  to: "to",
  tag: "New way in",
  name: "Name",
  kind: "Kind",
  organisation: "Organisation",
  handed: "Handed to the site, which adds it at Dfns",
  kinds: {
    Key: "A key, kept in this vault",
    PasswordProtectedKey: "A key with its own password, usable on any device",
    Fido2: "A passkey, made on the page after this",
    RecoveryKey: "Opened by 12 words that you write down next",
  },
  sameWords: "Opened by the same 12 words as in your earlier try",
  notInVault: "This account is not in your vault yet. Only the site says whose it is.",
  doneTitle: "Your new credential is ready",
  doneLead: (user: string, host: string) => `${host} now adds it to ${user}.`,
  sending: "Handing it over",
  unfinishedKits: "Unfinished recovery kits",
  kitAgain: (host: string) =>
    `Its words were not confirmed, so it opens nothing yet. Ask for it again on ${host}: Countersign uses the same words.`,
  unfinishedKit: (count: number) =>
    count === 1 ? "1 recovery kit is unfinished." : `${count} recovery kits are unfinished.`,
  offered: (day: string) => `handed to the site on ${day}, not used yet`,
} as const;
