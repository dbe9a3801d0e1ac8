import type { Results } from "../src/protocol/results.ts";
import { currentId, send } from "./client.ts";

interface Question {
  readonly id: string;
}

const put = (id: string) => ({ id, answer: send("approval.show", { id }) });

const here = currentId();
let asked = here === null ? null : put(here);
asked?.answer.catch(() => undefined);

/**
 * The answer to the question that an approval window has put before its screens are read, so that it comes as they are.
 * @returns `null` for another approval, and from the second time on
 */
export function askedAhead({ id }: Question): Promise<Results["approval.show"]> | null {
  const answer = asked?.id === id ? asked.answer : null;
  asked = null;
  return answer;
}
