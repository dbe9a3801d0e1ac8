import type { Browser } from "puppeteer-core";

/** Runs an expression in Firefox' own privileged scope and returns its value, awaited; values are text or nothing. */
export type ChromeScope = (expression: string) => Promise<string | undefined>;

/** Puppeteer's BiDi connection, which it keeps to itself: puppeteer-core is pinned, and this is its shape there. */
interface Connection {
  /** @see https://w3c.github.io/webdriver-bidi/ for the methods */
  send(method: string, params: object): Promise<{ readonly result: unknown }>;
}

interface Evaluated {
  readonly type: "success" | "exception";
  readonly result?: { readonly value?: string };
  readonly exceptionDetails?: { readonly text: string };
}

export const connectionOf = (browser: Browser): Connection =>
  (browser as unknown as { readonly connection: Connection }).connection;

export function chromeScope(browser: Browser): ChromeScope {
  const connection = connectionOf(browser);
  return async (expression) => {
    const tree = await connection.send("browsingContext.getTree", { "moz:scope": "chrome" });
    const context = (tree.result as { contexts: { context: string }[] }).contexts[0]?.context;
    const target = { context };
    const answer = await connection.send("script.evaluate", { expression, target, awaitPromise: true });
    const { type, result, exceptionDetails } = answer.result as Evaluated;
    if (type === "exception") throw new Error(exceptionDetails?.text ?? "The chrome scope threw.");
    return result?.value;
  };
}
