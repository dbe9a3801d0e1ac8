import { Hono } from "hono";
import { registrationChallenge } from "./challenges.ts";
import { checkCode, issueCode } from "./codes.ts";
import { checkNew, verifyCredentials } from "./credentials.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { checkPermission, readBody, readCaller, readToken, spendUserAction } from "./requests.ts";
import {
  codeRegistration,
  codeRequest,
  delegatedRegistration,
  endUserRegistration,
  type RegistrationCredentials,
  registrationCredentials,
  socialToken,
} from "./schemas.ts";
import { openSession } from "./sessions.ts";
import { newUser, type User } from "./user.ts";
import { createWallet } from "./wallets.ts";

/** A fresh code for a user who has not finished; makes the user when there is none. @throws Refusal userExists */
export function issueRegistrationCode(deps: Deps, username: string): string {
  const user = deps.state.userByName(username) ?? newUser(deps.orgId, username, "CustomerEmployee");
  return user.stage === "registered" ? refuse("userExists") : issueCode(deps, user, "registration");
}

/** A challenge for a user who has not finished; the earlier one is void then. @throws Refusal userExists */
function beginRegistration(deps: Deps, user: User) {
  if (user.stage === "registered" || (user.stage === "begun" && !deps.restart)) refuse("userExists");
  return registrationChallenge(deps, deps.state.saveUser({ ...user, stage: "begun" }));
}

const findOrAdd = (deps: Deps, username: string): User =>
  deps.state.userByName(username) ?? newUser(deps.orgId, username, "EndUser");

function checkInvitation(deps: Deps, username: string, value: string): User {
  const user = deps.state.userByName(username) ?? refuse("userNotFound");
  if (user.stage === "registered") refuse("userExists");
  checkCode(deps, user, "registration", value);
  return user;
}

function readPending({ state }: Deps, jti: string) {
  const pending = state.pending.get(jti);
  return pending?.purpose === "registration" ? pending : refuse("userTokenInvalid");
}

/** The user whose registration the bearer token finishes, with its credentials stored. Refusing leaves all as it was. */
async function finishRegistration(deps: Deps, jti: string, body: RegistrationCredentials): Promise<User> {
  const { challenge, userId } = readPending(deps, jti);
  const credentials = await verifyCredentials(deps, challenge, body);
  // That took time: another call may have used the token by now.
  readPending(deps, jti);
  checkNew(deps, credentials);
  const user = deps.state.users.get(userId) ?? refuse("userTokenInvalid");
  deps.state.voidPending(userId, "registration");
  const { registration: _spent, ...codes } = user.codes;
  const signatures = user.signatures + credentials.length;
  return deps.state.saveUser({ ...user, codes, stage: "registered", credentials, signatures });
}

/** What Dfns answers when credentials were stored. */
export const summary = ({ id, username, orgId, credentials }: User) => {
  const [credential] = credentials;
  return {
    credential: { uuid: credential?.uuid, kind: credential?.kind, name: credential?.name },
    user: { id, username, orgId },
  };
};

function beginRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.post("/auth/registration/delegated", async (c) => {
    const { user } = await readCaller(c, deps);
    checkPermission(user, "ServiceAccount", "Auth:Register:Delegated");
    await spendUserAction(c, deps, user);
    const body = await readBody(c, delegatedRegistration);
    return c.json(await beginRegistration(deps, findOrAdd(deps, body.email)));
  });
  app.post("/auth/registration/social", async (c) => {
    const body = await readBody(c, socialToken);
    const username = await deps.tokens.readIdToken(body.idToken);
    if (username === undefined) return refuse("userTokenInvalid", "idToken");
    if (body.orgId !== undefined && body.orgId !== deps.orgId) refuse("userNotFound", "orgId");
    return c.json(await beginRegistration(deps, findOrAdd(deps, username)));
  });
  app.post("/auth/registration/init", async (c) => {
    const body = await readBody(c, codeRegistration);
    if (body.orgId !== deps.orgId) refuse("userNotFound", "orgId");
    const user = checkInvitation(deps, body.username, body.registrationCode);
    return c.json(await beginRegistration(deps, user));
  });
  app.put("/auth/registration/code", async (c) => {
    const body = await readBody(c, codeRequest);
    if (body.orgId !== deps.orgId || !deps.state.userByName(body.username)) refuse("userNotFound");
    issueRegistrationCode(deps, body.username);
    return c.json({ message: "success" });
  });
  return app;
}

function finishRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.post("/auth/registration", async (c) => {
    const { jti } = await readToken(c, deps, ["Temp"]);
    const body = await readBody(c, registrationCredentials);
    return c.json(summary(await finishRegistration(deps, jti, body)));
  });
  app.post("/auth/registration/enduser", async (c) => {
    const { jti } = await readToken(c, deps, ["Temp"]);
    const { wallets, ...body } = await readBody(c, endUserRegistration);
    const registered = await finishRegistration(deps, jti, body);
    const user = deps.state.saveUser({
      ...registered,
      wallets: wallets.map((wallet) => createWallet(deps, registered.id, wallet)),
    });
    const authentication = await openSession(deps, user);
    return c.json({ ...summary(user), authentication, wallets: user.wallets });
  });
  return app;
}

/** Every call under `/auth/registration` (protocol.md 1.1). */
export const registrationRoutes = (deps: Deps): Hono =>
  new Hono().route("/", beginRoutes(deps)).route("/", finishRoutes(deps));
