/** One task after the other: nothing comes between what a task reads and what it writes. */
export type Exclusive = <T>(run: () => Promise<T>) => Promise<T>;

export function createQueue(): Exclusive {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const result = last.then(run);
    last = result.catch(() => undefined);
    return result;
  };
}
