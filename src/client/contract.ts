import type {
  Api,
  Assertion,
  AssertionChallenge,
  CredentialKind,
  FactorKind,
  NewCredential,
  RecoveryCredentials,
  RegistrationCredentials,
  Wallet,
} from "../core/dfns/types.ts";

/** A Dfns user as a site sees it: only the credentials that the person lent to this site. */
export interface Account {
  readonly username: string;
  readonly userId: string;
  readonly orgId: string;
  readonly url: string;
  readonly credentials: readonly {
    readonly credId: string;
    readonly kind: CredentialKind;
    readonly name: string;
  }[];
  readonly wallets: readonly { readonly id: string; readonly network: string; readonly address?: string }[];
}

/** `locked` only when the site is connected. */
export interface Status {
  readonly connected: boolean;
  readonly locked?: boolean;
}

/** What a registration asks for. The challenge is passed on exactly as Dfns returned it. */
export interface RegisterParams {
  readonly api: Api;
  readonly challenge: {
    readonly user: { readonly id: string; readonly name: string; readonly displayName?: string | undefined };
    readonly temporaryAuthenticationToken: string;
    readonly challenge: string;
    readonly supportedCredentialKinds: {
      readonly firstFactor: readonly string[];
      readonly secondFactor?: readonly string[] | undefined;
    };
  };
  /** Default: the first kind that the challenge supports. */
  readonly firstFactor?: FactorKind | undefined;
  readonly secondFactor?: FactorKind | undefined;
  /** One wallet per row, at least one when given; without it, Dfns registers the user alone. */
  readonly wallets?: readonly { readonly network: string; readonly name?: string | undefined }[] | undefined;
  /** For Fido2 only. Default: the host of the page. */
  readonly relyingParty?: RelyingParty | undefined;
  /** Countersign posts the registration itself; without it, the bodies are returned for the site's backend to post. */
  readonly submit?: true | undefined;
}

/** One more credential for a registered user: the challenge of `/auth/credentials/init` or `/auth/credentials/code/init`. */
export interface CreateCredentialParams {
  readonly api: Api;
  readonly challenge: {
    readonly kind: string;
    readonly user: { readonly id: string; readonly name: string; readonly displayName?: string | undefined };
    readonly challenge: string;
    readonly challengeIdentifier: string;
  };
  /** What Dfns and the vault call it; default: a name for its kind. */
  readonly name?: string | undefined;
  /** For Fido2 only. Default: the host of the page. */
  readonly relyingParty?: RelyingParty | undefined;
}

/** Dfns' answer to a completed registration. */
export interface RegistrationResponse {
  readonly credential: { readonly uuid: string; readonly kind: string; readonly name: string };
  readonly user: { readonly id: string; readonly username: string; readonly orgId?: string };
  readonly authentication?: { readonly token: string };
  readonly wallets?: readonly Wallet[];
}

/** The challenge of `/auth/recover/user/delegated`, passed on exactly as Dfns returned it. */
export interface RecoverParams extends Pick<RegisterParams, "api" | "firstFactor" | "relyingParty"> {
  readonly challenge: RegisterParams["challenge"] & {
    readonly allowedRecoveryCredentials: readonly {
      readonly id: string;
      readonly encryptedRecoveryKey: string;
    }[];
  };
  /** Countersign posts the recovery itself; without it, the bodies are returned for the site's backend to post. */
  readonly submit?: true | undefined;
}

/** Dfns' answer to a recovery. */
export type RecoveryResponse = Pick<RegistrationResponse, "credential" | "user">;

/** `payload` is the exact body text that will be sent, "" for none. */
export interface Action {
  readonly method: "POST" | "PUT" | "DELETE" | "GET";
  readonly path: string;
  readonly payload: string;
}

/** The answer to a challenge, as `/auth/login` and `/auth/action` take it. */
export interface Factors {
  readonly firstFactor: Assertion;
  /** Where the challenge demands one. */
  readonly secondFactor?: Assertion;
}

/** Of a passkey; the default is the host of the page. */
export interface RelyingParty {
  readonly id: string;
  readonly name: string;
}

/** Params and result of every method. */
export interface Methods {
  dfns_getStatus: { readonly params: undefined; readonly result: Status };
  dfns_connect: { readonly params: undefined; readonly result: { readonly accounts: readonly Account[] } };
  dfns_disconnect: { readonly params: undefined; readonly result: null };
  dfns_register: {
    readonly params: RegisterParams;
    readonly result: RegistrationCredentials | RegistrationResponse;
  };
  dfns_createCredential: { readonly params: CreateCredentialParams; readonly result: NewCredential };
  dfns_sign: {
    readonly params: {
      readonly challenge: AssertionChallenge;
      /** What the challenge is for, so that the person can be told; shown as stated by the site. */
      readonly action?: Action | undefined;
      /** Needed where a PasswordProtectedKey may roam in with the challenge. */
      readonly api?: Api | undefined;
      readonly relyingParty?: RelyingParty | undefined;
    };
    readonly result: Factors;
  };
  dfns_login: {
    readonly params: {
      readonly api: Api;
      readonly username: string;
      readonly loginCode?: string | undefined;
      readonly relyingParty?: RelyingParty | undefined;
    };
    readonly result: { readonly token: string };
  };
  dfns_signAction: {
    readonly params: Action & {
      readonly api: Api;
      readonly authToken: string;
      readonly relyingParty?: RelyingParty | undefined;
    };
    readonly result: { readonly userAction: string };
  };
  dfns_recover: { readonly params: RecoverParams; readonly result: RecoveryCredentials | RecoveryResponse };
}

export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M]["params"];
export type Result<M extends Method> = Methods[M]["result"];

/** What each event hands to its listeners. Events go to connected sites only. */
export interface Events {
  connect: Record<string, never>;
  disconnect: Record<string, never>;
  lockChanged: { readonly locked: boolean };
  accountsChanged: readonly Account[];
}

export interface Provider {
  /** Rejects with a {@link ProviderRpcError}. */
  request<M extends Method>(
    args: undefined extends Params<M>
      ? { readonly method: M; readonly params?: Params<M> }
      : { readonly method: M; readonly params: Params<M> },
  ): Promise<Result<M>>;
  on<E extends keyof Events>(event: E, listener: (data: Events[E]) => void): this;
  removeListener<E extends keyof Events>(event: E, listener: (data: Events[E]) => void): this;
}

export interface ProviderDetail {
  readonly info: {
    /** New for each page load. */
    readonly uuid: string;
    readonly name: string;
    readonly icon: `data:${string}`;
    readonly rdns: string;
    readonly version: string;
  };
  readonly api: 1;
  readonly methods: readonly string[];
  readonly provider: Provider;
}

/** The error of every rejected request. Decide by `code` and `data.reason`; show `message` to developers. */
export interface ProviderRpcError extends Error {
  readonly code: number;
  readonly data: {
    readonly reason: string;
    readonly retryable: boolean;
    /** `invalidParams`: the member at fault. */
    readonly path?: string;
    /** `apiError`: the HTTP status and Dfns' own words. */
    readonly status?: number;
    readonly message?: string;
    /** In seconds. */
    readonly retryAfter?: number;
  };
}
