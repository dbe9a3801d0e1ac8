import * as v from "valibot";

/** The part of `storage.session` (memory only, cleared when the browser exits) that Countersign uses. */
export interface SessionArea {
  get(keys?: string | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string | string[]): Promise<void>;
}

export interface Session {
  /** The value, or `null` when there is none or it does not have the shape. */
  read<S extends v.GenericSchema>(key: string, schema: S): Promise<v.InferOutput<S> | null>;
  /** Every value whose key starts with `prefix` and has the shape. */
  list<S extends v.GenericSchema>(prefix: string, schema: S): Promise<readonly v.InferOutput<S>[]>;
  write(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

export function createSession(area: SessionArea): Session {
  return {
    async read(key, schema) {
      const parsed = v.safeParse(schema, (await area.get(key))[key]);
      return parsed.success ? parsed.output : null;
    },
    async list(prefix, schema) {
      const entries = Object.entries(await area.get(null)).filter(([key]) => key.startsWith(prefix));
      return entries.flatMap(([, value]) => {
        const parsed = v.safeParse(schema, value);
        return parsed.success ? [parsed.output] : [];
      });
    },
    write: (key, value) => area.set({ [key]: value }),
    remove: (key) => area.remove(key),
  };
}
