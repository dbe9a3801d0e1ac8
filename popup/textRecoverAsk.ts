/** The words of a recovery that a site asks for. Parameters from outside arrive cleaned. */
export const askText = {
  title: (user: string) => `Recover ${user}`,
  consequence: "Every other sign-in key, passkey, kit and token of this account stops working.",
  account: "Account",
  continues: "Continues in a tab, where you type the 12 words.",
  elsewhere: "Continues in a tab",
  inTab: "The recovery goes on in the tab of Countersign, which comes to the front now.",
  sentHere: (host: string) => `${host} asked for this recovery.`,
  takes: "For the kit with this Recovery credential ID:",
  otherPaper: (host: string) =>
    `Compare that ID with your paper. If yours is another one, ask ${host} to start again with the ID on your paper.`,
  notListed: {
    title: "The site asked for another kit",
    lead: (host: string) =>
      `These are the words of your kit, but ${host} asked Dfns for another recovery credential. Nothing was signed or sent, and your kit is still good.`,
    yours: "Your kit",
    asked: "Asked for",
    next: (host: string) => `Give ${host} the Recovery credential ID of your kit, and start again there.`,
  },
  passkey: {
    title: "Continue on the page",
    lead: (host: string) =>
      `Your browser now asks for a passkey on ${host}. Nothing is final until you have made it.`,
    none: "No passkey was made. Try again, or reject the recovery: your old kit is still good.",
    gone: "The page that asked is gone, and only it can make the passkey. Reject this recovery and start it again on the site: your old kit is still good.",
    again: "Try again",
    toPage: "Go to the page",
  },
} as const;
