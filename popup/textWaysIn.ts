/** The words around other ways into a vault than its password. */
export const waysInText = {
  forgot: "Forgot the vault password?",
  whatNow: "See what you can do",
  passkey: "Unlock with a passkey",
  backup: "Make a backup",
  backupLead: "Once your first account is here: Settings, Export backup",
} as const;
