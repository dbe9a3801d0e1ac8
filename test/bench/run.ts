/** `npm run bench`: prints every figure with its goal. Fails when a goal is missed. */
import { besideRows } from "./beside.ts";
import { lineOf, type Row } from "./rows.ts";
import { vaultRows } from "./vault.ts";

const SETS: readonly (() => Promise<readonly Row[]>)[] = [besideRows, vaultRows];

let missed = 0;
for (const rowsOf of SETS) {
  for (const row of await rowsOf()) {
    process.stdout.write(`${lineOf(row)}\n`);
    if (row.goal !== undefined && row.value > row.goal) missed += 1;
  }
}
process.exitCode = missed === 0 ? 0 : 1;
