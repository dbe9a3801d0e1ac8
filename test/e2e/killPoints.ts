/** Where the background is killed: ten points of each flow, all observable from outside. */
import type { Page } from "puppeteer-core";
import { enabled, waitClosed } from "./harness/byName.ts";
import type { Gate, Moment } from "./harness/gate.ts";
import { until } from "./harness/until.ts";
import { stateReached } from "./killRecords.ts";
import type { Person, Stage } from "./person.ts";
import type { World } from "./world.ts";

export interface Scene {
  readonly world: World;
  readonly gate: Gate;
  readonly person: Person;
  /** A page of the extension, to look into `storage.session`. */
  readonly vault: Page;
  readonly startedAt: number;
}

/** Goes on until the point is reached; the kill comes next. @returns what is worth a note in the table */
export type Reach = (scene: Scene) => Promise<string>;

const PATIENCE = 30_000;
/** How long a window may take to close under the click, in milliseconds. */
const UNDER_THE_CLICK = 3_000;

/** What the person began need not have ended when the point is reached. */
const meanwhile = (reached: Promise<string>, doing: Promise<string>): Promise<string> =>
  Promise.race([reached, doing.then(() => reached)]);

const record =
  (state: string, go: Reach = async () => ""): Reach =>
  (scene) => {
    const look = () => stateReached(scene.vault, scene.startedAt, state);
    const seen = until(`a record ${state}`, look, PATIENCE);
    return meanwhile(
      seen.then((one) => (one === state ? "" : `already ${one}`)),
      go(scene),
    );
  };

const held =
  (path: string, moment: Moment, go: Reach): Reach =>
  ({ gate, ...others }) => {
    const count = () => (moment === "before" ? gate.arrived(path) : gate.answered(path));
    const before = count();
    gate.hold(path, moment);
    const isHeld = until(`${path} to be held`, () => count() > before, PATIENCE);
    return meanwhile(
      isHeld.then(() => ""),
      go({ gate, ...others }),
    );
  };

const theWindow = ({ world }: Scene): Promise<Page> =>
  world.browser.waitForExtensionPage("approve.html", PATIENCE);

const opened: Reach = async (scene) => {
  await theWindow(scene);
  return "";
};

const approve = (scene: Scene) =>
  until(
    "Approve to be armed",
    async () => {
      const window = await theWindow(scene);
      await window.bringToFront();
      return enabled(window, "button", "Approve", { timeout: 2_000 });
    },
    PATIENCE,
  );

const armed: Reach = async (scene) => {
  await approve(scene);
  return "";
};

/** The window may close under the click, and then nobody answers. */
const pressed: Reach = async (scene) => {
  const button = await approve(scene);
  const window = await theWindow(scene);
  await Promise.race([button.click(), waitClosed(window, { timeout: UNDER_THE_CLICK })]).catch(
    () => undefined,
  );
  return "";
};

const stage =
  (wanted: Stage): Reach =>
  async ({ person }) => {
    await person.goOnUntil((seen) => seen?.stage === wanted);
    return "";
  };

const finished: Reach = async (scene) => {
  await stage("words")(scene);
  await scene.person.act();
  return "";
};

const closed: Reach = async ({ world }) => {
  const isClosed = async () => (await world.browser.openExtensionPages("approve.html")).length === 0;
  await until("the window to close", isClosed, PATIENCE);
  return "";
};

const afterFirstKill: Reach = async (scene) => {
  await armed(scene);
  await scene.world.browser.killBackground();
  return pressed(scene);
};

const COMMON = {
  "record queued": record("queued"),
  "window opened": opened,
  "record shown": record("shown", opened),
  "Approve armed": armed,
  "Approve pressed": pressed,
  "record approved": record("approved", pressed),
} as const;

/** The challenge of a login or an action is opened before it is shown: held, the window has nothing to approve yet. */
const online = (init: string, complete: string) => ({
  ...COMMON,
  "challenge held back by Dfns": held(init, "after", opened),
  "answer arrived at Dfns": held(complete, "before", pressed),
  "answer accepted by Dfns": held(complete, "after", pressed),
  "record delivered": record("delivered", pressed),
});

export const POINTS = {
  "register, submitted": {
    ...COMMON,
    "phrase on the screen": stage("phrase"),
    "Finish pressed": finished,
    "registration accepted by Dfns": held("/auth/registration/enduser", "after", finished),
    "record delivered": record("delivered", finished),
  },
  "register, handed over": {
    ...COMMON,
    "phrase on the screen": stage("phrase"),
    "words asked for": stage("words"),
    "Finish pressed": finished,
    "record delivered": record("delivered", finished),
  },
  sign: {
    ...COMMON,
    "record signed": record("signed", pressed),
    "record delivered": record("delivered", pressed),
    "window closed": async (scene) => {
      await pressed(scene);
      return closed(scene);
    },
    "Approve pressed after a first kill": afterFirstKill,
  },
  login: online("/auth/login/init", "/auth/login"),
  "sign an action": online("/auth/action/init", "/auth/action"),
} as const satisfies Readonly<Record<string, Readonly<Record<string, Reach>>>>;

export type Flow = keyof typeof POINTS;
