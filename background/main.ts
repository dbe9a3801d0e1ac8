/** The composition root: lends the browser to the parts and registers every listener, nothing else. */
import type { Tabs } from "webextension-polyfill";
import { browser } from "../src/browser/index.ts";
import { CHANGED } from "../src/protocol/views.ts";
import type { SenderFacts } from "./caller.ts";
import { createFront, FRONT_KEYS } from "./front.ts";
import type { PushTo } from "./push.ts";
import { isWorker, readRest } from "./readRest.ts";
import { createSession } from "./session.ts";
import type { Soon } from "./soon.ts";

declare const __LOCAL_API__: boolean;

const LOCK = "lock";
const EXPIRY = "expiry";

/** A page that says nothing for so long is there and busy, in milliseconds. */
const BUSY_AFTER = 1_000;

/** Who woke a worker has been answered by then, in milliseconds. */
const ANSWERED_AFTER = 100;

const push: PushTo = ({ tabId, documentId }, message) => {
  const to = { documentId } as Tabs.SendMessageOptionsType;
  const sent = browser.tabs.sendMessage(tabId, message, to).then(
    () => true,
    () => false,
  );
  const busy = new Promise<boolean>((resolve) => setTimeout(resolve, BUSY_AFTER, true));
  return Promise.race([sent, busy]);
};

/** Asked once: the browser tells when the organisation changes something. */
let managed: Soon<unknown>;

/** A browser that nobody manages refuses, which is no rows. */
async function managedRows(): Promise<unknown> {
  return browser.storage.managed.get().catch(() => ({}));
}

function readManaged(): Soon<unknown> {
  if (managed !== undefined) return managed;
  const reading = managedRows().then((rows) => {
    if (managed === reading) managed = rows;
    return rows;
  });
  managed = reading;
  return reading;
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** The alarm wakes a worker that has gone; the timer is exact while there is one. */
function wakeAt(when: number): void {
  void browser.alarms.create(EXPIRY, { when });
  clearTimeout(timer);
  timer = setTimeout(() => void sweep(), Math.max(0, when - Date.now()));
}

// The first question of every page needs it, and the browser takes longer for it than for what the front asks.
void readManaged();

const background = createFront(
  {
    own: { id: browser.runtime.id, origin: browser.runtime.getURL("").replace(/\/$/, "") },
    session: createSession(browser.storage.session, FRONT_KEYS),
    push,
    now: () => Date.now(),
    managed: readManaged,
  },
  async (front) => {
    const startRest = await readRest();
    return startRest(front, {
      build: { local: __LOCAL_API__ },
      fetch: (input, init) => fetch(input, init),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      wakeAt,
      lockAfter(idleMinutes, at) {
        browser.idle.setDetectionInterval(idleMinutes * 60);
        void browser.alarms.create(LOCK, { when: at });
      },
      tellPages: () => void browser.runtime.sendMessage(CHANGED).catch(() => undefined),
    });
  },
);

async function sweep(): Promise<void> {
  await (await background.rest()).sweep();
}

async function lock(): Promise<void> {
  await (await background.rest()).lock();
}

// Who gets no answer asks again.
browser.runtime.onMessage.addListener((message, sender: SenderFacts, respond) => {
  const answer = background.route(message, sender);
  if (answer instanceof Promise) answer.then(respond, () => respond(undefined));
  else respond(answer);
  return true;
});
browser.storage.managed.onChanged.addListener(() => {
  managed = undefined;
});
browser.alarms.onAlarm.addListener(({ name }) => {
  if (name === EXPIRY) void sweep();
  if (name === LOCK) void lock();
});
browser.idle.onStateChanged.addListener((state) => {
  if (state !== "active") void lock();
});
browser.commands.onCommand.addListener((command) => {
  if (command === LOCK) void lock();
});

// A worker can read later only what it has read by then.
addEventListener("install", () => void readRest());

const begin = () => void background.rest().catch(() => undefined);

// Whoever woke the background is answered before it reads the rest. A worker, which knows no idle time, waits.
if (isWorker) setTimeout(begin, ANSWERED_AFTER);
else requestIdleCallback(begin);
