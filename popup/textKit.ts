/** The words of the printed recovery kit, its preview and its options. */
export const kitText = {
  page: "Recovery kit",
  pageLead:
    "Print it, or save it as a PDF on a stick that you lock away. Without the words it opens nothing.",
  print: "Print recovery kit",
  options: "What the sheet holds",
  includeWords: "Include the words",
  wordsInCode: "Put the words into the QR code",
  wordsInCodeHint: "Anyone who scans it has the words.",

  name: "Countersign recovery kit",
  title: (user: string) => `Recovery for ${user}`,
  lead: "With this sheet you get your account back on any device. Whoever holds it can do the same: keep it where you keep a passport.",
  leadBlank:
    "With this sheet and its words you get your account back on any device. Write the words in by hand.",
  phrase: "Recovery phrase",
  username: "Username",
  userId: "User ID",
  orgId: "Organisation ID",
  url: "API URL",
  credId: "Recovery credential ID",
  code: "QR code with the lines of this kit",
  codeWithout: "The five lines on the left, without the words",
  codeWith: "The five lines on the left, and the words",
  how: "How to recover",
  steps: (user: string) => [
    "Install Countersign in Chrome, Edge, Brave or Firefox and open Recover.",
    "Type the lines above, or scan the QR code with a phone and paste its text.",
    `Enter the code that Dfns sends to ${user}, then the words.`,
    "Write down the new words that you are given. This sheet is void from then on.",
  ],
  warnings: [
    "Do not photograph, e-mail or store this sheet in a cloud.",
    "Nobody from Dfns or Countersign will ever ask for these words.",
  ],
} as const;

/** The words of the page that says how a kit is replaced. */
export const replaceText = {
  lead: "A new kit has new words. Dfns takes it only when a site asks for it, so it starts there.",
  steps: (hosts: readonly string[]) => [
    hosts.length > 0
      ? `Open ${hosts.join(" or ")} and sign in.`
      : "Open the site where you use this account and sign in.",
    "Look for its security settings and add a recovery credential.",
    "Countersign opens: approve, write down the 12 new words and type three of them.",
    "Rehearse the new kit here. Then switch the old recovery credential off on the site and tear up its paper.",
  ],
  noSiteTitle: "The site cannot add one, or is gone",
  noSiteLead: (user: string) =>
    `Then recover the account with the kit you have: Dfns e-mails ${user} a code, and the recovery ends with a new kit. It also replaces every sign-in key and passkey, so each site asks you to connect again.`,
  note: "Your sign-in credentials stay as they are. Until you switch the old kit off, both kits work.",
} as const;
