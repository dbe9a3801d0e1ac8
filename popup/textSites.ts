/** The words of the sites page. */
export const sitesText = {
  title: "Sites",
  emptyTitle: "No sites yet",
  emptyLead: "A site appears here once you connect or register.",
  noAccounts: "No accounts",
  lastUsed: (day: string) => `last used on ${day}`,
  connected: (day: string) => `connected on ${day}`,
  details: "Details",
  nothingPinned: "No credential of this vault may be used by this site.",
  revoke: "Revoke",
  revokeTitle: (host: string) => `Revoke ${host}?`,
  revokeLead: "It forgets your accounts and its open requests end. Credentials stay.",
  keep: "Keep it",
  blocked: "Blocked",
  forGood: "for good",
  until: (time: string) => `until ${time}`,
  unblock: "Unblock",
} as const;
