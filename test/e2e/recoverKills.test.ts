import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromBase64url, fromJsonBytes } from "../../src/core/bytes.ts";
import { parseHeader } from "../../src/core/vault/header.ts";
import { openRecord, parseStoredRecord } from "../../src/core/vault/records.ts";
import { type StoredVault, verifyVault } from "../../src/core/vault/verify.ts";
import {
  keyOf,
  OFFICIAL_USER,
  officialKit,
  oldSignsIn,
  ownKit,
  registerPerson,
  signsIn,
} from "../background/recovering.ts";
import { BROWSERS } from "./harness/browsers.ts";
import { type Gate, type Moment, startGate } from "./harness/gate.ts";
import { phraseSecrets, type Secret, searchFor } from "./harness/onDisk.ts";
import { createVault, PASSWORD, unlock } from "./harness/steps.ts";
import { masterKeyOf, storedIn } from "./harness/stored.ts";
import { until } from "./harness/until.ts";
import { bringBack, type Comeback, fillIn, isAccepted, leave, send, walkTo } from "./recovering.ts";
import { ASK, POINTS, type Point } from "./recoverPoints.ts";
import { startWorld, type World } from "./world.ts";

/** `npm run test:soak` goes round ten times. */
const ROUNDS = Array.from({ length: Number(process.env.COUNTERSIGN_SOAK ?? 1) }, (_, i) => i + 1);
const PATIENCE = 30_000;
const WORDS = 12;
const WHOLE = { timeout: 300_000 };

/** What became of the kills at one point. A kill that nobody has proved harmless is one that lost the account. */
interface Score {
  kills: number;
  /** The account came back afterwards. */
  survived: number;
}

/** The signing key that lies in the stored vault for that person; `null` where there is none, or another is on its way. */
async function keyIn(stored: StoredVault, vmk: Uint8Array, username: string) {
  const { vaultId, epoch } = parseHeader(stored.header);
  const { records, accounts } = await verifyVault(vmk, stored);
  const account = accounts.find((one) => one.username === username);
  const entry = records.find(({ accountId, kind }) => accountId === account?.id && kind === "Key");
  if (entry === undefined || records.some(({ kind }) => kind === "pending")) return null;
  const record = parseStoredRecord(new Map(stored.records).get(entry.id));
  const { secret } = fromJsonBytes(await openRecord({ vmk, vaultId, epoch, entry, record })) as {
    secret: string;
  };
  return keyOf(fromBase64url(secret), entry.credId);
}

/** What is typed, and every shape of the phrases, the new one once it was on the screen. */
async function secretsOf({ person: { username, typed }, newWords }: Comeback): Promise<readonly Secret[]> {
  const phrases = [typed.split(" "), newWords].filter(({ length }) => length === WORDS);
  const found = await Promise.all(phrases.map((words) => phraseSecrets(`${username}: ${words[0]} …`, words)));
  return [{ name: `${username}: old kit`, text: typed }, ...found.flat()];
}

describe.each(BROWSERS)("an account that is recovered in %s outlives a kill", (name) => {
  let world: World;
  let gate: Gate;
  let vmk: Uint8Array;
  /** Of the browser that runs; `null` once it was killed. */
  let page: Page | null = null;
  /** Whose recovery was killed before Dfns got it, and goes on at the next point. */
  let unfinished: Comeback | null = null;
  let unproved: Score[] = [];
  let people = 0;
  const secrets: Secret[] = [];
  const table = new Map<string, Score>(POINTS.map((point) => [point.name, { kills: 0, survived: 0 }]));

  beforeAll(async () => {
    world = await startWorld(name);
    gate = await startGate(world.dfns.url);
    vmk = await masterKeyOf(await storedIn(await createVault(world.browser)), PASSWORD);
    page = await world.browser.extensionPage("vault.html#/recover");
  });
  afterAll(async () => {
    const lines = [...table].map(
      ([point, { kills, survived }]) => `${name} | ${point} | ${kills} kills | ${kills - survived} lost\n`,
    );
    process.stdout.write(lines.join(""));
    await gate.close();
    await world.close();
  });

  const begin = async (): Promise<Comeback> => {
    people += 1;
    const { dfns } = world;
    // The second one has the kit of Dfns' own dashboard, which there is for one name only.
    const person =
      people === 2
        ? await registerPerson(dfns, OFFICIAL_USER, officialKit())
        : await registerPerson(dfns, `nora${people}@example.com`, await ownKit());
    return { dfns, url: gate.url, person, newWords: [] };
  };
  /** @returns a function that waits until a call is held */
  const hold = (path: string, moment: Moment) => {
    const count = () => (moment === "before" ? gate.arrived(path) : gate.answered(path));
    const before = count();
    gate.hold(path, moment);
    return () => until("the held call", () => count() > before, PATIENCE);
  };
  const kill = async () => {
    page = null;
    await world.browser.crash();
    gate.release();
  };
  /** Those that are in the files which a kill or a long use leaves behind. */
  const onDisk = (some: readonly Secret[]) => searchFor(some).inFolder(world.browser.profile);
  const arrive = async (): Promise<Page> => {
    await world.browser.relaunch();
    page = await world.browser.extensionPage("vault.html#/recover");
    await unlock(page);
    return page;
  };

  async function killAt({ screen, pressed, held, released, again }: Point, comeback: Comeback) {
    const tab = page ?? (await arrive());
    await walkTo(tab, comeback, screen);
    await fillIn(tab, comeback, screen);
    const isHeld = held && hold(...held);
    if (pressed) await send(tab, screen);
    await isHeld?.();
    if (released) gate.release();
    await kill();
    if (!again) return;
    const isAsked = hold(ASK, "before");
    await arrive();
    await isAsked();
    await kill();
  }

  /** Dfns lets the key sign in that lies in the vault, and no longer the one that was lost. */
  async function expectBack(tab: Page, { dfns, person }: Comeback): Promise<void> {
    const look = async () => keyIn(await storedIn(tab), vmk, person.username);
    const key = await until("the account in the vault", look, PATIENCE);
    expect(await signsIn(dfns, person.username, key)).toBe(true);
    expect(await oldSignsIn(dfns, person)).toBe(false);
  }

  describe.each(ROUNDS)("in round %i", () => {
    it.each(POINTS)("while $name", async (point) => {
      const comeback = unfinished ?? (await begin());
      unfinished = null;
      const score = table.get(point.name) ?? { kills: 0, survived: 0 };
      await killAt(point, comeback);
      score.kills += 1;
      unproved.push(score);
      expect(onDisk(await secretsOf(comeback))).toEqual([]);
      const tab = await arrive();
      if (!point.last) {
        expect(isAccepted(comeback)).toBe(false);
        expect(await oldSignsIn(comeback.dfns, comeback.person)).toBe(true);
        unfinished = comeback;
        return;
      }
      await bringBack(tab, comeback);
      await expectBack(tab, comeback);
      for (const one of unproved) one.survived += 1;
      unproved = [];
      secrets.push(...(await secretsOf(comeback)));
      await leave(tab);
    });
  });

  it("and leaves no words behind", WHOLE, async () => {
    expect(secrets.length).toBeGreaterThan(2 * POINTS.filter(({ last }) => last).length);
    await world.browser.quit();
    expect(onDisk(secrets)).toEqual([]);
  });
});
