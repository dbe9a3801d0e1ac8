/** What the tests share that kill a browser at seeded instants. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "puppeteer-core";

/** `npm run test:soak` kills this many times as often. */
export const SCALE = Number(process.env.COUNTERSIGN_SOAK ?? 1);
export const SEED = Number(process.env.COUNTERSIGN_SEED ?? Date.now() % 1_000_000);

/** Park and Miller's generator: the next seed, and the number between 0 and 1 that it stands for. */
export const nextSeed = (seed: number): number => (seed * 48_271) % 2_147_483_647;
export const fraction = (seed: number): number => seed / 2_147_483_647;

/** Waits for the instant of the kill: not a condition that comes true, but a point of time that the seed has chosen. */
export const instant = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Stands in for Dfns, to which it says no each time, and takes word of every write that was acknowledged. */
export interface Counter {
  readonly url: string;
  acknowledged: number;
  close(): Promise<void>;
}

export async function startCounter(): Promise<Counter> {
  const counter = { acknowledged: 0 };
  const server: Server = createServer((request, response) => {
    if (request.url === "/acknowledged") counter.acknowledged += 1;
    response.writeHead(400, { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" });
    response.end(JSON.stringify({ error: { message: "Not today." } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(counter, {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

export interface ExtensionWindow {
  readonly chrome: { readonly runtime: { sendMessage(message: object): Promise<object> } };
}

/** Makes one request as this page of ours makes it. @throws Error with the reason for a refusal */
export async function request<T>(page: Page, name: string, params: object): Promise<T> {
  const text = await page.evaluate(
    async (message) => {
      const { chrome } = window as unknown as ExtensionWindow;
      return JSON.stringify(await chrome.runtime.sendMessage(message));
    },
    { request: name, params },
  );
  const reply = JSON.parse(text) as { result: T } | { error: { data: { reason: string } } };
  if ("error" in reply) throw new Error(`${name}: ${reply.error.data.reason}`);
  return reply.result;
}
