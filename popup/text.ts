/** Every word of the three pages. Parameters from outside arrive cleaned (`components/outside.ts`). */
const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const text = {
  name: "Countersign",
  title: (heading: string, asker?: string) => `${asker ? `${asker}: ` : ""}${heading} – Countersign`,
  lock: "Lock",
  lockedNow: "Vault locked",
  openVault: "Open vault",
  done: "Done",
  tryAgain: "Try again",
  close: "Close",
  review: "Review",
  keep: "Keep them",
  discard: "Discard",
  approve: "Approve",
  reject: "Reject",
  createVault: "Create vault",
  showTyped: "Show what I typed",
  capsLock: "Caps Lock is on.",

  loading: "Loading…",
  failed: {
    title: "This cannot be shown right now",
    lead: "Your vault is safe. Countersign tries again by itself.",
    storage: "The browser could not store the data. Free some space on this device and try again.",
    internal: "That did not work. Try again.",
  },
  silent: {
    title: "Countersign is not answering",
    lead: "Your vault is safe. Restarting takes a second.",
    restart: "Restart",
    report: "Save a report",
  },
  damaged: {
    title: "This vault cannot be opened safely",
    lead: "Part of its stored data is missing or was changed outside Countersign. Nothing has been deleted, and nothing new will be written over it.",
  },
  newer: {
    title: "This vault needs a newer Countersign",
    lead: "Update the extension, then open it again.",
  },

  unlock: {
    title: "Vault locked",
    waitingOne: (host: string) => `One request is waiting from ${host}.`,
    waitingMany: (count: number) => `${count} requests are waiting.`,
    password: "Vault password",
    submit: "Unlock",
    empty: "Type your vault password.",
    wrong: "That password does not open this vault.",
    wrongAgain:
      "That password does not open this vault. If you are sure of it, the stored data may be damaged.",
    wait: (left: string) => `Too many tries. Next try in ${left}.`,
    waitOver: "You can try again now.",
  },

  time: {
    left: (clock: string) => `${clock} left`,
    over: "its time ran out",
    minutesLeft: (minutes: number) => `${minutes} ${plural(minutes, "minute", "minutes")} left`,
  },

  popup: {
    firstTitle: "Your keys, on this device",
    firstLead:
      "Countersign holds the keys of your Dfns accounts and signs only what you approve. Setting up takes a minute.",
    title: "Your accounts",
    waiting: "Waiting for you",
    newRequest: "A new request is waiting.",
    fallback: "Request",
    more: (count: number) => `and ${count} more`,
    unfinished: (count: number) =>
      `${count} ${plural(count, "registration is", "registrations are")} unfinished.`,
  },

  accounts: {
    title: "Accounts",
    back: "Accounts",
    emptyTitle: "No accounts yet",
    emptyLead: "Open an app that uses Dfns and register there. Countersign asks you before anything happens.",
    search: "Search accounts",
    noMatch: "No account matches.",
    wallets: (count: number) => `${count} ${plural(count, "wallet", "wallets")}`,
  },
  kinds: {
    Key: "Key",
    PasswordProtectedKey: "Password-protected",
    Fido2: "Passkey",
    RecoveryKey: "Recovery",
  },
  testNetwork: "Test network",

  pending: {
    title: "Unfinished registrations",
    atSite: (host: string) => `on ${host}`,
    continue: "Continue",
    canContinue: "Your keys and recovery words are kept. You can go on.",
    timeRanOut:
      "Its time ran out. Start the registration again on the site: Countersign uses the same words.",
    handedOver: (host: string) => `${host} completes this registration.`,
    said: (status: number, message: string) => `Dfns said (${status}): ${message}`,
  },
  discardDialog: {
    title: "Discard these keys?",
    lead: "The words on your paper become useless. This cannot be undone.",
  },

  onboarding: {
    step: (n: number) => `Step ${n} of 2`,
    title: "Create your vault",
    lead: "One password encrypts every key in this browser. Nobody can reset it for you, so choose one you will still know next year.",
    beforeRecovery: "First a vault for the new keys. The recovery follows.",
    suggestion: "Suggestion: six random words",
    use: "Use these words",
    other: "Other words",
    confirm: "Confirm vault password",
    helper: "At least 15 characters. Spaces are fine.",
    empty: "Choose a password of at least 15 characters, or take the suggestion.",
    tooShort: (count: number) =>
      `${count} ${plural(count, "character", "characters")}. Use at least 15, or take the suggestion.`,
    tooLong: "At most 256 characters.",
    weak: "Attackers try this password first. Choose another.",
    differ: "The two passwords differ.",
    emptyConfirm: "Type the password once more.",
    busy: "Encrypting…",
    readyTitle: "Your vault is ready",
    readyLead: "Pin Countersign to the toolbar, so that you see when a site asks.",
    continueWith: (host: string) => `Continue with ${host}`,
  },

  approval: {
    from: "Request from",
    first: "First request",
    position: (position: number, total: number) => `${position} of ${total}`,
    ready: "Approve is ready",
    pressSpace: "Press Space or click.",
    stale: "The request changed while you looked at it. Read it again.",
    noneTitle: "No request is waiting",
    noneLead: "Go back to the site and try again.",
    noVaultTitle: "Set up Countersign first",
    noVaultLead: "This request waits while you do.",
    lockedTitle: "Unlock to see this request",
    lockedLead: "It waits here until you unlock or the time runs out.",
    expiredTitle: "This request has expired",
    expiredLead: (at: string, minutes: number) =>
      `It was made at ${at} and valid for ${minutes} ${plural(minutes, "minute", "minutes")}. Nothing was signed or sent.`,
    expiredKept:
      "The words you wrote down stay good. Start the registration again on the site: Countersign uses the same words.",
    expiredElse: "Go back to the site and try again.",
    goneTitle: "The page that asked is gone",
    goneLead: "Nothing was signed.",
  },

  connect: {
    title: "Connect this site",
    lead: "It may see the accounts you choose. Every signature still asks you.",
    accounts: "Accounts it may see",
    here: "registered on this site",
    neverHere: "never used here",
    receives:
      "For each one it receives the username, user and organisation ID, credential names and wallet addresses.",
    none: "You have no accounts yet. The site only learns that Countersign is here.",
  },

  register: {
    title: "Register a new account",
    for: "for",
    organisation: "Organisation",
    sentTo: "Sent to",
    handed: "Handed to the site, which sends it to Dfns",
    created: "What will be created",
    signIn: "Sign-in credential",
    second: "Second factor",
    recovery: "Recovery credential",
    recoveryNew: "Opened by 12 words that you write down next",
    recoverySame: "Opened by the same 12 words as in your earlier try",
    wallet: (name: string | undefined) => (name ? `Wallet “${name}”` : "Wallet"),
    kinds: {
      Key: "A key, kept in this vault",
      PasswordProtectedKey: "A key with its own password, usable on any device",
      Fido2: "A passkey, made on the page after this",
    },
    next: "Next: 12 recovery words. Have pen and paper ready.",
    nextSame: "Next: your 12 recovery words, the same as before.",
  },

  steps: (n: number) => `Step ${n} of 3`,
  phrase: {
    title: "Write down these 12 words",
    lead: (user: string) => `On paper, in this order. They bring ${user} back if this device is lost.`,
    list: "Recovery phrase",
    note: "Countersign forgets these words when you finish. Nobody can show them again.",
    go: "I wrote down the recovery phrase",
  },
  words: {
    title: "Check three words",
    lead: "Type them from your paper.",
    label: (place: number) => `Word ${place}`,
    right: (place: number) => `Word ${place} is right`,
    wrong: (place: number) => `That is not word ${place}. Look at your paper again.`,
    count: (right: number) => `${right} of 3 right`,
    again: "Show the words again",
    finish: "Finish",
  },
  sending: {
    title: "Finishing the registration",
    stored: "Keys stored",
    sending: (host: string) => `Sending to ${host}`,
    wallets: "Wallets",
    waiting: (host: string) => `Waiting for ${host}…`,
    closing: "You can close this window. Countersign goes on without it.",
  },
  finished: {
    registeredTitle: "You are registered",
    registeredLead: (user: string, host: string) => `${user} is ready to use on ${host}.`,
    handedTitle: "Your keys are ready",
    handedLead: (host: string) => `${host} now completes the registration.`,
    connectedTitle: "Site connected",
    connectedLead: (host: string) =>
      `${host} may see the accounts you chose. Every signature still asks you.`,
    connectedNoneLead: (host: string) => `${host} knows that Countersign is here, and nothing else.`,
    keyKept: "Key · kept in this vault",
    confirmed: "Words confirmed",
  },
  refused: {
    title: "Dfns refused the registration",
    noAnswerTitle: "Dfns did not answer",
    lead: (user: string) => `${user} was not registered.`,
    said: "Dfns said",
    noWords: "(no message)",
    kept: "Your keys and recovery words are kept until you try again or discard them.",
    again: "Try again",
  },
  advice: {
    startAgain: "Start again on the site. Your recovery words stay the same.",
    exists: "You may have an account here already. Sign in instead, or recover it if its keys are lost.",
    noLonger: "Dfns no longer accepts this request. Start again on the site.",
    askSite: (host: string) => `Ask the people who run ${host}.`,
    doneAlready: "This was done already, or is no longer possible. Check your account first.",
    wait: (left: string) => `Dfns asks to wait. Trying again in ${left}.`,
    waitYourself: (left: string) => `Dfns asks to wait. Try again in ${left}.`,
    waitOver: "Dfns asked to wait. Try again now.",
    problem: "Dfns has a problem right now. Try again in a few minutes.",
    offline: (host: string) => `No connection to ${host}. Try again when you are online. Nothing was lost.`,
    unfit: "Dfns answered with something that does not fit this request. Nothing was signed.",
  },
} as const;

/** The reminders of the popup. */
export const noticeText = {
  unsaved: (count: number) =>
    count === 1 ? "1 credential is in no backup." : `${count} credentials are in no backup.`,
} as const;

/** The words for what the organisation that manages this browser has decided. */
export const policyText = {
  title: "Your organisation does not allow this",
  noKit: "This account has no recovery kit in this vault. Add one on the site first. Nothing was signed.",
} as const;

/** The words around other ways into a vault than its password. */
export const waysInText = {
  forgot: "Forgot the vault password?",
  whatNow: "See what you can do",
  passkey: "Unlock with a passkey",
  backup: "Make a backup",
  backupLead: "Once your first account is here: Settings, Export backup",
} as const;
