import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import { Hono } from "hono";
import { actionRoutes } from "./actions.ts";
import { cors } from "./cors.ts";
import { credentialRoutes } from "./credentials.ts";
import type { Deps } from "./deps.ts";
import { errorBody, Refusal } from "./errors.ts";
import { newChallenge, newId } from "./ids.ts";
import { loginRoutes } from "./login.ts";
import { issueRegistrationCode, registrationRoutes } from "./registration.ts";
import { createServiceAccount, type ServiceAccount } from "./serviceAccount.ts";
import { type CredentialKind, createState, type User, type Wallet } from "./state.ts";
import { createTokens } from "./tokens.ts";
import { walletRoutes } from "./wallets.ts";

export interface DfnsOptions {
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** `false`: a user who began may not begin again. */
  readonly restart?: boolean;
  /** The clock, in milliseconds. */
  readonly now?: () => number;
  /** Makes the challenges, so that recorded answers can be replayed in tests. */
  readonly newChallenge?: () => string;
  readonly log?: (line: string) => void;
}

export interface RequestLine {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export interface LocalUser {
  readonly id: string;
  readonly username: string;
  readonly registered: boolean;
  readonly credentials: readonly {
    readonly credId: string;
    readonly kind: CredentialKind;
    readonly isActive: boolean;
  }[];
  readonly wallets: readonly Wallet[];
}

export interface LocalDfns {
  readonly url: string;
  readonly orgId: string;
  readonly serviceAccount: ServiceAccount;
  /** Every request answered so far; holds no token and no body. */
  readonly requests: readonly RequestLine[];
  /** The code that Dfns would e-mail; makes the user when there is none. @throws Refusal userExists */
  createRegistrationCode(username: string): string;
  /** What `/auth/registration/social` takes as `idToken`. */
  idToken(username: string): Promise<string>;
  /** Every person, finished or not; without the service account. */
  users(): readonly LocalUser[];
  close(): Promise<void>;
}

const publicUser = ({ id, username, stage, credentials, wallets }: User): LocalUser => ({
  id,
  username,
  registered: stage === "registered",
  credentials: credentials.map(({ credId, kind, isActive }) => ({ credId, kind, isActive })),
  wallets,
});

function createApp(deps: Deps, requests: RequestLine[]): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    const line = { method: c.req.method, path: c.req.path, status: c.res.status };
    requests.push(line);
    deps.log(`${line.method} ${line.path} ${line.status}`);
  });
  app.use(cors);
  app.get("/", (c) => c.json({ name: "local Dfns", orgId: deps.orgId }));
  for (const routes of [registrationRoutes, loginRoutes, actionRoutes, credentialRoutes, walletRoutes]) {
    app.route("/", routes(deps));
  }
  app.notFound((c) => c.json(errorBody(new Refusal("notFound")), 404));
  app.onError((error, c) => {
    if (!(error instanceof Refusal)) deps.log(`internal error: ${error.stack ?? error.message}`);
    const refusal = error instanceof Refusal ? error : new Refusal("internal");
    return c.json(errorBody(refusal), refusal.status);
  });
  return app;
}

const listen = (app: Hono, port: number): Promise<{ readonly server: ServerType; readonly port: number }> =>
  new Promise((resolve, reject) => {
    const onListening = (address: AddressInfo): void => resolve({ server, port: address.port });
    const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, onListening);
    server.once("error", reject);
  });

const stop = (server: ServerType): Promise<void> =>
  new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    if ("closeAllConnections" in server) server.closeAllConnections();
  });

/** Starts a Dfns of one organisation on this machine, reachable from this machine only. It forgets all when it ends. */
export async function startDfns(options: DfnsOptions = {}): Promise<LocalDfns> {
  const now = options.now ?? Date.now;
  let host = "localhost";
  const deps: Deps = {
    orgId: newId("or"),
    host: () => host,
    restart: options.restart ?? true,
    state: createState(),
    tokens: createTokens({ now }),
    now,
    newChallenge: options.newChallenge ?? newChallenge,
    log: options.log ?? (() => {}),
  };
  const requests: RequestLine[] = [];
  const serviceAccount = await createServiceAccount(deps);
  const { server, port } = await listen(createApp(deps, requests), options.port ?? 0);
  host = `localhost:${port}`;
  return {
    url: `http://${host}`,
    orgId: deps.orgId,
    serviceAccount,
    requests,
    createRegistrationCode: (username) => issueRegistrationCode(deps, username),
    idToken: deps.tokens.issueIdToken,
    users: () =>
      [...deps.state.users.values()].filter(({ kind }) => kind !== "ServiceAccount").map(publicUser),
    close: () => stop(server),
  };
}
