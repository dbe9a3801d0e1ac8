import * as v from "valibot";
import { once, type Soon, together } from "./soon.ts";

/** The part of `storage.session` (memory only, cleared when the browser exits) that Countersign uses. */
export interface SessionArea {
  /** @param keys `null` for all */
  get(keys: string[] | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string): Promise<void>;
}

/**
 * The area as values of known shapes. It is read from the browser once: nobody but this worker writes to it, and what the
 * worker reads is what it has written. A question to the browser at every step is what a site's call would wait for.
 */
export interface Session {
  /** The value, or `null` when there is none or it does not have the shape. */
  read<S extends v.GenericSchema>(key: string, schema: S): Soon<v.InferOutput<S> | null>;
  /** Every value whose key starts with `prefix` and has the shape. */
  list<S extends v.GenericSchema>(prefix: string, schema: S): Promise<readonly v.InferOutput<S>[]>;
  write(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

/**
 * @param first the keys that are read before any call is here, and before the others, which grow with what is under way
 */
export function createSession(area: SessionArea, first: readonly string[] = []): Session {
  const known = new Map<string, unknown>();
  const take = async (keys: string[] | null) => {
    for (const [key, value] of Object.entries(await area.get(keys))) known.set(key, value);
  };
  const early = once(() => take([...first]));
  // Not before the first keys, which would be older than what is written once all are there.
  const all = once(async () => {
    await early();
    await take(null);
  });
  void (async () => early())().catch(() => undefined);
  return {
    read: (key, schema) =>
      together([first.includes(key) ? early() : all()], () => parsed(schema, known.get(key))[0] ?? null),
    async list(prefix, schema) {
      await all();
      return [...known].flatMap(([key, value]) => (key.startsWith(prefix) ? parsed(schema, value) : []));
    },
    async write(key, value) {
      await all();
      await area.set({ [key]: value });
      known.set(key, structuredClone(value));
    },
    async remove(key) {
      await all();
      await area.remove(key);
      known.delete(key);
    },
  };
}

function parsed<S extends v.GenericSchema>(schema: S, value: unknown): [] | [v.InferOutput<S>] {
  const result = v.safeParse(schema, value);
  return result.success ? [result.output] : [];
}
