import { Hono } from "hono";
import { registrationChallenge } from "./challenges.ts";
import { createCredentials } from "./credentials.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { newCode, newId } from "./ids.ts";
import { checkPermission, readBody, readCaller, readToken, spendUserAction } from "./requests.ts";
import {
  codeRegistration,
  codeRequest,
  delegatedRegistration,
  endUserRegistration,
  type RegistrationCredentials,
  registrationCredentials,
  socialRegistration,
} from "./schemas.ts";
import type { User, UserKind } from "./state.ts";
import { SIX_HOURS } from "./tokens.ts";
import { createWallet } from "./wallets.ts";

const CODE_LIFETIME = 24 * 60 * 60 * 1000;

const newUser = ({ orgId }: Deps, username: string, kind: UserKind): User => ({
  id: newId("us"),
  username,
  orgId,
  kind,
  stage: "invited",
  credentials: [],
  wallets: [],
});

/** A fresh code for a user who has not finished, made known only through the log. */
export function issueRegistrationCode(deps: Deps, username: string): string {
  const user = deps.state.userByName(username) ?? newUser(deps, username, "CustomerEmployee");
  if (user.stage === "registered") refuse("userExists");
  const code = { value: newCode(), expires: deps.now() + CODE_LIFETIME };
  deps.state.saveUser({ ...user, code });
  deps.log(`registration code for ${username}: ${code.value}`);
  return code.value;
}

/** A challenge for a user who has not finished; the earlier one is void then. @throws Refusal userExists */
function beginRegistration(deps: Deps, user: User) {
  if (user.stage === "registered" || (user.stage === "begun" && !deps.restart)) refuse("userExists");
  return registrationChallenge(deps, deps.state.saveUser({ ...user, stage: "begun" }));
}

const findOrAdd = (deps: Deps, username: string): User =>
  deps.state.userByName(username) ?? newUser(deps, username, "EndUser");

function checkCode(deps: Deps, username: string, value: string): User {
  const user = deps.state.userByName(username) ?? refuse("userNotFound");
  if (user.stage === "registered") refuse("userExists");
  if (user.code?.value !== value) return refuse("codeInvalid");
  if (user.code.expires <= deps.now()) refuse("codeExpired");
  return user;
}

/** The user whose registration the bearer token finishes, with its credentials stored. Refusing leaves all as it was. */
function finishRegistration(deps: Deps, jti: string, body: RegistrationCredentials): User {
  const pending = deps.state.pending.get(jti);
  if (pending?.purpose !== "registration") return refuse("userTokenInvalid");
  const user = deps.state.users.get(pending.userId) ?? refuse("userTokenInvalid");
  if (user.stage === "registered") refuse("userTokenInvalid");
  const credentials = createCredentials(deps, pending.challenge, body);
  deps.state.voidRegistrations(user.id);
  const { code: _spent, ...rest } = user;
  return deps.state.saveUser({ ...rest, stage: "registered", credentials });
}

const summary = ({ id, username, orgId, credentials }: User) => {
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
    const body = await readBody(c, socialRegistration);
    const username = await deps.tokens.readIdToken(body.idToken);
    if (username === undefined) return refuse("userTokenInvalid", "idToken");
    if (body.orgId !== undefined && body.orgId !== deps.orgId) refuse("userNotFound", "orgId");
    return c.json(await beginRegistration(deps, findOrAdd(deps, username)));
  });
  app.post("/auth/registration/init", async (c) => {
    const body = await readBody(c, codeRegistration);
    if (body.orgId !== deps.orgId) refuse("userNotFound", "orgId");
    const user = checkCode(deps, body.username, body.registrationCode);
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
    return c.json(summary(finishRegistration(deps, jti, body)));
  });
  app.post("/auth/registration/enduser", async (c) => {
    const { jti } = await readToken(c, deps, ["Temp"]);
    const { wallets, ...body } = await readBody(c, endUserRegistration);
    const registered = finishRegistration(deps, jti, body);
    const user = deps.state.saveUser({
      ...registered,
      wallets: wallets.map((wallet) => createWallet(deps, registered.id, wallet)),
    });
    const { token } = await deps.tokens.issue({ kind: "Token", subject: user, seconds: SIX_HOURS });
    return c.json({ ...summary(user), authentication: { token }, wallets: user.wallets });
  });
  return app;
}

/** Every call under `/auth/registration` (protocol.md 1.1). */
export const registrationRoutes = (deps: Deps): Hono =>
  new Hono().route("/", beginRoutes(deps)).route("/", finishRoutes(deps));
