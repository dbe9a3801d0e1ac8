/**
 * `npm start`: builds, starts the local Dfns and the example dapp, and opens a browser with Countersign in it. Without a
 * display, or with `--headless`, it runs one whole registration, prints each step and leaves pictures of every page.
 *
 *   npm start -- --browser firefox --headless
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "../test/e2e/harness/browsers.ts";
import { type Dapp, startDapp } from "./dapp/server.ts";
import { type LocalDfns, startDfns } from "./dfns/server.ts";
import { type BrowserName, ensureBrowsers } from "./setup.ts";
import { tour } from "./tour.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const say = (line: string) => process.stdout.write(`${line}\n`);

function readOptions(): { readonly browser: BrowserName; readonly headless: boolean } {
  const { values } = parseArgs({
    options: {
      browser: { type: "string", default: "chromium" },
      headless: { type: "boolean", default: false },
    },
  });
  const { browser } = values;
  if (browser !== "chromium" && browser !== "firefox")
    throw new Error("--browser takes chromium or firefox.");
  return { browser, headless: values.headless || !(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) };
}

/** Opens the browser for a person, until it is closed or Ctrl-C. */
async function show(name: BrowserName, dapp: Dapp, dfns: LocalDfns): Promise<void> {
  const browser = await launch(name, { headless: false });
  await browser.newPage(dapp.url);
  say(
    `The example dapp is at ${dapp.url}, the local Dfns at ${dfns.url}. Create a vault when asked; Ctrl-C ends.`,
  );
  await Promise.race([browser.ended, interrupted()]);
  await browser.close();
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });

async function main(): Promise<void> {
  const { browser, headless } = readOptions();
  ensureBrowsers([browser]);
  say("Building…");
  execFileSync(process.execPath, ["build.mjs"], { cwd: ROOT, stdio: "inherit" });
  const dfns = await startDfns();
  const dapp = await startDapp({ dfns });
  try {
    if (headless) await tour({ browser, dapp, dfns, say });
    else await show(browser, dapp, dfns);
  } finally {
    await Promise.allSettled([dapp.close(), dfns.close()]);
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`npm start failed: ${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  },
);
