/**
 * A value that is here already, or a promise of it. Where every page of the web waits, the difference counts: a browser
 * passes an answer on at once that is given before its question has been let go.
 */
export type Soon<T> = T | Promise<T>;

type Values<S extends readonly unknown[]> = { -readonly [I in keyof S]: Awaited<S[I]> };

/** What `use` makes of the values: at once if all are here, else when they are. */
export function together<S extends readonly unknown[], R>(
  all: readonly [...S],
  use: (...values: Values<S>) => Soon<R>,
): Soon<R> {
  const isHere = !all.some((one) => one instanceof Promise);
  return isHere
    ? use(...(all as Values<S>))
    : Promise.all(all).then((values) => use(...(values as Values<S>)));
}

/** What `run` comes to, from the first time that it succeeds; nothing runs twice meanwhile. */
export function once<T>(run: () => Promise<T>): () => Soon<T> {
  let kept: { readonly value: Soon<T> } | null = null;
  const begin = () =>
    run().then(
      (value) => {
        kept = { value };
        return value;
      },
      (error: unknown) => {
        kept = null;
        throw error;
      },
    );
  return () => {
    kept ??= { value: begin() };
    return kept.value;
  };
}
