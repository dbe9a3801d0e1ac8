import { createApp, type RequestLine } from "./app.ts";
import type { CredentialKind } from "./credential.ts";
import type { Deps } from "./deps.ts";
import { refuse } from "./errors.ts";
import { createFaults, type Fault, type FaultMatch } from "./faults.ts";
import { originsOf } from "./fido2.ts";
import { newChallenge, newId } from "./ids.ts";
import { listen, stop } from "./listen.ts";
import { issueRegistrationCode } from "./registration.ts";
import { createServiceAccount, type ServiceAccount } from "./serviceAccount.ts";
import { createState } from "./state.ts";
import { createTokens } from "./tokens.ts";
import type { CodeUse, Policy, User, Wallet } from "./user.ts";

export interface DfnsOptions {
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** `false`: a user who began may not begin again. */
  readonly restart?: boolean;
  /** The clock, in milliseconds. */
  readonly now?: () => number;
  /** Makes the challenges, so that recorded answers can be replayed in tests. */
  readonly newChallenge?: () => string;
  /** `false`: the identifiers of user actions do not say what they are for. */
  readonly challengeInfo?: boolean;
  /** Origins that may use Fido2, besides http://localhost and the hosts below it, on any port. */
  readonly origins?: readonly string[];
  readonly log?: (line: string) => void;
}

export interface LocalUser {
  readonly id: string;
  readonly username: string;
  readonly registered: boolean;
  readonly credentials: readonly {
    readonly uuid: string;
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
  /** The codes sent to the user that have not been used; `{}` for a user nobody knows. */
  codes(username: string): Readonly<Partial<Record<CodeUse, string>>>;
  /** What `/auth/registration/social` and `/auth/login/social` take as `idToken`. */
  idToken(username: string): Promise<string>;
  /** Every person, finished or not; without the service account. */
  users(): readonly LocalUser[];
  /** From now on; `{ requiresSecondFactor: [] }` lifts it. @throws Refusal userNotFound */
  setPolicy(username: string, policy: Policy): void;
  /** How many assertions and attestations of the user were accepted. */
  signatures(username: string): number;
  /** Lets calls go wrong. @returns a function that lifts the fault */
  fail(match: FaultMatch, how: Fault): () => void;
  close(): Promise<void>;
}

const publicUser = ({ id, username, stage, credentials, wallets }: User): LocalUser => ({
  id,
  username,
  registered: stage === "registered",
  credentials: credentials.map(({ uuid, credId, kind, isActive }) => ({ uuid, credId, kind, isActive })),
  wallets,
});

/** What the tests and the examples see and do beside the API. */
function createControls(deps: Deps) {
  const { users, userByName } = deps.state;
  return {
    createRegistrationCode: (username: string) => issueRegistrationCode(deps, username),
    codes: (username: string) =>
      Object.fromEntries(
        Object.entries(userByName(username)?.codes ?? {}).map(([use, { value }]) => [use, value]),
      ),
    idToken: deps.tokens.issueIdToken,
    users: () => [...users.values()].filter(({ kind }) => kind !== "ServiceAccount").map(publicUser),
    setPolicy(username: string, policy: Policy) {
      const { id } = userByName(username) ?? refuse("userNotFound");
      deps.state.updateUser(id, (user) => ({ ...user, policy }));
    },
    signatures: (username: string) => userByName(username)?.signatures ?? 0,
  };
}

/** Starts a Dfns of one organisation on this machine, reachable from this machine only. It forgets all when it ends. */
export async function startDfns(options: DfnsOptions = {}): Promise<LocalDfns> {
  const now = options.now ?? Date.now;
  let host = "localhost";
  const deps: Deps = {
    orgId: newId("or"),
    host: () => host,
    restart: options.restart ?? true,
    challengeInfo: options.challengeInfo ?? true,
    isOrigin: originsOf(options.origins ?? []),
    state: createState(),
    tokens: createTokens({ now }),
    now,
    newChallenge: options.newChallenge ?? newChallenge,
    log: options.log ?? (() => {}),
  };
  const requests: RequestLine[] = [];
  const faults = createFaults();
  const serviceAccount = await createServiceAccount(deps);
  const { server, port } = await listen(createApp(deps, faults, requests), options.port ?? 0);
  host = `localhost:${port}`;
  return {
    url: `http://${host}`,
    orgId: deps.orgId,
    serviceAccount,
    requests,
    ...createControls(deps),
    fail: faults.add,
    close: () => stop(server),
  };
}
