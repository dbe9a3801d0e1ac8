/** The words for opening a backup by something else than its password. */
export const chooseText = {
  byPhrase: "Use the vault phrase",
  byPassword: "Use the vault password",
  byPasskey: "Open with passkey",
  wrongPhrase: "These words do not open this backup. Nothing was imported.",
} as const;
