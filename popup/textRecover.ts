/** The words of the recovery pages. Parameters from outside arrive cleaned. */
export const recoverText = {
  nav: "Recover",
  link: "Recover an account",
  steps: ["Your kit", "E-mail code", "Recovery phrase", "New recovery phrase", "Review"],
  step: (now: number, of: number) => `Step ${now} of ${of}`,
  back: "Back",
  continue: "Continue",

  kit: {
    title: "Recover an account",
    lead: "Take your recovery kit: the five lines and the words.",
    username: "Username",
    orgId: "Organisation ID",
    url: "API URL",
    credentialId: "Recovery credential ID",
    europe: "Europe",
    uae: "UAE",
    paste: "Paste the text of the QR code",
    pasteHint: "It fills in the lines. Without a QR code, type them.",
    pastedWords: "It held the words too: they are filled in when they are asked for.",
    notAKit: "This is not the text of a recovery kit's QR code.",
    empty: "Type this line from your kit.",
    notAHost: "This is not an API address of Dfns.",
  },
  code: {
    title: "Check your e-mail",
    lead: (user: string) => `Dfns sent a code to ${user}.`,
    field: "E-mail code",
    empty: "Type the code from the e-mail.",
    wrong: "Dfns does not accept this code. Ask for a new one.",
    otherKit:
      "Dfns has no such recovery credential for this account, or it is void. Go back and check the ID on your kit.",
    again: "Send again",
    sentAgain: "A new code is on its way.",
  },
  phrase: {
    title: "Type your recovery phrase",
    lead: "All 12 words, separated by spaces. A code that starts with D1- works too. It is opened here, on this device, before anything is changed.",
  },
  newPhrase: {
    title: "Write down your new 12 words",
    lead: (user: string) => `On paper, in this order. From now on they bring ${user} back.`,
    note: "Countersign forgets these words when you finish. Nobody can show them again.",
  },
  review: {
    title: (user: string) => `Ready to recover ${user}`,
    lead: "The old recovery key opened and your new one is confirmed. One step is left.",
    older: "Everything older stops working.",
    olderLead:
      "All other sign-in keys, passkeys, recovery kits and access tokens of this account become invalid. Wallets and funds are not touched.",
    signIn: "New sign-in",
    kinds: {
      Key: "A key, kept in this vault",
      PasswordProtectedKey: "A key with its own password, usable on any device",
      Fido2: "A passkey, made on the page of the site",
    },
    recovery: "New recovery",
    words: "12 words, confirmed",
    organisation: "Organisation",
    sentTo: "Sent to",
    handed: "Handed to the site, which sends it to Dfns",
    submit: "Recover account",
  },
  sending: {
    title: "Recovering the account",
    lead: "You can close this page. Countersign goes on without it.",
  },
  done: {
    title: (user: string) => `${user} is back`,
    lead: "Tear up the old kit: it is void.",
  },
  handedOver: {
    title: "Your new keys are ready",
    lead: (host: string) => `${host} now completes the recovery.`,
    overTitle: "The recovery was not heard of again",
    overLead: (host: string) =>
      `Your new keys went to ${host}, and the time to complete the recovery is over.`,
    old: "Keep both papers until the account is listed here: the old kit works until the recovery is complete.",
  },
  lost: {
    title: "Dfns may have accepted this",
    lead: "Your new keys are stored. Countersign checks again when you are online.",
    kept: "Keep both papers. If Dfns has not accepted, the old kit still works; nothing that is stored is given up.",
    check: "Check now",
    unlisted: "Dfns does not tell by itself.",
    unlistedLead:
      "It names no password-protected keys. Ask for an e-mail code with the new kit: if Dfns takes it, the account is back at once. If not, start again with the old kit.",
    withNew: "Ask with the new kit",
    withOld: "Start again with the old kit",
  },
  refused: {
    title: "Dfns refused the recovery",
    lead: "Nothing has changed: your old kit is still good.",
    again: "Try again",
    kept: "Your new keys and words are kept until you try again or discard them.",
  },
  expired: {
    title: "This recovery has expired",
    lead: "Dfns has not accepted it. Your old kit is still good.",
    words: "The new words you wrote down stay good: a new try uses the same ones.",
    onSite: (host: string) => `You can also start it again on ${host}.`,
  },
  discard: {
    title: "Discard this recovery?",
    lead: "The new words on your paper become useless. Your old kit stays as it is.",
  },
} as const;
