import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { compose, type Platform } from "../../background/compose.ts";
import { type Background, createFront, FRONT_KEYS } from "../../background/front.ts";
import { createKept, type Kept } from "../../background/kept.ts";
import { createSession, type SessionArea } from "../../background/session.ts";
import { createStore } from "../../background/store.ts";
import type { ErrorJson } from "../../src/core/errors.ts";
import type { Page, PageRequest } from "../../src/protocol/requests.ts";
import type { Results } from "../../src/protocol/results.ts";
import type { Answer, Ceremony, Push } from "../../src/protocol/wire.ts";

const OWN = { id: "countersign-id", origin: "chrome-extension://countersign-id" };
export const PASSWORD = "copper walnut harbor ladder violin meadow";

/** One browser with Countersign in it: its disk, its session memory, its documents; the background can be restarted. */
export interface World {
  /** The clock, in milliseconds; set it freely. */
  time: number;
  readonly shown: string[];
  /** The tabs that were brought forward for a passkey. */
  readonly pages: number[];
  readonly tabs: string[];
  badge: number;
  /** When the background asked to be locked. */
  locks: { readonly idleMinutes: number; readonly at: number } | null;
  /** What the organisation's policy holds. */
  managed: unknown;
  /** The worker dies when it is about to tell a document anything. */
  dying: boolean;
  /** What comes between a look at the vault's index and the next reading of a record; happens once. */
  meanwhile: (() => Promise<unknown>) | null;
  /** When the background asked last to be woken. */
  wakeAt: number;
  fetch: typeof globalThis.fetch;
  /** A worker restart: memory is gone, disk and session stay. */
  restartWorker(): void;
  /** A browser restart: the session is gone too. */
  restartBrowser(): void;
  /** Ends the requests that have run out. */
  sweep(): Promise<void>;
  /** Goes on with what a restart interrupted; a restarted worker does it at once. */
  resume(): Promise<void>;
  /** What a restart of the worker leaves in memory: a kill can be set up here. */
  memory(): SessionArea;
  /** @param tab the number of its tab; another one for each document when left out */
  site(origin: string, tab?: number): Site;
  page<R extends PageRequest>(request: R, params?: unknown, from?: Page): Promise<Results[R]>;
}

/** A top-level document of a site. */
export interface Site {
  /** The answer that is pushed to this call from now on. */
  answered(id: string): Promise<unknown>;
  /** Resolves with the result, directly or pushed; rejects with the error's JSON. */
  request(method: string, params?: unknown): Promise<unknown>;
  /** Sends without waiting for a pushed answer. */
  send(method: string, params?: unknown, id?: string): Promise<unknown>;
  readonly events: { event: string; data: unknown }[];
  /** Passkey ceremonies that this document was asked to run, oldest first. */
  readonly ceremonies: Ceremony[];
  /** What the relay of this document says came of a ceremony. */
  outcome(ceremony: string, credential: unknown): Promise<unknown>;
  /** Its scripts hang: it hears nothing, and answers nobody. */
  freeze(): void;
  close(): void;
}

export function memoryArea(): SessionArea {
  const items = new Map<string, unknown>();
  return {
    get: async (keys) =>
      structuredClone(Object.fromEntries([...items].filter(([key]) => keys === null || keys.includes(key)))),
    set: async (added) => {
      for (const [key, value] of Object.entries(structuredClone(added))) items.set(key, value);
    },
    remove: async (keys) => {
      for (const key of [keys].flat()) items.delete(key);
    },
  };
}

/** The memory of a browser that lets a vault stay open. */
export const keptForEver = (): Kept =>
  createKept({
    session: createSession(memoryArea()),
    now: Date.now,
    longest: async () => Number.MAX_SAFE_INTEGER,
  });

interface Document {
  readonly waiting: Map<string, { resolve: (value: unknown) => void; reject: (error: ErrorJson) => void }>;
  readonly events: { event: string; data: unknown }[];
  readonly ceremonies: Ceremony[];
}

