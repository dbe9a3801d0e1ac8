/** The reminders of the popup. */
export const noticeText = {
  unsaved: (count: number) =>
    count === 1 ? "1 credential is in no backup." : `${count} credentials are in no backup.`,
} as const;
