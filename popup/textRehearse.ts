/** The words of a rehearsal. */
export const rehearseText = {
  title: "Rehearse recovery",
  lead: "Checks the words on your paper against the recovery key. It happens on this device: nothing is sent and nothing changes.",
  submit: "Rehearse recovery",
  works: "Your kit works.",
  worksLead: (today: string, month: string) =>
    `All words are right, the recovery key opened and signed a test. Noted for ${today}; the next reminder comes in ${month}.`,
  replace: "Replace the kit while you still can sign in.",
} as const;
