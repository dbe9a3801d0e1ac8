import { DfnsApiClient, DfnsError } from "@dfns/sdk";
import type { RecoverBody, RegisterEndUserBody } from "@dfns/sdk/generated/auth/types";
import { AsymmetricKeySigner } from "@dfns/sdk-keysigner";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import * as v from "valibot";

export interface DfnsAccess {
  readonly url: string;
  readonly orgId: string;
  readonly serviceAccount: {
    readonly token: string;
    readonly credId: string;
    readonly privateKeyPem: string;
  };
}

const text = v.pipe(v.string(), v.minLength(1));
const challengeBody = v.object({ username: text });
const walletsBody = v.object({ token: text });

// Dfns checks the members closely; here it is enough that nothing else is passed on.
const credential = v.record(v.string(), v.unknown());
const completeBody = v.object({
  temporaryAuthenticationToken: text,
  firstFactorCredential: credential,
  secondFactorCredential: v.exactOptional(credential),
  recoveryCredential: credential,
  wallets: v.array(v.record(v.string(), v.unknown())),
});

const recoverBody = v.object({ username: text, credentialId: text });
const recoveredBody = v.object({
  temporaryAuthenticationToken: text,
  recovery: credential,
  newCredentials: credential,
});

async function readJson<T extends v.GenericSchema>(request: Request, schema: T): Promise<v.InferOutput<T>> {
  const isJson = /^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "");
  const body = v.safeParse(schema, isJson ? await request.json().catch(() => undefined) : undefined);
  if (body.success) return body.output;
  throw new HTTPException(400, { message: body.issues[0].message });
}

const serviceClient = ({ url, orgId, serviceAccount }: DfnsAccess): DfnsApiClient =>
  new DfnsApiClient({
    baseUrl: url,
    orgId,
    authToken: serviceAccount.token,
    signer: new AsymmetricKeySigner({
      credId: serviceAccount.credId,
      privateKey: serviceAccount.privateKeyPem,
    }),
  });

function failure(error: Error): Response {
  if (error instanceof HTTPException) {
    return Response.json({ status: error.status, message: error.message }, { status: error.status });
  }
  const refused = error instanceof DfnsError && error.httpStatus >= 400;
  const status = refused ? error.httpStatus : 502;
  return Response.json(
    { status, message: refused ? error.message : `Dfns could not be asked: ${error.message}` },
    { status },
  );
}

/**
 * The calls that need the service account, and those a customer keeps off the page. Nothing here is cross-origin: a body
 * must be JSON, which another site cannot send without a preflight that nobody answers.
 */
export function createBackend(dfns: DfnsAccess): Hono {
  const service = serviceClient(dfns);
  const clientFor = (authToken: string) =>
    new DfnsApiClient({ baseUrl: dfns.url, orgId: dfns.orgId, authToken });
  const app = new Hono();
  app.post("/api/config", (c) => c.json({ url: dfns.url, orgId: dfns.orgId }));
  app.post("/api/challenge", async (c) => {
    const { username } = await readJson(c.req.raw, challengeBody);
    const body = { email: username, kind: "EndUser" } as const;
    return c.json(await service.auth.createDelegatedRegistrationChallenge({ body }));
  });
  app.post("/api/complete", async (c) => {
    const { temporaryAuthenticationToken, ...body } = await readJson(c.req.raw, completeBody);
    const client = clientFor(temporaryAuthenticationToken);
    return c.json(await client.auth.registerEndUser({ body: body as unknown as RegisterEndUserBody }));
  });
  // Who is it? A customer's backend finds that out in its own way before it asks Dfns for this.
  app.post("/api/recover", async (c) => {
    const body = await readJson(c.req.raw, recoverBody);
    return c.json(await service.auth.createDelegatedRecoveryChallenge({ body }));
  });
  app.post("/api/recovered", async (c) => {
    const { temporaryAuthenticationToken, ...body } = await readJson(c.req.raw, recoveredBody);
    const client = clientFor(temporaryAuthenticationToken);
    return c.json(await client.auth.recover({ body: body as unknown as RecoverBody }));
  });
  app.post("/api/wallets", async (c) => {
    const { token } = await readJson(c.req.raw, walletsBody);
    return c.json(await clientFor(token).wallets.listWallets());
  });
  app.onError(failure);
  return app;
}
