import type { HttpBindings } from "@hono/node-server";
import type { Context, MiddlewareHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Which calls go wrong: those of this path, and of this method when one is given, `times` times; once by default. */
export interface FaultMatch {
  readonly path: string;
  readonly method?: string;
  readonly times?: number;
}

/** How they go wrong. `drop` does nothing and closes the connection; `loseAnswer` does the call, then closes it. */
export type Fault =
  | "drop"
  | "html"
  | "loseAnswer"
  | { readonly delayMs: number }
  | {
      readonly status: ContentfulStatusCode;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    };

export interface Faults {
  /** @returns a function that lifts the fault */
  add(match: FaultMatch, fault: Fault): () => void;
  readonly middleware: MiddlewareHandler;
}

/** The status in `requests` of a call that was dropped: what nginx logs for "no response". */
const DROPPED = 444;

const HTML = "<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>";

/** Closes the connection in place of an answer. */
function hangUp(c: Context, status: number): Response {
  const { incoming } = c.env as HttpBindings;
  incoming.socket.destroy();
  return new Response(null, { status, headers: { "x-hono-already-sent": "true" } });
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function apply(c: Context, next: () => Promise<void>, fault: Fault): Promise<Response | undefined> {
  if (fault === "drop") return hangUp(c, DROPPED);
  if (fault === "html") return c.html(HTML, 502);
  if (fault === "loseAnswer") {
    await next();
    c.res = hangUp(c, c.res.status);
    return undefined;
  }
  if ("status" in fault) {
    const headers = { "Content-Type": "application/json", ...fault.headers };
    return c.body(JSON.stringify(fault.body), fault.status, headers);
  }
  await wait(fault.delayMs);
  await next();
  return undefined;
}

/** Failures on order, for tests of what a caller does then. The oldest that matches is applied. Preflights are spared. */
export function createFaults(): Faults {
  const rows: { readonly match: FaultMatch; readonly fault: Fault; left: number }[] = [];
  const take = (method: string, path: string): Fault | undefined => {
    const row = rows.find(
      ({ match, left }) => left > 0 && match.path === path && (match.method ?? method) === method,
    );
    if (row) row.left -= 1;
    return row?.fault;
  };
  return {
    add(match, fault) {
      const row = { match, fault, left: match.times ?? 1 };
      rows.push(row);
      return () => {
        row.left = 0;
      };
    },
    middleware: (c, next) => {
      const fault = take(c.req.method, c.req.path);
      return fault === undefined ? next() : apply(c, next, fault);
    },
  };
}
