/** The words for what the organisation that manages this browser has decided. */
export const policyText = {
  title: "Your organisation does not allow this",
  noKit: "This account has no recovery kit in this vault. Add one on the site first. Nothing was signed.",
} as const;
