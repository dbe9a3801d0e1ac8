import { Hono } from "hono";
import { addCredential } from "./addCredential.ts";
import { credentialChallenge } from "./challenges.ts";
import { publicCredential } from "./credential.ts";
import { credentialCodeRoutes } from "./credentialCodes.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { readBody, readPerson, readSigningPerson } from "./requests.ts";
import { credentialInit, credentialUuid, newCredential } from "./schemas.ts";

/** Calls under `/auth/credentials` (protocol.md 1.4). Service accounts may not make them. */
export function credentialRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.get("/auth/credentials", async (c) => {
    const { credentials } = await readPerson(c, deps, "Auth:Creds:Read");
    return c.json({ items: credentials.map(publicCredential) });
  });
  app.post("/auth/credentials/init", async (c) => {
    const user = await readPerson(c, deps, "Auth:Creds:Create");
    const { kind } = await readBody(c, credentialInit);
    return c.json(await credentialChallenge(deps, user, kind));
  });
  app.post("/auth/credentials", async (c) => {
    const user = await readSigningPerson(c, deps, "Auth:Creds:Create");
    const credential = await addCredential(deps, await readBody(c, newCredential), (pending) => {
      if (pending.userId !== user.id || pending.code !== undefined) refuse("challengeInvalid");
    });
    return c.json(credential);
  });
  for (const isActive of [true, false]) {
    app.put(`/auth/credentials/${isActive ? "activate" : "deactivate"}`, async (c) => {
      const user = await readSigningPerson(c, deps, "Auth:Creds:Update");
      const { credentialUuid: wanted } = await readBody(c, credentialUuid);
      if (!user.credentials.some(({ uuid }) => uuid === wanted)) refuse("notFound", "credentialUuid");
      deps.state.updateUser(user.id, (now) => ({
        ...now,
        credentials: now.credentials.map((row) => (row.uuid === wanted ? { ...row, isActive } : row)),
      }));
      return c.json({ message: "success" });
    });
  }
  return app.route("/", credentialCodeRoutes(deps));
}
