import type { Reason } from "../src/core/errors.ts";

/** `failed`: the background answered with an error; `silent`: it did not answer. */
export type Asked<T> =
  | { readonly state: "asking" }
  | { readonly state: "silent" }
  | { readonly state: "failed"; readonly reason: Reason }
  | { readonly state: "answered"; readonly view: T };

const TROUBLED_MS = 1_000;

/** Milliseconds until it is asked again: soon while there is no view of a thing that is still there. */
export function pauseFor<T>(asked: Asked<T>, otherwise: (asked: Asked<T>) => number): number {
  const isTroubled = asked.state === "silent" || (asked.state === "failed" && !isGone(asked));
  return isTroubled ? TROUBLED_MS : otherwise(asked);
}

/** Whether what was asked about is no more; every other failure may pass. */
export const isGone = (asked: Asked<unknown>): boolean => asked.state === "failed" && asked.reason === "gone";
