/** A Dfns that lies: it asks the real one and answers something else. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HostileAnswer } from "./answers.ts";

export interface HostileDfns {
  readonly url: string;
  /** What the next calls are answered with; `null` lets the real answer through. */
  answer: HostileAnswer | null;
  /** Lies about this path only; about every path when it is "". */
  path: string;
  /** Takes this for what Dfns would have said, and keeps the call from Dfns; `null` asks Dfns. */
  genuine: string | null;
  /** The heads of the calls that arrived, oldest first. */
  readonly heard: IncomingHttpHeaders[];
  close(): void;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of request) text += piece;
  return text;
}

async function askDfns(behind: string, { method = "GET", url, headers }: IncomingMessage, body: string) {
  const { "content-type": type = "application/json", authorization } = headers;
  const real = await fetch(behind + url, {
    method,
    headers: { "Content-Type": type, ...(authorization && { Authorization: authorization }) },
    ...(method !== "GET" && { body }),
  });
  return { status: real.status, text: await real.text() };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { answer, path, genuine }: HostileDfns,
  behind: string,
): Promise<void> {
  const body = await bodyOf(request);
  const lies = answer !== null && (path === "" || path === request.url);
  if (lies && genuine !== null) return answer(response, genuine);
  const { status, text } = await askDfns(behind, request, body);
  if (lies) return answer(response, text);
  response.writeHead(status, { "Content-Type": "application/json" }).end(text);
}

export async function startHostile(behind: string): Promise<HostileDfns> {
  const server = createServer((request, response) => {
    response.on("error", () => undefined);
    hostile.heard.push(request.headers);
    void handle(request, response, hostile, behind).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const hostile: HostileDfns = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: null,
    path: "",
    genuine: null,
    heard: [],
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return hostile;
}
