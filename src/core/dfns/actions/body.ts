import { isObject, type JsonObject } from "./json.ts";
import type { Member, Members, Part } from "./members.ts";
import type { Seen } from "./seen.ts";

/** A body that fits, its rows in three places around the target of the action. */
export interface BodyReading extends Omit<Part, "rows"> {
  readonly rows: Readonly<Record<"first" | "target" | "rest", Part["rows"]>>;
}

/** `undefined` for a body that does not fit. */
export type Body = (body: JsonObject, seen: Seen) => BodyReading | undefined;

/** Exactly these members: one that is missing, unknown or of another form, and the body does not fit. */
export const members =
  (all: Members): Body =>
  (body, seen) => {
    if (!Object.keys(body).every((name) => Object.hasOwn(all, name))) return undefined;
    const rows: Record<"first" | "target" | "rest", Part["rows"]> = { first: [], target: [], rest: [] };
    let told: Omit<Part, "rows"> = {};
    for (const [name, member] of Object.entries(all)) {
      const value = Object.hasOwn(body, name) ? body[name] : undefined;
      if (value === undefined && member.optional) continue;
      const part = value === undefined ? undefined : member.read(value, seen);
      if (!part) return undefined;
      const place = member.place ?? "rest";
      rows[place] = [...rows[place], ...part.rows];
      told = { amount: told.amount ?? part.amount, noun: told.noun ?? part.noun };
    }
    return { ...told, rows };
  };

/** One form per value of the member `name`. */
export const variants = (name: string, table: Readonly<Record<string, Members>>): Body => {
  const bodies = new Map(Object.entries(table).map(([value, all]) => [value, members(all)]));
  return (body, seen) => {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    return typeof value === "string" ? bodies.get(value)?.(body, seen) : undefined;
  };
};

/** The first of several forms that fits. */
export const anyOf =
  (...bodies: readonly Body[]): Body =>
  (body, seen) => {
    for (const read of bodies) {
      const reading = read(body, seen);
      if (reading) return reading;
    }
    return undefined;
  };

/** `{}` or no body at all. */
export const nothing: Body = members({});

/** An object inside a body, its rows among the others. An empty one does not fit: it could not be told from none. */
export const group = (all: Members): Member => within(members(all));

export const within = (read: Body): Member => ({
  read: (value, seen) => {
    const reading = isObject(value) && Object.keys(value).length > 0 ? read(value, seen) : undefined;
    if (!reading) return undefined;
    const { first, target, rest } = reading.rows;
    return { ...reading, rows: [...first, ...target, ...rest] };
  },
});
