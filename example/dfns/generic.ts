import { type Context, Hono } from "hono";
import * as v from "valibot";
import type { Deps } from "./deps.ts";
import { Refusal, refuse } from "./errors.ts";
import { newId } from "./ids.ts";
import { readCaller, readSigner } from "./requests.ts";

/** Below `/auth`, only these resources are managed by signed calls; the rest has routes of its own or does not exist. */
const MANAGED = /^\/auth\/(?:apps|pats|service-accounts|users)(?:\/|$)/;

/** Calls that @dfns/sdk 0.8.21 sends without a user action although they are no GET: they change nothing at Dfns. */
const UNSIGNED =
  /^\/(?:networks\/[^/]+\/call-function|payouts\/quote|swaps\/quotes|wallets\/[^/]+\/canton\/ledger-api)$/;

const METHODS = ["POST", "PUT", "DELETE"];

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
const anyBody = v.custom<Record<string, unknown>>(isObject);

async function readAnyBody(c: Context): Promise<Record<string, unknown>> {
  const text = await c.req.text();
  try {
    return text === "" ? {} : v.parse(anyBody, JSON.parse(text));
  } catch {
    return refuse("invalidRequest", "the body is not a JSON object");
  }
}

/**
 * Every call that has no route of its own: a signed one is answered as if Dfns had begun to do it, so that any call of
 * the SDK can be tried. To be mounted last.
 */
export function genericRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.on(METHODS, "*", async (c) => {
    if (c.req.path.startsWith("/auth/") && !MANAGED.test(c.req.path)) throw new Refusal("notFound");
    const isUnsigned = c.req.method === "POST" && UNSIGNED.test(c.req.path);
    const user = isUnsigned ? (await readCaller(c, deps)).user : await readSigner(c, deps);
    const date = new Date(deps.now()).toISOString();
    return c.json({
      id: newId("id"),
      requester: { userId: user.id },
      requestBody: await readAnyBody(c),
      status: "Pending",
      dateRequested: date,
      dateCreated: date,
    });
  });
  return app;
}
