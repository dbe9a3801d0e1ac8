import { median, quartiles, type Row } from "./rows.ts";

/** Two things measured in turns, in milliseconds: what is measured, and what it is measured by. */
export interface Pair {
  readonly ours: readonly number[];
  readonly bare: readonly number[];
}

/** The first rounds fill caches and compile. */
const WARM_UP = 3;

interface Measured {
  ours(round: number): Promise<number>;
  bare(round: number): Promise<number>;
}

/** In turns, now the one first, now the other, so that what else the machine does meets both alike. */
export async function inTurns(times: number, measured: Measured): Promise<Pair> {
  const pair = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < times + WARM_UP; round++) {
    const order = round % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const);
    for (const name of order) {
      const taken = await measured[name](round);
      if (round >= WARM_UP) pair[name].push(taken);
    }
  }
  return pair;
}

/** The median of the ratios of the rounds, between which half of them lie, and the medians themselves. */
export function ratioRow(what: string, { ours, bare }: Pair): Row {
  const ratios = ours.map((value, round) => value / (bare[round] ?? Number.NaN));
  const shown = `${median(ours).toFixed(1)} ms over ${median(bare).toFixed(1)} ms`;
  return { what: `${what}: ${shown}`, value: median(ratios), spread: quartiles(ratios), unit: "×" };
}
