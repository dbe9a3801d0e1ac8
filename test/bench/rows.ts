export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: "ms" | "×" | "records" | "bytes" | "MiB";
  /** Between these lies the middle half of what was measured. */
  readonly spread?: readonly [low: number, high: number];
  /** The value must not be above it; a row without one is for information. */
  readonly goal?: number;
}

const WHOLE: readonly Row["unit"][] = ["records", "bytes"];

const at = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN;

export const median = (values: readonly number[]): number => at(values, 0.5);

export const quartiles = (values: readonly number[]): readonly [number, number] => [
  at(values, 0.25),
  at(values, 0.75),
];

/** How long it takes, in milliseconds. */
export async function timed(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

export const isMissed = ({ value, goal }: Row): boolean => goal !== undefined && !(value <= goal);

/** One line of the table. */
export function lineOf(row: Row): string {
  const { what, value, unit, spread, goal } = row;
  const shown = `${value.toFixed(WHOLE.includes(unit) ? 0 : 2)} ${unit}`;
  const [low, high] = spread?.map((end) => end.toFixed(2)) ?? [];
  const around = spread === undefined ? "" : `(${low} to ${high})`;
  const verdict = goal === undefined ? "" : `  goal ≤ ${goal}: ${isMissed(row) ? "MISSED" : "held"}`;
  return `${what.padEnd(84)} ${shown.padStart(12)} ${around.padEnd(18)}${verdict}`.trimEnd();
}
