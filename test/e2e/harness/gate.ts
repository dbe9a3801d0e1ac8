/** Stands before the local Dfns: counts what arrives, and holds a call back before or after Dfns has answered it. */
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Before Dfns has seen a call, or after it has answered it. */
export type Moment = "before" | "after";

export interface Gate {
  readonly url: string;
  /** Calls of this path that arrived. */
  arrived(path: string): number;
  /** Calls of this path that Dfns has answered. */
  answered(path: string): number;
  /** What Dfns answered last to a call of this path with this text in its body. */
  lastAnswer(path: string, text: string): string;
  /** Holds calls of this path until `release` or the next `hold`: before Dfns sees them, or its answers. */
  hold(path: string, moment: Moment): void;
  release(): void;
  close(): Promise<void>;
}

interface Held {
  readonly path: string;
  readonly moment: Moment;
  readonly until: Promise<void>;
}

export async function startGate(target: string): Promise<Gate> {
  const counts = new Map<string, number>();
  const answers: { readonly path: string; readonly body: string; readonly text: string }[] = [];
  let held: Held | null = null;
  let open = () => {};
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const pause = async (path: string, moment: Moment) => {
    count(`${moment} ${path}`);
    if (held?.path === path && held.moment === moment) await held.until;
  };
  const server: Server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    await pause(path, "before");
    // A call that is held while its browser is killed never gets there.
    if (response.destroyed) return;
    const body = Buffer.concat(chunks).toString();
    const { status, text } = await forward(target + path, request.method ?? "GET", body, request.headers);
    answers.push({ path, body, text });
    await pause(path, "after");
    response.writeHead(status, { "Content-Type": "application/json", Connection: "close" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const release = () => {
    held = null;
    open();
  };
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    arrived: (path) => counts.get(`before ${path}`) ?? 0,
    answered: (path) => counts.get(`after ${path}`) ?? 0,
    lastAnswer: (path, text) =>
      answers.findLast((answer) => answer.path === path && answer.body.includes(text))?.text ?? "",
    hold(path, moment) {
      release();
      const until = new Promise<void>((resolve) => {
        open = resolve;
      });
      held = { path, moment, until };
    },
    release,
    close: () => {
      release();
      return new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      });
    },
  };
}

async function forward(url: string, method: string, body: string, headers: IncomingHttpHeaders) {
  const userAction = headers["x-dfns-useraction"];
  const answer = await fetch(url, {
    method,
    headers: {
      "Content-Type": "application/json",
      Authorization: headers.authorization ?? "",
      ...(typeof userAction === "string" && { "x-dfns-useraction": userAction }),
    },
    ...(body && { body }),
  });
  return { status: answer.status, text: await answer.text() };
}
