export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: "ms" | "×" | "records" | "bytes" | "MiB";
  /** The value must not be above it; a row without one is for information. */
  readonly goal?: number;
}

const WHOLE: readonly Row["unit"][] = ["records", "bytes"];

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The median of `times` runs, in milliseconds; what `before` does is not counted. */
export async function timed(
  times: number,
  run: () => unknown,
  before: () => unknown = () => undefined,
): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    await before();
    const start = performance.now();
    await run();
    taken.push(performance.now() - start);
  }
  return median(taken);
}

/** One line of the table. */
export function lineOf({ what, value, unit, goal }: Row): string {
  const shown = `${value.toFixed(WHOLE.includes(unit) ? 0 : 2)} ${unit}`;
  const verdict = goal === undefined ? "" : `  goal ≤ ${goal}: ${value <= goal ? "held" : "MISSED"}`;
  return `${what.padEnd(64)} ${shown.padStart(12)}${verdict}`;
}
