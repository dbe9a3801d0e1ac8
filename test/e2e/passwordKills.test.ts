import { describe, expect, it } from "vitest";
import type { Header } from "../../src/core/vault/header.ts";
import { type StoredVault, verifyVault } from "../../src/core/vault/verify.ts";
import { BROWSERS, type BrowserName, launch, type TestBrowser } from "./harness/browsers.ts";
import { PASSWORD } from "./harness/steps.ts";
import { masterKeyOf, storedIn } from "./harness/stored.ts";
import { until } from "./harness/until.ts";
import {
  type Counter,
  type ExtensionWindow,
  fraction,
  instant,
  nextSeed,
  request,
  SCALE,
  SEED,
  startCounter,
} from "./killing.ts";
import { backupOf } from "./manyKeys.ts";

const KILLS: Readonly<Record<BrowserName, number>> = { chromium: 6 * SCALE, firefox: 4 * SCALE };
/** Enough that sealing and writing them takes a good part of a change. */
const KEYS = 400;
/** The password of the even epochs, and that of the odd ones, with which a vault begins. */
const PASSWORDS = ["quartz lantern orbit saddle meadow comet", PASSWORD] as const;

const epochOf = ({ header }: StoredVault): number => (header as Header).epoch;
const passwordAt = (epoch: number): string => PASSWORDS[epoch % 2 === 0 ? 0 : 1];

/**
 * Changes the password to and fro without end, and tells the counter of each change that is done.
 * @returns how long one change takes, in milliseconds
 */
async function startChanges(browser: TestBrowser, epoch: number, counter: Counter): Promise<number> {
  const tab = await browser.extensionPage("vault.html");
  await request(tab, "vault.unlock", { password: passwordAt(epoch) });
  const since = performance.now();
  await tab.evaluate(
    (current, next, url) => {
      const { chrome } = window as unknown as ExtensionWindow;
      const change = async (from: string, to: string): Promise<void> => {
        const message = { request: "vault.changePassword", params: { current: from, next: to } };
        if (!("result" in (await chrome.runtime.sendMessage(message)))) return;
        await fetch(`${url}/acknowledged`);
        return change(to, from);
      };
      void change(current, next);
    },
    passwordAt(epoch),
    passwordAt(epoch + 1),
    counter.url,
  );
  await until("the first change", () => counter.acknowledged > 0, 60_000);
  return performance.now() - since;
}

/** Whether the password of its epoch opens all of the vault, and the other password nothing. */
async function isOneOrTheOther(stored: StoredVault): Promise<boolean> {
  const epoch = epochOf(stored);
  const index = await masterKeyOf(stored, passwordAt(epoch))
    .then((vmk) => verifyVault(vmk, stored))
    .catch(() => null);
  const other = await masterKeyOf(stored, passwordAt(epoch + 1)).catch(() => null);
  return index?.records.length === KEYS && other === null;
}

interface Score {
  acknowledged: number;
  torn: number;
  lost: number;
}

async function killing(name: BrowserName, kills: number): Promise<Score> {
  const [browser, counter] = await Promise.all([launch(name), startCounter()]);
  const score = { acknowledged: 0, torn: 0, lost: 0 };
  try {
    const file = await backupOf(KEYS, passwordAt(1));
    const tab = await browser.extensionPage("vault.html");
    await request(tab, "backup.restore", {
      file,
      factor: { type: "password", password: passwordAt(1) },
      how: "replace",
    });
    let epoch = 1;
    for (let i = 0, state = nextSeed(SEED); i < kills; i++, state = nextSeed(state)) {
      counter.acknowledged = 0;
      const duration = await startChanges(browser, epoch, counter);
      await instant(fraction(state) * duration);
      await browser.crash();
      const { acknowledged } = counter;
      await browser.relaunch();
      const stored = await storedIn(await browser.extensionPage("vault.html"));
      score.acknowledged += acknowledged;
      score.torn += (await isOneOrTheOther(stored)) ? 0 : 1;
      score.lost += Math.max(0, epoch + acknowledged - epochOf(stored));
      epoch = epochOf(stored);
    }
  } finally {
    await Promise.all([browser.close(), counter.close()]);
  }
  return score;
}

describe.each(BROWSERS)("a vault in %s, killed while its password is changed", (name) => {
  const kills = KILLS[name];

  it(`has the old password or the new, and all its keys: ${kills} kills, seed ${SEED}`, {
    timeout: 60_000 + kills * 60_000,
  }, async () => {
    const { acknowledged, torn, lost } = await killing(name, kills);
    process.stdout.write(
      `${name}: ${kills} kills, seed ${SEED}: ${acknowledged} changes acknowledged, ${torn} torn, ${lost} lost\n`,
    );
    expect({ torn, lost }).toEqual({ torn: 0, lost: 0 });
    expect(acknowledged).toBeGreaterThanOrEqual(kills);
  });
});
