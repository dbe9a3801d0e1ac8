/** Finds the browsers, and installs Debian's where it may. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export type BrowserName = "chromium" | "firefox";

interface Candidate {
  /** Names the program in the environment. */
  readonly variable: string;
  readonly programs: readonly string[];
  readonly debian: string;
}

const BROWSERS: Readonly<Record<BrowserName, Candidate>> = {
  chromium: {
    variable: "CHROMIUM",
    programs: ["chromium", "chromium-browser", "google-chrome-for-testing"],
    debian: "chromium",
  },
  firefox: { variable: "FIREFOX", programs: ["firefox-esr", "firefox"], debian: "firefox-esr" },
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The path of a browser: from the environment, else from PATH. */
export function findBrowser(name: BrowserName): string | null {
  const { variable, programs } = BROWSERS[name];
  const given = process.env[variable];
  if (given !== undefined && given !== "") return isProgram(given) ? given : null;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = programs.flatMap((program) => folders.map((folder) => join(folder, program)));
  return paths.find(isProgram) ?? null;
}

/** @throws Error that says what to install. */
export function requireBrowser(name: BrowserName): string {
  const path = findBrowser(name);
  if (path === null) throw new Error(advice([name]));
  return path;
}

const advice = (missing: readonly BrowserName[]): string =>
  missing
    .map((name) => {
      const { variable, debian } = BROWSERS[name];
      const set = process.env[variable] ? ` ${variable} is set, but is not a program.` : "";
      return (
        `No ${name} was found.${set} On Debian or Ubuntu: sudo apt-get install -y ${debian}. Elsewhere: install it and ` +
        `set ${variable} to the path of the program.`
      );
    })
    .join("\n");

const mayInstall = (): boolean => process.getuid?.() === 0 && existsSync("/etc/debian_version");

function install(packages: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "--no-install-recommends", ...packages],
  ]) {
    spawnSync("apt-get", args, { env, stdio: ["ignore", "inherit", "inherit"] });
  }
}

/**
 * Makes sure that these browsers are there.
 * @throws Error that says exactly what to install, when they are not and cannot be installed.
 */
export function ensureBrowsers(names: readonly BrowserName[]): void {
  const missing = () => names.filter((name) => findBrowser(name) === null);
  if (missing().length > 0 && mayInstall()) install(missing().map((name) => BROWSERS[name].debian));
  if (missing().length > 0) throw new Error(advice(missing()));
}
