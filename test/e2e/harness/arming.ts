/** Keeps Approve from arming for as long as a test needs, however slow the machine, and tells when it was armed. */
import type { Page } from "puppeteer-core";
import { enabled, type Patience, peek } from "./byName.ts";
import { until } from "./until.ts";

/** More than the 800 ms, by the window's own clock. */
const WOULD_ARM_MS = 1_200;

/** Short of the 800 ms by what a busy browser takes to show a change. */
export const ARMS_AFTER_MS = 700;

interface Watched {
  disturbing?: ReturnType<typeof setInterval>;
  spells?: number[];
}

export const isArmed = async (window: Page): Promise<boolean> =>
  (await peek(window, "button", "Approve"))?.evaluate((node) => !node.matches(":disabled")) ?? false;

/** Waits for longer than Approve takes to arm. @throws Error when it is armed by then, or never disarmed */
export async function staysDisarmed(window: Page): Promise<void> {
  await until("Approve to be disarmed", async () => !(await isArmed(window)));
  const since = await window.evaluate(() => performance.now());
  const hasPassed = (from: number, ms: number) => performance.now() - from > ms;
  await until("time to pass", () => window.evaluate(hasPassed, since, WOULD_ARM_MS));
  if (await isArmed(window)) throw new Error("Approve was armed meanwhile.");
}

/** Changes of size without end: Approve is disarmed and stays so until the returned function is called. */
export async function keepDisarmed(window: Page): Promise<() => Promise<void>> {
  await window.evaluate(() => {
    const disturb = () => dispatchEvent(new Event("resize"));
    Object.assign(globalThis, { disturbing: setInterval(disturb, 50) });
    disturb();
  });
  await until("Approve to be disarmed", async () => !(await isArmed(window)));
  return () => window.evaluate(() => clearInterval((globalThis as Watched).disturbing));
}

/**
 * Waits until Approve is armed, does something to the window and waits until it is armed again.
 * @returns how long it was disarmed, in milliseconds, by the window's own clock
 * @throws Error when it was not disarmed at all
 */
export async function disarmedBy(
  window: Page,
  disturb: () => Promise<unknown>,
  patience: Patience = {},
): Promise<number> {
  const button = await enabled(window, "button", "Approve", patience);
  await button.evaluate((node) => {
    const spells: number[] = [];
    let since = 0;
    const note = () => {
      if (node.matches(":disabled")) since = performance.now();
      else spells.push(performance.now() - since);
    };
    new MutationObserver(note).observe(node, { attributeFilter: ["disabled"] });
    Object.assign(globalThis, { spells });
  });
  await disturb();
  return until(
    "Approve to be disarmed and armed again",
    () => window.evaluate(() => (globalThis as Watched).spells?.at(-1)),
    patience.timeout,
  );
}