export function createWorld(): World {
  globalThis.indexedDB = new IDBFactory();
  const documents = new Map<string, Document>();
  const frozen = new Set<string>();
  let area = memoryArea();
  let background: Background;
  let count = 0;

  const push = async ({ documentId }: { documentId: string }, message: Push) => {
    if (world.dying) throw new Error("The worker died.");
    const document = documents.get(documentId);
    if (!document) return false;
    if (frozen.has(documentId)) return new Promise<boolean>(() => undefined);
    if ("event" in message) document.events.push({ event: message.event, data: message.data });
    if ("ceremony" in message) document.ceremonies.push(message);
    if ("answer" in message) for (const id of message.ids) settle(document, id, message.answer);
    return true;
  };

  const world: World = {
    time: Date.UTC(2026, 10, 24, 12),
    shown: [],
    pages: [],
    tabs: [],
    badge: 0,
    locks: null,
    managed: {},
    dying: false,
    meanwhile: null,
    wakeAt: 0,
    fetch: (input, init) => globalThis.fetch(input, init),
    memory: () => area,
    restartWorker() {
      const disk = createStore();
      const readRecord = async (id: string) => {
        const run = world.meanwhile;
        world.meanwhile = null;
        await run?.();
        return disk.readRecord(id);
      };
      const platform: Platform = {
        build: { local: true },
        store: { ...disk, readRecord },
        windows: {
          showApproval: async (id) => void world.shown.push(id),
          showRecovery: async () => void world.tabs.push("recover"),
          showPage: async (tabId) => void world.pages.push(tabId),
          turnTo: async (id) => void world.shown.push(id),
          forget: async () => undefined,
          setBadge: async (waiting) => {
            world.badge = waiting;
          },
        },
        fetch: (input, init) => world.fetch(input, init),
        wait: async () => undefined,
        wakeAt: (when) => {
          world.wakeAt = when;
        },
        lockAfter: (idleMinutes, at) => {
          world.locks = { idleMinutes, at };
        },
        tellPages: () => undefined,
      };
      background = createFront(
        {
          own: OWN,
          session: createSession(area, FRONT_KEYS),
          push,
          now: () => world.time,
          managed: async () => world.managed,
        },
        async (front) => compose(front, platform),
      );
    },
    restartBrowser() {
      area = memoryArea();
      documents.clear();
      world.restartWorker();
    },
    sweep: async () => (await background.rest()).sweep(),
    resume: async () => (await background.rest()).resume(),
    site(origin, tab) {
      count += 1;
      const documentId = `document-${count}`;
      const document: Document = { waiting: new Map(), events: [], ceremonies: [] };
      documents.set(documentId, document);
      const sender = {
        id: OWN.id,
        origin,
        url: `${origin}/`,
        frameId: 0,
        documentId,
        tab: { id: tab ?? count },
      };
      const send = async (method: string, params?: unknown, id: string = crypto.randomUUID()) =>
        background.route({ id, method, params }, sender);
      const answered = (id: string) =>
        new Promise<unknown>((resolve, reject) => document.waiting.set(id, { resolve, reject }));
      return {
        send,
        answered,
        freeze: () => void frozen.add(documentId),
        events: document.events,
        ceremonies: document.ceremonies,
        outcome: async (ceremony, credential) => background.route({ ceremony, credential }, sender),
        close: () => void documents.delete(documentId),
        async request(method, params) {
          const id = crypto.randomUUID();
          const pushed = answered(id);
          const reply = await send(method, params, id);
          if ("accepted" in reply) return pushed;
          settle(document, id, reply as Answer);
          return pushed;
        },
      };
    },
    async page(request, params, from = pageFor(request)) {
      const sender = { id: OWN.id, origin: OWN.origin, url: `${OWN.origin}/${from}.html`, frameId: 0 };
      const reply = (await background.route({ request, params }, sender)) as Answer;
      if ("error" in reply) throw reply.error;
      return reply.result as never;
    },
  };
  world.restartWorker();
  return world;
}

const pageFor = (request: PageRequest): Page => {
  if (request === "approval.open" || request.startsWith("pending.")) return "popup";
  return request.startsWith("approval.") ? "approve" : "vault";
};

function settle({ waiting }: Document, id: string, answer: Answer): void {
  const call = waiting.get(id);
  waiting.delete(id);
  if ("error" in answer) call?.reject(answer.error);
  else call?.resolve(answer.result);
}
