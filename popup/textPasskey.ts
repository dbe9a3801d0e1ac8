/** The words while the page's authenticator is asked. */
export const passkeyText = {
  title: "Continue on the page",
  make: (host: string) =>
    `Your browser now asks for a passkey on ${host}. Nothing is final until you have made it.`,
  use: (host: string) =>
    `Your browser now asks for your passkey on ${host}. Nothing is sent until you use it.`,
  confirmed: "Recovery phrase confirmed",
  waiting: "Waiting for your passkey",
  missing: "Your passkey is missing",
  finish: "Finish at Dfns",
  noneMade: "No passkey was made. Try again, or use a key in this vault instead if the site allows it.",
  noneUsed: "No passkey was used. Try again, or reject and choose another credential.",
  toPage: "Go to the page",
  again: "Try again",
} as const;
