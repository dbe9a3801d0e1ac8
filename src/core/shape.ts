/** Closed shapes for what the vault reads: a guard says yes to exactly the members listed, and to nothing else. */
import { rpcError } from "./errors.ts";

export type Shape<T> = (value: unknown) => value is T;

/** The value, if it has the shape. @throws notOpened: a damaged vault and a wrong password are one error */
export function parseAs<T>(shape: Shape<T>, value: unknown): T {
  if (!shape(value)) throw rpcError("notOpened");
  return value;
}

/** Text of `min` to `max` UTF-16 units. */
export const text =
  ({ min = 0, max = 4096, pattern = /(?:)/ } = {}): Shape<string> =>
  (value): value is string =>
    typeof value === "string" && value.length >= min && value.length <= max && pattern.test(value);

/** Canonical base64url of `min` to `max` bytes. */
export const bytesText =
  (min: number, max = min): Shape<string> =>
  (value): value is string =>
    typeof value === "string" && isCanonical(value, min, max);

/** A safe integer from `min` on. */
export const integer =
  (min: number): Shape<number> =>
  (value): value is number =>
    Number.isSafeInteger(value) && (value as number) >= min;

/** Any finite number from 0 on. */
export const amount: Shape<number> = (value): value is number =>
  Number.isFinite(value) && (value as number) >= 0;

export const oneOf =
  <const T extends string | number | boolean>(...allowed: readonly T[]): Shape<T> =>
  (value): value is T =>
    allowed.some((one) => one === value);

export const either =
  <A, B>(a: Shape<A>, b: Shape<B>): Shape<A | B> =>
  (value): value is A | B =>
    a(value) || b(value);

export const orNull = <T>(shape: Shape<T>): Shape<T | null> =>
  either(shape, (value): value is null => value === null);

/** For a member that may be absent. */
export const optional = <T>(shape: Shape<T>): Shape<T | undefined> =>
  either(shape, (value): value is undefined => value === undefined);

export const listOf =
  <T>(item: Shape<T>, { min = 0, max = 100_000 } = {}): Shape<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.length >= min && value.length <= max && Array.from(value).every(item);

export const object =
  <T extends object>(members: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> =>
  (value): value is T =>
    isRecord(value) &&
    Reflect.ownKeys(value).every((name) => Object.hasOwn(members, name)) &&
    Object.entries<Shape<unknown>>(members).every(([name, shape]) =>
      shape(Object.hasOwn(value, name) ? value[name] : undefined),
    );

/** Whether no two items have the same key. */
export const unique = <T>(items: readonly T[], keyOf: (item: T) => string): boolean =>
  new Set(items.map(keyOf)).size === items.length;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** By rest of the length divided by four: what the last character may be, so that no spare bit is set. One alone is no byte. */
const LAST = [/^/, /(?!)/, /[AQgw]$/, /[AEIMQUYcgkosw048]$/] as const;

/** As `fromBase64url` reads it, told from the text: a vault has thousands of such members, one of them as long as its index. */
function isCanonical(value: string, min: number, max: number): boolean {
  const length = Math.floor((value.length * 6) / 8);
  if (length < min || length > max) return false;
  return !/[^A-Za-z0-9_-]/.test(value) && LAST[value.length % 4]?.test(value) === true;
}
