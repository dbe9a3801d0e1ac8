import { Hono } from "hono";
import { answerChallenge } from "./answers.ts";
import { assertionChallenge } from "./assertions.ts";
import { checkCode, issueCode, spendCode } from "./codes.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { checkPermission, readBody, readCaller, readOptionalBody, spendUserAction } from "./requests.ts";
import { assertions, codeRequest, delegatedLogin, loginInit, logout, socialToken } from "./schemas.ts";
import { closeSessions, openSession } from "./sessions.ts";
import type { User } from "./user.ts";

function findRegistered({ state }: Deps, username: string | undefined): User {
  const user = username === undefined ? undefined : state.userByName(username);
  return user?.stage === "registered" && user.kind !== "ServiceAccount" ? user : refuse("userNotFound");
}

function checkOrg(deps: Deps, orgId: string | undefined): void {
  if (orgId !== undefined && orgId !== deps.orgId) refuse("userNotFound", "orgId");
}

/** Password-protected keys come back only for the e-mailed code, which counts once. */
function loginRoutesByChallenge(deps: Deps): Hono {
  const app = new Hono();
  app.post("/auth/login/code", async (c) => {
    const body = await readBody(c, codeRequest);
    checkOrg(deps, body.orgId);
    issueCode(deps, findRegistered(deps, body.username), "login");
    return c.json({ message: "success" });
  });
  app.post("/auth/login/init", async (c) => {
    const { orgId, username, loginCode } = await readBody(c, loginInit);
    checkOrg(deps, orgId);
    const user = findRegistered(deps, username);
    if (loginCode !== undefined) {
      checkCode(deps, user, "login", loginCode);
      spendCode(deps, user.id, "login");
    }
    return c.json(await assertionChallenge(deps, user, { purpose: "login", blobs: loginCode !== undefined }));
  });
  app.post("/auth/login", async (c) => {
    const { user } = await answerChallenge(deps, "login", await readBody(c, assertions));
    return c.json(await openSession(deps, user));
  });
  return app;
}

function loginRoutesWithoutChallenge(deps: Deps): Hono {
  const app = new Hono();
  app.post("/auth/login/delegated", async (c) => {
    const { user } = await readCaller(c, deps);
    checkPermission(user, "ServiceAccount", "Auth:Login:Delegated");
    await spendUserAction(c, deps, user);
    const body = await readBody(c, delegatedLogin);
    return c.json(await openSession(deps, findRegistered(deps, body.username)));
  });
  app.post("/auth/login/social", async (c) => {
    const body = await readBody(c, socialToken);
    const username = await deps.tokens.readIdToken(body.idToken);
    if (username === undefined) return refuse("userTokenInvalid", "idToken");
    checkOrg(deps, body.orgId);
    return c.json(await openSession(deps, findRegistered(deps, username)));
  });
  app.put("/auth/logout", async (c) => {
    const { user, session } = await readCaller(c, deps);
    checkPermission(user, "person", "Auth:Logout");
    const { allSessions } = await readOptionalBody(c, logout);
    if (allSessions === true) closeSessions(deps, user.id);
    deps.state.sessions.delete(session);
    return c.json({ message: "success" });
  });
  return app;
}

/** Calls under `/auth/login`, and `/auth/logout` (protocol.md 1.2). */
export const loginRoutes = (deps: Deps): Hono =>
  new Hono().route("/", loginRoutesByChallenge(deps)).route("/", loginRoutesWithoutChallenge(deps));
