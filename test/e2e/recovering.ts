/** What a person does on the pages of `vault.html#/recover`, with the paper of the old kit beside the keyboard. */
import type { Page } from "puppeteer-core";
import type { LocalDfns } from "../../example/dfns/server.ts";
import { credentialsAt, type Person } from "../background/recovering.ts";
import { fill, find, itemsOf, press } from "./harness/byName.ts";
import { typeWords } from "./harness/steps.ts";
import { until } from "./harness/until.ts";

/** Somebody who wants an account back. */
export interface Comeback {
  readonly dfns: LocalDfns;
  /** Where the vault reaches that Dfns. */
  readonly url: string;
  readonly person: Person;
  /** The new words as they were last on the screen; none before they were. */
  newWords: readonly string[];
}

/** The screens by their headings: what is filled in, and the button that goes on. */
interface Screen {
  readonly heading: RegExp;
  readonly fill: (page: Page, comeback: Comeback) => Promise<void>;
  readonly button: string;
}

const PATIENCE = { timeout: 30_000 };
const nothing = async () => {};

/** In the order in which they come. */
const SCREENS = {
  kit: {
    heading: /^Recover an account$/,
    async fill(page, { dfns, url, person }) {
      await fill(page, "Username", person.username);
      await fill(page, "Organisation ID", dfns.orgId);
      await fill(page, "API URL", url);
      await fill(page, "Recovery credential ID", person.credentialId);
    },
    button: "Continue",
  },
  code: {
    heading: /^Check your e-mail$/,
    fill: (page, { dfns, person }) =>
      fill(page, "E-mail code", dfns.codes(person.username).recovery ?? "no code was sent"),
    button: "Continue",
  },
  phrase: {
    heading: /^Type your recovery phrase$/,
    fill: (page, { person }) => fill(page, "Recovery phrase", person.typed),
    button: "Continue",
  },
  newPhrase: {
    heading: /^Write down your new 12 words$/,
    async fill(page, comeback) {
      const words = await itemsOf(page, "Recovery phrase", PATIENCE);
      const known = comeback.newWords.length > 0;
      if (known && comeback.newWords.join() !== words.join()) throw new Error("The new words have changed.");
      comeback.newWords = words;
    },
    button: "I wrote down the recovery phrase",
  },
  words: {
    heading: /^Check three words$/,
    fill: (page, { newWords }) => typeWords(page, newWords),
    button: "Finish",
  },
  ready: { heading: /^Ready to recover /, fill: nothing, button: "Recover account" },
  lost: { heading: /^Dfns may have accepted this$/, fill: nothing, button: "Check now" },
  done: { heading: / is back$/, fill: nothing, button: "Done" },
} as const satisfies Readonly<Record<string, Screen>>;

export type ScreenName = keyof typeof SCREENS;

const NAMES = Object.keys(SCREENS) as readonly ScreenName[];

const headingOf = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector("h1")?.textContent ?? "");

/** The screen that is on, when it is one where the person does something. */
async function screenOn(page: Page): Promise<ScreenName | undefined> {
  const heading = await headingOf(page);
  return NAMES.find((name) => SCREENS[name].heading.test(heading));
}

/** Whether Dfns has put new credentials in the place of the old kit. */
export const isAccepted = ({ dfns, person }: Comeback): boolean =>
  !credentialsAt(dfns, person).some(({ credId, isActive }) => isActive && credId === person.credentialId);

/**
 * Goes on from the screen that is on, also in the middle of a recovery, to that screen.
 * @throws Error when a later one is on
 */
export async function walkTo(page: Page, comeback: Comeback, target: ScreenName): Promise<void> {
  const on = await until("a screen of the recovery", () => screenOn(page), PATIENCE.timeout);
  if (on === target) return;
  if (NAMES.indexOf(on) > NAMES.indexOf(target)) throw new Error(`The screen ${on} came before ${target}.`);
  await fillIn(page, comeback, on);
  await goOn(page, on);
  return walkTo(page, comeback, target);
}

/** Goes on until Dfns has accepted; also where the vault sends by itself what was interrupted. */
export async function bringBack(page: Page, comeback: Comeback): Promise<void> {
  const look = async () => (isAccepted(comeback) ? "accepted" : screenOn(page));
  const on = await until("a screen of the recovery", look, PATIENCE.timeout);
  if (on === "accepted") return;
  await fillIn(page, comeback, on);
  await goOn(page, on);
  return bringBack(page, comeback);
}

/** Types what a screen asks for and sends nothing. */
export const fillIn = (page: Page, comeback: Comeback, on: ScreenName): Promise<void> =>
  SCREENS[on].fill(page, comeback);

/** Presses the button of a screen, and does not wait for what comes of it. */
export async function send(page: Page, on: ScreenName): Promise<void> {
  await find(page, "button", SCREENS[on].button, PATIENCE);
  await press(page, SCREENS[on].button, PATIENCE);
}

/** Presses the button of a screen until another one is on. */
async function goOn(page: Page, on: ScreenName): Promise<void> {
  await send(page, on);
  await until(
    `the screen after ${on}`,
    async () => !SCREENS[on].heading.test(await headingOf(page)),
    PATIENCE.timeout,
  );
}

/** After the account is back: the pages are where the next recovery begins. */
export async function leave(page: Page): Promise<void> {
  const ends = async () => ["done", "kit"].includes((await screenOn(page)) ?? "") && screenOn(page);
  if ((await until("the end of the recovery", ends, PATIENCE.timeout)) === "done") await goOn(page, "done");
  await page.evaluate(() => {
    location.hash = "#/recover";
  });
}
