import type { PendingView } from "../src/protocol/views.ts";

type Recovery = Pick<PendingView, "state" | "live">;

/** The words about recoveries that are not through. Parameters from outside arrive cleaned. */
export const unfinishedText = {
  title: "Unfinished recoveries",
  count: (n: number) => (n === 1 ? "1 recovery is unfinished." : `${n} recoveries are unfinished.`),
  state({ state, live }: Recovery, host: string): string {
    if (state === "lost") return "Dfns may have accepted it. Your new keys are kept until that is known.";
    if (state === "handedOver") return live ? handedOver(host) : handedOverLong(host);
    return live ? "Your new keys and words are kept. You can go on." : TIME_RAN_OUT;
  },
} as const;

const handedOver = (host: string) =>
  `${host} completes this recovery. If it does not, start it again there. Until then the old kit works.`;

const handedOverLong = (host: string) =>
  `${host} had it, and its time is over. See what Dfns says of it before you throw any paper away.`;

const TIME_RAN_OUT =
  "Its time ran out, and your old kit is still good. Start again: Countersign uses the same new words.";
