/** The words of settings, passwords, passkeys, backups and of a vault that does not open. */
const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const settingsText = {
  title: "Settings",
  saved: "Saved",
  managed: "Set by your organisation",
  cancel: "Cancel",
  unlocking: "Unlocking",
  backup: "Backup",
  signing: "Signing",
  password: "Vault password",
  changedOn: (day: string) => `Changed on ${day}`,
  change: "Change password",
  passkey: "Passkey unlock",
  passkeyLead: "Asks for your fingerprint, face or PIN",
  noPasskey: "Not in Firefox: it gives an extension no passkeys of its own.",
  setUp: "Set up passkey unlock",
  added: (name: string, day: string) => `${name} · added ${day}`,
  remove: (name: string) => `Remove ${name}`,
  phrase: "Vault phrase",
  phraseLead: "12 words on paper that open this vault too",
  phraseSetUp: "Set up vault phrase",
  idle: "Lock when idle",
  idleLead: "Also locks with the computer and 8 hours after unlocking",
  minutes: (count: number) => `${count} ${plural(count, "minute", "minutes")}`,
  file: "Backup file",
  unsaved: (count: number) =>
    `${count} ${plural(count, "credential is", "credentials are")} in no backup yet`,
  backedUp: (day: string) => `Last saved on ${day}. It opens with the vault password of that day.`,
  nothingYet: "Everything in this vault, still encrypted",
  saveFile: "Export backup",
  exported: (name: string) => `Saved ${name}. It opens with your vault password.`,
  restore: "Restore from a file",
  restoreLead: "You see what changes before anything is written",
  restoreFile: "Import backup",
  opaque: "Opaque requests",
  opaqueLead: "Requests that nobody can read. Warned about every time.",
  opaqueRules: { show: "Shown with a warning", refuse: "Refused" },
  algorithm: "New keys use",
  algorithmLead: "ES256 works everywhere at Dfns",
  algorithms: { ES256: "ES256 (P-256)", EdDSA: "EdDSA (Ed25519)", ES256K: "ES256K (secp256k1)" },
  forbidden: "Your organisation does not allow this.",
  failed: "That did not work. Nothing was changed.",
  wrong: "That password does not open this vault. Nothing was changed.",
  wait: (seconds: number) => `Too many tries. Try again in ${seconds} s.`,
} as const;

export const aboutText = {
  title: "This extension",
  appearance: "Appearance",
  appearanceLead: "In this browser, locked or not",
  appearances: { system: "Like the system", light: "Light", dark: "Dark" },
  version: (version: string) => `Countersign ${version}`,
  format: "Vaults and backups of format 1",
  licences: "Licences",
  report: "Report for support",
  reportLead: "Names the version, your browser and whether the vault opens. No accounts, sites or keys.",
} as const;

export const passwordText = {
  title: "Change password",
  lead: "Copies of this disk made before today still open with the old password.",
  next: "New vault password",
} as const;

export const slotText = {
  passkeyTitle: "Set up passkey unlock",
  phraseTitle: "Set up vault phrase",
  phraseLead: "Write these 12 words down. Whoever has them opens this vault.",
  removeTitle: (name: string) => `Remove ${name}?`,
  removeLead: "It will no longer open this vault. Copies of this disk made before today still open with it.",
  passkeyName: "Passkey",
  passkeyFailed: "No passkey was used. Try again.",
  noPrf: "This passkey cannot unlock a vault. Use another device or security key.",
  unlock: "Unlock with passkey",
} as const;

export const importText = {
  title: "Import backup",
  choose: "Backup file",
  helper: "The vault password at the time of the backup",
  preview: "Show what changes",
  madeOn: (day: string) => `made on ${day}`,
  how: "How",
  merge: "Merge",
  mergeLead: "Adds what is missing. Nothing here is removed.",
  replace: "Replace",
  replaceLead: "Removes this vault and puts the backup in its place.",
  what: "What will change",
  accounts: (count: number) => `${count} ${plural(count, "account is", "accounts are")} added`,
  added: (count: number) => `${count} ${plural(count, "credential is", "credentials are")} added`,
  newer: (count: number) =>
    `${count} ${plural(count, "credential keeps", "credentials keep")} the newer copy`,
  nothing: "Nothing changes: the backup holds no accounts",
  same: (count: number) =>
    `${count} ${plural(count, "credential is", "credentials are")} the same, left as they are`,
  holds: (accounts: number, credentials: number) =>
    `The backup holds ${accounts} ${plural(accounts, "account", "accounts")} and ${credentials} ${plural(credentials, "credential", "credentials")}`,
  typed: "Replace this vault?",
  done: "The backup was imported.",
  noFile: "Choose a backup file first.",
  notABackup: "This is not a Countersign backup.",
  damagedBackup: "This file was changed or cut off. Nothing was imported.",
  unsupportedVersion: "Made by a newer Countersign. Update the extension first.",
  notOpened: "That password does not open this backup. Nothing was imported.",
} as const;

export const lostText = {
  haveBackup: "You have a backup file",
  haveBackupLead: "It puts the vault back as it was then.",
  lookAtIt: "You want someone to look at it",
  lookAtItLead: "The copy is still encrypted.",
  onlyKits: "You only have recovery kits",
  onlyKitsLead: "Begin with a new vault, and recover each account into it.",
  saveCopy: "Save a copy",
  startAgain: "Start again…",
  startAgainTitle: "Start again without this vault?",
  startAgainLead: "A copy is saved first. The keys in it are gone from this browser for good.",
  verb: "Start again",
  forgotTitle: "Nobody can reset a vault password",
  forgotLead:
    "What still opens your accounts: passkey unlock or your vault phrase, a backup with a password you know, and the recovery kit of each account.",
  phrase: "Vault phrase",
  phraseWrong: "These words do not open this vault.",
  back: "Back",
} as const;

/** The words for opening a backup by something else than its password. */
export const chooseText = {
  byPhrase: "Use the vault phrase",
  byPassword: "Use the vault password",
  byPasskey: "Open with passkey",
  wrongPhrase: "These words do not open this backup. Nothing was imported.",
} as const;

/** The words for naming what opens the vault. */
export const slotNameText = {
  label: "Name",
  helper: "Only here, so that you know which one it is.",
  rename: (name: string) => `Rename ${name}`,
} as const;
