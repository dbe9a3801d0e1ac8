import { describe, expect, it } from "vitest";
import type { Header } from "../../src/core/vault/header.ts";
import { type StoredVault, verifyVault } from "../../src/core/vault/verify.ts";
import { registerParams } from "../background/register.ts";
import { BROWSERS, type BrowserName } from "./harness/browsers.ts";
import { press, seeText } from "./harness/byName.ts";
import { createVault, PASSWORD, typeWords, writeDown } from "./harness/steps.ts";
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
import { ask, startWorld, type World } from "./world.ts";

const KILLS: Readonly<Record<BrowserName, number>> = {
  chromium: 40 * SCALE,
  firefox: SCALE === 1 ? 20 : 10 * SCALE,
};
/** Kills on one profile; a challenge of Dfns does not live for ever. */
const BATCH = 20;
const LONGEST_LOAD = 600;
const PATIENCE = 15_000;
/** A retry marks the registration as being sent, then as refused. */
const WRITES_PER_RETRY = 2;

/** A vault with one registration that Dfns has refused. */
async function prepare(world: World, counter: Counter): Promise<void> {
  (await createVault(world.browser)).close();
  const site = await world.browser.newPage(world.sites.good);
  const made = await registerParams(world.dfns, "robin@example.com");
  await ask(site, "dfns_register", { ...made, api: { ...made.api, url: counter.url } });
  const window = await world.browser.waitForExtensionPage("approve.html", PATIENCE);
  await press(window, "Approve", { timeout: PATIENCE });
  await typeWords(window, await writeDown(window));
  await press(window, "Finish");
  await seeText(window, "Not today.", { timeout: PATIENCE });
}

/** Retries without end in the window of that registration, and tells the counter of each that is done. */
async function startLoad(world: World, counter: Counter): Promise<void> {
  const tab = await world.browser.extensionPage("vault.html");
  await request(tab, "vault.unlock", { password: PASSWORD });
  const { pending } = await until("the refused registration", async () => {
    const overview = await request<{ pending: { recordId: string }[] }>(tab, "vault.overview", {});
    return overview.pending.length > 0 && overview;
  });
  await request(tab, "pending.open", { recordId: pending[0]?.recordId });
  const window = await world.browser.waitForExtensionPage("approve.html#", PATIENCE);
  await seeText(window, "Not today.", { timeout: PATIENCE });
  await window.evaluate((url) => {
    const { chrome } = globalThis as unknown as ExtensionWindow;
    const message = { request: "approval.retry", params: { id: location.hash.slice(1) } };
    const again = async (): Promise<void> => {
      if (!("result" in (await chrome.runtime.sendMessage(message)))) return;
      await fetch(`${url}/acknowledged`);
      return again();
    };
    void again();
  }, counter.url);
}

interface Score {
  readonly acknowledged: number;
  readonly torn: number;
  readonly lost: number;
}

/** Where the vault stands: how often it was written, and its one pending record. */
const writesOf = (stored: StoredVault): number => (stored.header as Header).generation;

async function isWhole(vmk: Uint8Array, stored: StoredVault): Promise<boolean> {
  return verifyVault(vmk, stored).then(
    (index) => index.records.length === 1,
    () => false,
  );
}

/** Kills the browser of one profile, again and again, at seeded instants of a write load. */
async function killing(name: BrowserName, kills: number, seed: number): Promise<Score> {
  const [world, counter] = await Promise.all([startWorld(name), startCounter()]);
  const score = { acknowledged: 0, torn: 0, lost: 0 };
  try {
    await prepare(world, counter);
    let stored = await storedIn(await world.browser.extensionPage("vault.html"));
    const vmk = await masterKeyOf(stored, PASSWORD);
    for (let i = 0, state = nextSeed(seed); i < kills; i++, state = nextSeed(state)) {
      counter.acknowledged = 0;
      await startLoad(world, counter);
      await until("the first write", () => counter.acknowledged > 0, PATIENCE);
      await instant(fraction(state) * LONGEST_LOAD);
      await world.browser.crash();
      const { acknowledged } = counter;
      await world.browser.relaunch();
      const after = await storedIn(await world.browser.extensionPage("vault.html"));
      score.acknowledged += acknowledged * WRITES_PER_RETRY;
      score.torn += (await isWhole(vmk, after)) ? 0 : 1;
      score.lost += Math.max(0, writesOf(stored) + acknowledged * WRITES_PER_RETRY - writesOf(after));
      stored = after;
    }
  } finally {
    await Promise.all([world.close(), counter.close()]);
  }
  return score;
}

describe.each(BROWSERS)("a vault in %s, killed while it writes", (name) => {
  const kills = KILLS[name];

  it(`is whole each time and has all it acknowledged: ${kills} kills, seed ${SEED}`, {
    timeout: kills * 60_000,
  }, async () => {
    const total = { acknowledged: 0, torn: 0, lost: 0 };
    for (let done = 0; done < kills; done += BATCH) {
      const score = await killing(name, Math.min(BATCH, kills - done), SEED + done);
      for (const part of ["acknowledged", "torn", "lost"] as const) total[part] += score[part];
    }
    const { acknowledged, torn, lost } = total;
    process.stdout.write(
      `${name}: ${kills} kills, seed ${SEED}: ${acknowledged} writes acknowledged, ${torn} torn, ${lost} lost\n`,
    );
    expect({ torn, lost }).toEqual({ torn: 0, lost: 0 });
    expect(acknowledged).toBeGreaterThanOrEqual(kills);
  });
});
