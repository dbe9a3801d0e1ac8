import * as v from "valibot";

/** The part of `storage.session` (memory only, cleared when the browser exits) that Countersign uses. */
export interface SessionArea {
  get(keys: null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string): Promise<void>;
}

/**
 * The area as values of known shapes. It is read from the browser once: nobody but this worker writes to it, and what the
 * worker reads is what it has written. A question to the browser at every step is what a site's call would wait for; this one
 * is asked at once, before any call is here.
 */
export interface Session {
  /** The value, or `null` when there is none or it does not have the shape. */
  read<S extends v.GenericSchema>(key: string, schema: S): Promise<v.InferOutput<S> | null>;
  /** Every value whose key starts with `prefix` and has the shape. */
  list<S extends v.GenericSchema>(prefix: string, schema: S): Promise<readonly v.InferOutput<S>[]>;
  write(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

export function createSession(area: SessionArea): Session {
  let reading: Promise<Map<string, unknown>> | null = null;
  const items = (): Promise<Map<string, unknown>> => {
    reading ??= area.get(null).then(
      (stored) => new Map(Object.entries(stored)),
      (error: unknown) => {
        reading = null;
        throw error;
      },
    );
    return reading;
  };
  void items().catch(() => undefined);
  return {
    async read(key, schema) {
      const parsed = v.safeParse(schema, (await items()).get(key));
      return parsed.success ? parsed.output : null;
    },
    async list(prefix, schema) {
      const entries = [...(await items())].filter(([key]) => key.startsWith(prefix));
      return entries.flatMap(([, value]) => {
        const parsed = v.safeParse(schema, value);
        return parsed.success ? [parsed.output] : [];
      });
    },
    async write(key, value) {
      const known = await items();
      await area.set({ [key]: value });
      known.set(key, structuredClone(value));
    },
    async remove(key) {
      const known = await items();
      await area.remove(key);
      known.delete(key);
    },
  };
}
