import { beforeEach, describe, expect, it } from "vitest";
import { type Background, createFront, FRONT_KEYS, type Rest } from "../../background/front.ts";
import { createSession } from "../../background/session.ts";
import { memoryArea } from "./world.ts";

const OWN = { id: "countersign-id", origin: "chrome-extension://countersign-id" };
const SITE = "https://app.example";
const SENDER = {
  id: OWN.id,
  origin: SITE,
  url: `${SITE}/`,
  frameId: 0,
  documentId: "document-1",
  tab: { id: 1 },
};
const NOW = Date.UTC(2026, 10, 27);
const HOUR = 3_600_000;

describe("the front of the background", () => {
  let area: ReturnType<typeof memoryArea>;
  let loads: number;
  let failing: boolean;
  let front: Background;

  const start = () => {
    const rest = { route: async () => ({ result: "the rest" }) } as unknown as Rest;
    front = createFront(
      {
        own: OWN,
        session: createSession(area, FRONT_KEYS),
        push: async () => true,
        now: () => NOW,
        managed: () => ({}),
      },
      async () => {
        loads += 1;
        if (failing) throw new Error("not there yet");
        return rest;
      },
    );
  };
  beforeEach(() => {
    area = memoryArea();
    loads = 0;
    failing = false;
    start();
  });

  const ask = (more: object = {}, sender: object = SENDER) =>
    front.route({ id: "1", method: "dfns_getStatus", ...more }, sender);
  const opened = async (since: number) => {
    await area.set({ connected: [SITE], vmk: "AAAA", openedAt: since });
    start();
  };

  it.each([{}, { params: undefined }, { params: {} }, { params: [] }])(
    "tells a site that is not connected so, without the rest: %j",
    async (more) => {
      expect(await ask(more)).toEqual({ result: { connected: false } });
      expect(loads).toBe(0);
    },
  );

  it.each([
    [NOW - HOUR, false],
    [NOW - 9 * HOUR, true],
  ])("tells a connected site whether the vault is locked, without the rest", async (since, locked) => {
    await opened(since);
    expect(await ask()).toEqual({ result: { connected: true, locked } });
    expect(loads).toBe(0);
  });

  it("answers within the question what it has been told already", async () => {
    await opened(NOW - HOUR);
    const answer = { result: { connected: true, locked: false } };
    expect(await ask()).toEqual(answer);
    expect(ask()).toEqual(answer);
    expect(ask({}, { ...SENDER, origin: "https://other.example" })).toEqual({ result: { connected: false } });
  });

  it.each([
    ["another method", { method: "dfns_connect" }, SENDER],
    ["params that it does not know", { params: { a: 1 } }, SENDER],
    ["a member that no call has", { more: 1 }, SENDER],
    ["an id that is none", { id: 7 }, SENDER],
    ["an id of a megabyte", { id: "x".repeat(1_000_000) }, SENDER],
    ["a frame", {}, { ...SENDER, frameId: 1 }],
    ["another extension", {}, { ...SENDER, id: "someone-else" }],
    ["one of our own pages", {}, { ...SENDER, origin: OWN.origin, url: `${OWN.origin}/popup.html` }],
  ])("leaves to the rest what is not a plain greeting of a site: %s", async (_what, more, sender) => {
    await opened(NOW - HOUR);
    expect(await ask(more, sender)).toEqual({ result: "the rest" });
  });

  it("loads the rest once for many, and again after it could not", async () => {
    failing = true;
    await expect(front.rest()).rejects.toThrow("not there yet");
    failing = false;
    await Promise.all([front.rest(), front.rest(), ask({ method: "dfns_connect" })]);
    expect(loads).toBe(2);
  });

  it("leaves the word to the rest when the browser does not give its memory back", async () => {
    area = { ...area, get: async () => Promise.reject(new Error("gone")) };
    start();
    expect(await ask()).toEqual({ result: "the rest" });
  });
});
