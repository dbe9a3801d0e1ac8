/**
 * `npm run test:soak`: the tests that kill, ten times as often; each prints its counts. `npm run test:soak -- recoverKills`
 * runs those whose file name holds the pattern.
 */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBrowsers } from "../example/setup.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const KILLING = ["test/e2e/writeKills", "test/e2e/passwordKills", "test/e2e/recoverKills"];
const TIMES = "10";

const chosen = process.argv.slice(2);
const patterns = chosen.length === 0 ? KILLING : chosen;
ensureBrowsers(["chromium", "firefox"]);
for (const [file, ...args] of [
  ["build.mjs"],
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    "test/vitest.config.ts",
    "--project=e2e",
    ...patterns,
  ],
] as const) {
  const env = { COUNTERSIGN_SOAK: TIMES, ...process.env };
  const { status } = spawnSync(process.execPath, [file, ...args], { cwd: ROOT, stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
