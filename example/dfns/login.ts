import { Hono } from "hono";
import { answerChallenge, assertionChallenge } from "./challenges.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { checkPermission, readBody, readCaller, spendUserAction } from "./requests.ts";
import { assertions, delegatedLogin, loginInit } from "./schemas.ts";
import type { User } from "./state.ts";
import { SIX_HOURS } from "./tokens.ts";

function findRegistered({ state }: Deps, username: string | undefined): User {
  const user = username === undefined ? undefined : state.userByName(username);
  return user?.stage === "registered" && user.kind !== "ServiceAccount" ? user : refuse("userNotFound");
}

const sessionToken = async ({ tokens }: Deps, subject: User): Promise<{ readonly token: string }> => {
  const { token } = await tokens.issue({ kind: "Token", subject, seconds: SIX_HOURS });
  return { token };
};

/** Calls under `/auth/login` (protocol.md 1.2). No code is ever e-mailed here, so every `loginCode` is invalid. */
export function loginRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.post("/auth/login/init", async (c) => {
    const body = await readBody(c, loginInit);
    if (body.orgId !== deps.orgId) refuse("userNotFound", "orgId");
    const user = findRegistered(deps, body.username);
    if (body.loginCode !== undefined) refuse("codeInvalid");
    return c.json(await assertionChallenge(deps, user, { purpose: "login" }));
  });
  app.post("/auth/login", async (c) => {
    const { user } = await answerChallenge(deps, "login", await readBody(c, assertions));
    return c.json(await sessionToken(deps, user));
  });
  app.post("/auth/login/delegated", async (c) => {
    const { user } = await readCaller(c, deps);
    checkPermission(user, "ServiceAccount", "Auth:Login:Delegated");
    await spendUserAction(c, deps, user);
    const body = await readBody(c, delegatedLogin);
    return c.json(await sessionToken(deps, findRegistered(deps, body.username)));
  });
  return app;
}
