/** The words on what goes on opening a vault after it got a new key. */
export const keepText = {
  title: "What else opens this vault",
  touch: (name: string) => `Keep ${name}`,
  failed: "No passkey was used. Try again.",
  phrase: "Vault phrase",
  phraseHelper: "Type the 12 words to keep them. Left empty, they no longer open this vault.",
  drops: (names: readonly string[]) => `No longer opens this vault: ${names.join(", ")}.`,
} as const;
