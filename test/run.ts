/**
 * `npm test`: browsers, build, check, then every test: first those without a browser, then both browsers side by side, and the
 * long ones, which only reckon, on the core that the first browser leaves free. The last line is the true total.
 *
 *   npm test -- --unit                  check, unit and structure tests; no browser needed
 *   npm test -- --e2e [pattern]         end-to-end tests only, those whose file name holds the pattern
 *   npm test -- --browser chromium      end-to-end in one browser
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type BrowserName, ensureBrowsers } from "../example/setup.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const RESULTS = join(ROOT, "dist/test-results");

interface Score {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface VitestResults {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

const say = (line: string) => process.stdout.write(`${line}\n`);

interface Run {
  readonly env?: NodeJS.ProcessEnv;
  /** Stands before each line that it prints. */
  readonly label?: string;
}

/** Runs node with these arguments, shows what it prints, and returns that with the exit status. */
async function run(
  args: readonly string[],
  { env = {}, label = "" }: Run = {},
): Promise<{ status: number; lines: readonly string[] }> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number>((resolve) => child.on("close", (status) => resolve(status ?? 1)));
  const [lines] = await Promise.all([linesOf(child.stdout, label), linesOf(child.stderr, label)]);
  return { status: await ended, lines };
}

async function linesOf(stream: Readable, label: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: stream })) {
    lines.push(line);
    say(label + line);
  }
  return lines;
}

/** Each step of `npm run check` counts as one test. */
async function check(): Promise<Score> {
  const { lines } = await run(["test/check.mjs"]);
  const count = (word: string) => lines.filter((line) => new RegExp(`^check: .* ${word}$`).test(line)).length;
  const [passed, failed] = [count("passed"), count("failed")];
  return { suite: "check", passed, failed: passed + failed === 0 ? 1 : failed, skipped: 0 };
}

/** Tests that run beside others of this kind. */
interface Lane {
  readonly name: string;
  readonly projects: readonly string[];
  readonly browser?: BrowserName;
}

/** Runs vitest and scores it by folder of test/; a file or a run that breaks down counts as one failure. */
async function vitest(
  { name, projects, browser }: Lane,
  patterns: readonly string[],
): Promise<readonly Score[]> {
  const results = join(RESULTS, `${name}.json`);
  rmSync(results, { force: true });
  const program = ["node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts"];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  const chosen = patterns.length > 0 ? ["--passWithNoTests", ...patterns] : [];
  const { status } = await run(
    [...program, ...reporters, ...projects.map((project) => `--project=${project}`), ...chosen],
    { label: `${name.padEnd(8)} | `, ...(browser && { env: { COUNTERSIGN_BROWSERS: browser } }) },
  );
  const scores = existsSync(results) ? readScores(results, browser) : [];
  if (status === 0 || scores.some((score) => score.failed > 0)) return scores;
  return [...scores, { suite: "vitest itself", passed: 0, failed: 1, skipped: 0 }];
}

function readScores(results: string, browser = ""): readonly Score[] {
  const { testResults } = JSON.parse(readFileSync(results, "utf8")) as VitestResults;
  const suites = new Map<string, Score>();
  for (const { name, status, assertionResults } of testResults) {
    const suite = `${relative(join(ROOT, "test"), dirname(name)) || "test"} ${browser}`.trim();
    const before = suites.get(suite) ?? { suite, passed: 0, failed: 0, skipped: 0 };
    const count = (wanted: (status: string) => boolean) =>
      assertionResults.filter((row) => wanted(row.status)).length;
    const failed = count((value) => value === "failed");
    suites.set(suite, {
      suite,
      passed: before.passed + count((value) => value === "passed"),
      failed: before.failed + (status === "failed" && failed === 0 ? 1 : failed),
      skipped: before.skipped + count((value) => value !== "passed" && value !== "failed"),
    });
  }
  return [...suites.values()].sort((a, b) => a.suite.localeCompare(b.suite));
}

function summarize(scores: readonly Score[]): number {
  const total = (part: "passed" | "failed" | "skipped") =>
    scores.reduce((sum, score) => sum + score[part], 0);
  const skipped = (count: number) => (count === 0 ? "" : `, ${count} skipped`);
  say("");
  for (const score of scores) {
    say(`${score.suite.padEnd(16)} ${score.passed} passed, ${score.failed} failed${skipped(score.skipped)}`);
  }
  if (total("skipped") > 0) say(`${total("skipped")} skipped`);
  say(`${total("passed")} passed, ${total("failed")} failed`);
  return total("failed");
}

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { unit: { type: "boolean" }, e2e: { type: "boolean" }, browser: { type: "string" } },
  });
  const browsers: readonly BrowserName[] = ["chromium", "firefox"].filter(
    (name): name is BrowserName => values.browser === undefined || values.browser === name,
  );
  if (browsers.length === 0) throw new Error("--browser takes chromium or firefox.");
  const all = values.unit !== true && values.e2e !== true;
  return {
    unit: all || values.unit === true,
    e2e: all || values.e2e === true,
    browsers,
    patterns: positionals,
  };
}

async function main(): Promise<number> {
  const { unit, e2e, browsers, patterns } = readOptions();
  if (e2e) ensureBrowsers(browsers);
  const built = await run(["build.mjs"]);
  if (built.status !== 0) return summarize([{ suite: "build", passed: 0, failed: 1, skipped: 0 }]);
  mkdirSync(RESULTS, { recursive: true });
  const checked = unit ? [await check(), ...(await vitest(UNIT, patterns))] : [];
  const inBrowsers = e2e ? browsers.map((browser) => vitest(laneOf(browser), patterns)) : [];
  if (inBrowsers.length > 0) await Promise.race(inBrowsers);
  const long = unit ? await vitest(LONG, patterns) : [];
  return summarize([...checked, ...long, ...(await Promise.all(inBrowsers)).flat()]);
}

const UNIT: Lane = { name: "unit", projects: ["unit", "structure"] };
const LONG: Lane = { name: "long", projects: ["long"] };
const laneOf = (browser: BrowserName): Lane => ({ name: browser, projects: ["e2e"], browser });

main().then(
  (failed) => process.exit(failed === 0 ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  },
);
