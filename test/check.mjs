/** `npm run check`: types, lint and format, boundaries. Says each step's outcome and fails when one does. */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

const STEPS = {
  types: ["typescript/bin/tsc", "--noEmit", "-p", "."],
  "lint and format": ["@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."],
  boundaries: [
    "vitest/vitest.mjs",
    "run",
    ...["--config", "test/vitest.config.ts", "--project", "structure", "--reporter=dot", "boundaries"],
  ],
};

let failed = 0;
for (const [name, [bin, ...args]] of Object.entries(STEPS)) {
  const program = join(ROOT, "node_modules", bin);
  const { status } = spawnSync(process.execPath, [program, ...args], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) failed++;
  process.stdout.write(`check: ${name} ${status === 0 ? "passed" : "failed"}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
