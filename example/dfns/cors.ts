import type { MiddlewareHandler } from "hono";

const ALLOWED = /^(?:authorization|content-type|x-dfns-[a-z-]+)$/;

const allowedHeaders = (asked: string): string =>
  asked
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => ALLOWED.test(name))
    .join(", ");

/** Lets any page call, as an API made for browsers does: with a bearer token, never with cookies. */
export const cors: MiddlewareHandler = async (c, next) => {
  c.header("Access-Control-Allow-Origin", c.req.header("origin") ?? "*");
  c.header("Vary", "Origin");
  c.header("Access-Control-Expose-Headers", "Retry-After");
  if (c.req.method !== "OPTIONS") return next();
  c.header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
  c.header(
    "Access-Control-Allow-Headers",
    allowedHeaders(c.req.header("access-control-request-headers") ?? ""),
  );
  c.header("Access-Control-Max-Age", "600");
  return c.body(null, 204);
};
