/** Reads what is behind the front, which is a script of its own, rest.js: each browser knows one way to do it late. */

/** What ./rest.ts leaves behind. */
declare const startRest: typeof import("./rest.ts").startRest;

/** What a worker has beyond a document, as which TypeScript reads this. */
declare const trustedTypes: {
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(name: string): string };
};
declare function importScripts(url: string): void;

/** Chromium's background is a worker, Firefox's a document. */
export const isWorker = "importScripts" in globalThis;

/**
 * A worker cannot import. It may read again, at any time, what it has read while it was installed (Service Workers, the
 * script resource map), so it must be called once then. It is always this one file, for which the policy vouches.
 */
export async function readRest(): Promise<typeof startRest> {
  if (isWorker) importScripts(restUrl());
  else await import("./rest.ts");
  return startRest;
}

const restUrl = () =>
  trustedTypes.createPolicy("rest", { createScriptURL: () => "rest.js" }).createScriptURL("");
