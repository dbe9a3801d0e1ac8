/** The words about who asks: warnings, the queue, blocking, and adding a site to a credential. */
export const askerText = {
  firstSignature: "First signature here",
  lookAlike: (host: string) => `This address looks like ${host}, which you use. It is a different site.`,
  mixed: "This address mixes alphabets. Read it letter by letter.",
  elsewhere: (user: string, origin: string) => `You registered ${user} on ${origin}. This is another site.`,

  block: "Block this site",
  blockHour: "Block this site for an hour",
  blockShort: "Block for an hour",

  queueTitle: (count: number) => `${count} requests are waiting`,
  queueLead: "First come, first served. Nothing here is decided by closing the window.",
  rejectAll: (count: number) => `Reject all ${count}`,
  back: "Back to the request",

  pinTitle: (credentials: string) => `Let another site use ${credentials}`,
  quoted: (name: string) => `“${name}”`,
  newWayIn: "New way in",
  registeredOn: "Registered on",
  recoveredHere: "No site: it was recovered in this vault",
  newSite: "New site",
  account: "Account",
  both: "From then on both may ask you to sign with it.",
} as const;
