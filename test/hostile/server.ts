/** A Dfns that lies: it asks the real one and answers something else. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HostileAnswer } from "./answers.ts";

export interface HostileDfns {
  readonly url: string;
  /** What the next calls are answered with; `null` lets the real answer through. */
  answer: HostileAnswer | null;
  close(): void;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of request) text += piece;
  return text;
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  answer: HostileAnswer | null,
  behind: string,
): Promise<void> {
  const { "content-type": type = "application/json", authorization } = request.headers;
  const real = await fetch(behind + request.url, {
    method: "POST",
    headers: { "Content-Type": type, ...(authorization && { Authorization: authorization }) },
    body: await bodyOf(request),
  });
  const text = await real.text();
  if (answer) return answer(response, text);
  response.writeHead(real.status, { "Content-Type": "application/json" }).end(text);
}

export async function startHostile(behind: string): Promise<HostileDfns> {
  const server = createServer((request, response) => {
    response.on("error", () => undefined);
    void handle(request, response, hostile.answer, behind).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const hostile: HostileDfns = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: null,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return hostile;
}
