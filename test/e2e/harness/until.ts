/** Milliseconds: long, because a test that waits too short on a busy machine says nothing. */
export const WAIT = 20_000;
/** The shortest pause between two looks; a look that takes longer, as on a busy machine, is followed by as long a pause. */
const PAUSE = 25;
const LONGEST_PAUSE = 250;
/** Firefox may never answer a question put to a window that is just opening; it is asked again. */
const LONGEST_LOOK = 3_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The first value of `look` that is neither undefined, null nor false; a look that throws counts as "not yet".
 * @throws Error that names `what` and the last failure, after `timeout` milliseconds.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  timeout: number = WAIT,
): Promise<T> {
  const end = Date.now() + timeout;
  let failure: unknown;
  do {
    const begun = Date.now();
    try {
      const value = await within(look(), Math.max(1, Math.min(LONGEST_LOOK, end - Date.now())));
      if (value !== undefined && value !== null && value !== false) return value;
    } catch (error) {
      failure = error;
    }
    await pause(Math.min(Math.max(PAUSE, Date.now() - begun), LONGEST_PAUSE));
  } while (Date.now() < end);
  const cause = failure instanceof Error ? ` (${failure.message})` : "";
  throw new Error(`Waited ${timeout} ms for ${what}${cause}.`);
}

/**
 * The answer of a page that, when it is just closing, may never give one.
 * @throws Error when there is none in `ms` milliseconds
 */
export function within<T>(value: Promise<T> | T, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer")), ms);
    Promise.resolve(value)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
