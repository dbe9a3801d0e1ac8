import { Hono } from "hono";
import { actionRoutes } from "./actions.ts";
import { cors } from "./cors.ts";
import { credentialRoutes } from "./credentialRoutes.ts";
import type { Deps } from "./deps.ts";
import { errorBody, Refusal } from "./errors.ts";
import type { Faults } from "./faults.ts";
import { genericRoutes } from "./generic.ts";
import { loginRoutes } from "./login.ts";
import { recoveryRoutes } from "./recovery.ts";
import { registrationRoutes } from "./registration.ts";
import { walletRoutes } from "./wallets.ts";

export interface RequestLine {
  readonly method: string;
  readonly path: string;
  /** 444 for a call that was dropped. */
  readonly status: number;
}

const GROUPS = [
  registrationRoutes,
  recoveryRoutes,
  loginRoutes,
  actionRoutes,
  credentialRoutes,
  walletRoutes,
  genericRoutes,
];

/** Every endpoint, with the log around it. */
export function createApp(deps: Deps, faults: Faults, requests: RequestLine[]): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    const line = { method: c.req.method, path: c.req.path, status: c.res.status };
    requests.push(line);
    deps.log(`${line.method} ${line.path} ${line.status}`);
  });
  // On a kept connection that breaks, browsers send the request again unasked, a POST too: faults would go unnoticed.
  app.use((c, next) => {
    c.header("Connection", "close");
    return next();
  });
  app.use(cors);
  app.use(faults.middleware);
  app.get("/", (c) => c.json({ name: "local Dfns", orgId: deps.orgId }));
  for (const routes of GROUPS) app.route("/", routes(deps));
  app.notFound((c) => c.json(errorBody(new Refusal("notFound")), 404));
  app.onError((error, c) => {
    if (!(error instanceof Refusal)) deps.log(`internal error: ${error.stack ?? error.message}`);
    const refusal = error instanceof Refusal ? error : new Refusal("internal");
    return c.json(errorBody(refusal), refusal.status);
  });
  return app;
}
