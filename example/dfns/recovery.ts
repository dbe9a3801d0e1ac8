import { type Context, Hono } from "hono";
import { recoveryChallenge } from "./challenges.ts";
import { checkCode, issueCode, spendCode } from "./codes.ts";
import { bareCredId, type Credential } from "./credential.ts";
import { checkNew, verifyCredentials } from "./credentials.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { summary } from "./registration.ts";
import { checkPermission, readBody, readCaller, readToken, spendUserAction } from "./requests.ts";
import { codeRecovery, codeRequest, delegatedRecovery, type Recovery, recovery } from "./schemas.ts";
import { closeSessions } from "./sessions.ts";
import type { User } from "./user.ts";
import { challengeOf, verifyAssertion } from "./verify.ts";

function findPerson(deps: Deps, username: string, orgId = deps.orgId): User {
  const user = orgId === deps.orgId ? deps.state.userByName(username) : undefined;
  return user?.stage === "registered" && user.kind !== "ServiceAccount" ? user : refuse("userNotFound");
}

function readPending({ state }: Deps, jti: string) {
  const pending = state.pending.get(jti);
  return pending?.purpose === "recovery" ? pending : refuse("userTokenInvalid");
}

/**
 * The old key must have signed the very text of `newCredentials` (protocol.md section 4), as this body carries it.
 * @throws Refusal signatureInvalid
 */
function checkAssertion(body: Recovery["recovery"], received: string, old: Credential): void {
  const { clientData } = body.credentialAssertion;
  const challenge = Buffer.from(received).toString("base64url");
  if (challengeOf(clientData) !== challenge)
    refuse("signatureInvalid", "newCredentials is not what was signed");
  if (old.kind === "Fido2") refuse("recoveryCredentialInvalid");
  verifyAssertion(body.credentialAssertion, old.publicKey, challenge);
}

/** `newCredentials` as it was sent: members in that order, whatever the schema makes of them. */
const textOfNew = async (c: Context): Promise<string> =>
  JSON.stringify(((await c.req.json()) as { readonly newCredentials: unknown }).newCredentials);

function findOld({ credentials }: User, allowed: string, credId: string): Credential {
  const mine = credentials.find((row) => bareCredId(row.credId) === bareCredId(credId) && row.isActive);
  return mine && bareCredId(allowed) === bareCredId(credId) ? mine : refuse("recoveryCredentialInvalid");
}

/** The user with the new credentials instead of all others, and without any session. Refusing leaves all as it was. */
async function recover(deps: Deps, jti: string, body: Recovery, received: string): Promise<User> {
  const { userId, challenge, credId } = readPending(deps, jti);
  const user = deps.state.users.get(userId) ?? refuse("userTokenInvalid");
  const old = findOld(user, credId, body.recovery.credentialAssertion.credId);
  checkAssertion(body.recovery, received, old);
  const credentials = await verifyCredentials(deps, challenge, body.newCredentials);
  // That took time: another call may have used the token by now.
  readPending(deps, jti);
  checkNew(deps, credentials);
  deps.state.voidPending(userId, "recovery");
  closeSessions(deps, userId);
  const now = deps.state.users.get(userId) ?? user;
  const signatures = now.signatures + credentials.length + 1;
  return deps.state.saveUser({ ...now, codes: {}, credentials, signatures });
}

/** Every call under `/auth/recover` (protocol.md 1.5). */
export function recoveryRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.post("/auth/recover/user/code", async (c) => {
    const { username, orgId } = await readBody(c, codeRequest);
    issueCode(deps, findPerson(deps, username, orgId), "recovery");
    return c.json({ message: "success" });
  });
  app.post("/auth/recover/user/init", async (c) => {
    const body = await readBody(c, codeRecovery);
    const user = findPerson(deps, body.username, body.orgId);
    checkCode(deps, user, "recovery", body.verificationCode);
    const challenge = await recoveryChallenge(deps, user, body.credentialId);
    spendCode(deps, user.id, "recovery");
    return c.json(challenge);
  });
  app.post("/auth/recover/user/delegated", async (c) => {
    const { user } = await readCaller(c, deps);
    checkPermission(user, "ServiceAccount", "Auth:Recover:Delegated");
    await spendUserAction(c, deps, user);
    const body = await readBody(c, delegatedRecovery);
    return c.json(await recoveryChallenge(deps, findPerson(deps, body.username), body.credentialId));
  });
  app.post("/auth/recover/user", async (c) => {
    const { jti } = await readToken(c, deps, ["Temp"]);
    const body = await readBody(c, recovery);
    return c.json(summary(await recover(deps, jti, body, await textOfNew(c))));
  });
  return app;
}
