/** The words for naming what opens the vault. */
export const slotNameText = {
  label: "Name",
  helper: "Only here, so that you know which one it is.",
  rename: (name: string) => `Rename ${name}`,
} as const;
