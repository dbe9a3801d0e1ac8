/** `npm run test:soak`: the tests that kill, ten times as often; each prints a line with its seed and its counts. */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBrowsers } from "../example/setup.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const KILLING = ["test/e2e/writeKills"];
const TIMES = "10";

ensureBrowsers(["chromium", "firefox"]);
for (const [file, ...args] of [
  ["build.mjs"],
  ["node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts", "--project=e2e", ...KILLING],
] as const) {
  const env = { ...process.env, COUNTERSIGN_SOAK: TIMES };
  const { status } = spawnSync(process.execPath, [file, ...args], { cwd: ROOT, stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
