import type * as v from "valibot";
import type { Session } from "./session.ts";

/** A value of the session that is read from it once; only this worker may write it. */
export interface Kept<T> {
  read(): Promise<T>;
  write(next: T): Promise<void>;
}

export function createKept<S extends v.GenericSchema>(
  session: Session,
  key: string,
  schema: S,
  otherwise: v.InferOutput<S>,
): Kept<v.InferOutput<S>> {
  let known: { readonly value: v.InferOutput<S> } | null = null;
  return {
    async read() {
      if (known) return known.value;
      const stored = (await session.read(key, schema)) ?? otherwise;
      // What was written meanwhile is newer than what was read.
      known ??= { value: stored };
      return known.value;
    },
    async write(value) {
      await session.write(key, value);
      known = { value };
    },
  };
}
