/**
 * `npm run bench`: prints every figure with the middle half of what was measured and its goal, and says at the end which
 * goals were missed. It fails only when something cannot be measured: a busy machine misses goals that hold on an idle one.
 */
import { besideRows } from "./beside.ts";
import { isMissed, lineOf, type Row } from "./rows.ts";
import { vaultRows } from "./vault.ts";

const SETS: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  "Beside a bare extension, in Chromium": () => besideRows("chromium"),
  "Beside a bare extension, in Firefox": () => besideRows("firefox"),
  "The vault, in Node and in Chromium's worker": vaultRows,
};

const say = (line: string) => process.stdout.write(`${line}\n`);

const judged: Row[] = [];
for (const [title, rowsOf] of Object.entries(SETS)) {
  say(`\n${title}`);
  const rows = await rowsOf();
  for (const row of rows) say(lineOf(row));
  judged.push(...rows.filter(({ goal }) => goal !== undefined));
}
const missed = judged.filter(isMissed);
say(`\n${judged.length - missed.length} of ${judged.length} goals held.`);
for (const row of missed) say(`MISSED: ${lineOf(row)}`);
