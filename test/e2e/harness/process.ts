import { existsSync } from "node:fs";
import type { Browser } from "puppeteer-core";
import { until } from "./until.ts";

export interface Start {
  readonly profile: string;
  readonly headless: boolean;
  /** The folder of the built extension. */
  readonly extension: string;
  readonly managed?: object | undefined;
  readonly screen?: Screen | undefined;
}

/** The only screen of a browser without windows, in pixels. */
export interface Screen {
  readonly width: number;
  readonly height: number;
}

/** Waits until the process of a killed browser is gone, so that its profile is free. */
export async function goneWith(browser: Browser): Promise<void> {
  const { pid } = browser.process() ?? {};
  if (pid !== undefined) await until("the browser's process to end", () => !isRunning(pid));
}

/** With a window, whoever started the browser handles Ctrl-C and cleans up; without one, puppeteer ends the browser. */
export const signalsFor = (headless: boolean) => ({
  handleSIGINT: headless,
  handleSIGTERM: headless,
  handleSIGHUP: headless,
});

/** Ends the browser when what it was started for fails. */
export async function orClose<T>(browser: Browser, wanted: Promise<T>): Promise<T> {
  try {
    return await wanted;
  } catch (error) {
    await browser.close();
    throw error;
  }
}

export const endOf = (browser: Browser): Promise<void> =>
  new Promise((resolve) => {
    browser.once("disconnected", () => resolve());
  });

function isRunning(pid: number): boolean {
  if (existsSync("/proc/self")) return existsSync(`/proc/${pid}`);
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
