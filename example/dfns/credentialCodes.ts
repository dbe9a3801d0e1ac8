import { Hono } from "hono";
import { addCredential } from "./addCredential.ts";
import { credentialChallenge } from "./challenges.ts";
import { checkCode, issueCode, spendCode } from "./codes.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { readBody, readSigningPerson } from "./requests.ts";
import { credentialCode, credentialInitWithCode, newCredential } from "./schemas.ts";

const MINUTE = 60 * 1000;

/** A unix time may be in seconds, as the word says, or in milliseconds, as a browser counts. */
function readExpiration({ now }: Deps, expiration: string | number): number {
  const isSeconds = typeof expiration === "number" && expiration < 1e11;
  const expires = isSeconds ? expiration * 1000 : new Date(expiration).getTime();
  const isNear = expires > now() && expires <= now() + MINUTE;
  return isNear ? expires : refuse("invalidRequest", "expiration: it must be within the next minute");
}

/** For a device without a session: a code lives a minute at most, and makes one credential. */
export function credentialCodeRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.post("/auth/credentials/code", async (c) => {
    const user = await readSigningPerson(c, deps, "Auth:Creds:Code:Create");
    const expires = readExpiration(deps, (await readBody(c, credentialCode)).expiration);
    const code = issueCode(deps, user, "credential", expires);
    return c.json({ code, expiration: new Date(expires).toISOString() });
  });
  app.post("/auth/credentials/code/init", async (c) => {
    const { credentialKind, code } = await readBody(c, credentialInitWithCode);
    const owner = [...deps.state.users.values()].find(({ codes }) => codes.credential?.value === code);
    const user = owner ?? refuse("codeInvalid");
    checkCode(deps, user, "credential", code);
    return c.json(await credentialChallenge(deps, user, credentialKind, code));
  });
  app.post("/auth/credentials/code/verify", async (c) => {
    const credential = await addCredential(deps, await readBody(c, newCredential), ({ userId, code }) => {
      const current = deps.state.users.get(userId)?.codes.credential?.value;
      if (code === undefined || code !== current) refuse("challengeInvalid");
      spendCode(deps, userId, "credential");
    });
    return c.json(credential);
  });
  return app;
}
