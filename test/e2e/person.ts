/** A patient person: does whatever the approval window asks for next, also after it came back from a kill. */
import type { ElementHandle, Page } from "puppeteer-core";
import { isEnabled, itemsOf, peek, textOf } from "./harness/byName.ts";
import { typeWords } from "./harness/steps.ts";
import { until, within } from "./harness/until.ts";
import type { World } from "./world.ts";

/** The button that each stage of the window ends with. */
const BUTTONS = {
  approve: "Approve",
  phrase: "I wrote down the recovery phrase",
  words: "Finish",
  done: "Done",
} as const;
/** What the window waits for. */
export type Stage = keyof typeof BUTTONS;
const STAGES = Object.keys(BUTTONS) as readonly Stage[];

/** A window that waits for the person. */
export interface Sight {
  readonly window: Page;
  readonly stage: Stage;
  readonly button: ElementHandle;
}

/** Whether what is seen says that it is over; `null`: no window that waits for the person. */
type IsOver = (seen: Sight | null) => boolean;

export interface Person {
  /** One thing that the window asks for, once it does. */
  act(): Promise<void>;
  /**
   * Acts until it is over; failures of a window that goes away under the hand do not count.
   * @throws Error with what the window says, when it is not over in time
   */
  goOnUntil(isOver: IsOver): Promise<void>;
}

const QUICK = { timeout: 2_000 };
/** For one thing that a window asks for, and for all, in milliseconds. */
const ONE_ACT = 8_000;
const PATIENCE = 45_000;

/** `null` while the window is busy, or shows nothing that a person does. */
async function sightOf(window: Page): Promise<Sight | null> {
  for (const stage of STAGES) {
    const button = await peek(window, "button", BUTTONS[stage]);
    if (button) return (await isEnabled(button)) ? { window, stage, button } : null;
  }
  return null;
}

export function createPerson(world: World): Person {
  let words: readonly string[] = [];
  const current = async () => (await world.browser.openExtensionPages("approve.html")).at(-1);
  const look = async () => {
    const window = await current();
    return window ? sightOf(window) : null;
  };
  /** What comes before the button is pressed. A window that is not in front takes no clicks. */
  const prepare: Readonly<Partial<Record<Stage, (window: Page) => Promise<void>>>> = {
    phrase: async (window) => {
      words = await itemsOf(window, "Recovery phrase", QUICK);
    },
    words: (window) => typeWords(window, words, QUICK),
  };
  const actOn = async ({ window, stage, button }: Sight) => {
    await window.bringToFront();
    await prepare[stage]?.(window);
    await button.click();
  };
  const goOn = async (isOver: IsOver) => {
    const end = Date.now() + PATIENCE;
    const next = () =>
      until<Sight | "over">(
        "the request to be over",
        async () => {
          const seen = await look();
          return isOver(seen) ? "over" : seen;
        },
        end - Date.now(),
      );
    for (let seen = await next(); seen !== "over"; seen = await next()) {
      const over = until("the end", () => isOver(null), ONE_ACT);
      await Promise.race([actOn(seen), over]).catch(() => undefined);
    }
  };
  const said = async () => {
    const window = await current();
    return window ? within(textOf(window), QUICK.timeout) : "nothing, it is closed";
  };
  return {
    act: async () => within(actOn(await until("something to do", look)), ONE_ACT),
    async goOnUntil(isOver) {
      try {
        await goOn(isOver);
      } catch (error) {
        const reason = error instanceof Error ? error.message : "";
        throw new Error(`${reason} The window says: ${await said().catch(() => "no answer")}`);
      }
    },
  };
}
