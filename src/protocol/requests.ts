import * as v from "valibot";
import type {
  CredentialAttestation,
  CredentialKind,
  KeyAssertion,
  RegistrationCredentials,
  Wallet,
  WalletRequest,
} from "../core/dfns/types.ts";
import { rpcError } from "../core/errors.ts";
import type { ApprovalView, KitView, Overview, VaultStatus } from "./views.ts";

/** Params of one request may not be larger than this, in characters of JSON. */
export const MAX_PARAMS = 256 * 1024;
export const MAX_WALLETS = 100;
const MAX_TOKEN = 16 * 1024;

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const name = text(100);
const approvalId = v.pipe(v.string(), v.uuid());
const recordId = text(64);

const api = v.strictObject({ url: text(200), orgId: text(64) });

/** Base64url text, as Dfns sends it: 16 to 4096 characters, padding tolerated. */
const challengeText = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16,4096}={0,2}$/));

const registrationChallenge = v.object({
  user: v.object({
    id: text(64),
    name: text(512),
    displayName: v.optional(v.string(), ""),
  }),
  temporaryAuthenticationToken: text(MAX_TOKEN),
  challenge: challengeText,
  supportedCredentialKinds: v.object({
    firstFactor: v.array(v.string()),
    secondFactor: v.optional(v.array(v.string()), []),
  }),
});

/** Any text: a kind that Countersign does not make is `unsupportedKind`, with a message of its own, not a shape error. */
const factorKind = text(64);
const relyingParty = v.optional(v.strictObject({ id: text(253), name }));

const wallets = v.pipe(
  v.array(v.strictObject({ network: text(100), name: v.optional(name) })),
  v.minLength(1),
  v.maxLength(MAX_WALLETS),
);

const registerParams = v.strictObject({
  api,
  challenge: registrationChallenge,
  firstFactor: v.optional(factorKind),
  secondFactor: v.optional(factorKind),
  wallets: v.optional(wallets),
  relyingParty,
  submit: v.optional(v.literal(true)),
});

const allowed = v.optional(v.array(v.object({ id: text(1024) })), []);
const containers = v.array(v.object({ id: text(1024), encryptedPrivateKey: text(MAX_TOKEN) }));

/** The challenge of a login or a user action, as Dfns sends it; unknown members are ignored. */
export const assertionChallenge = v.object({
  challenge: challengeText,
  challengeIdentifier: text(MAX_PARAMS),
  supportedCredentialKinds: v.array(
    v.object({ kind: v.string(), factor: v.string(), requiresSecondFactor: v.boolean() }),
  ),
  allowCredentials: v.object({
    key: allowed,
    webauthn: allowed,
    passwordProtectedKey: v.optional(containers),
  }),
});

const httpMethod = v.picklist(["POST", "PUT", "DELETE", "GET"]);
const payload = v.string();
const action = { method: httpMethod, path: text(2048), payload };

const signParams = v.strictObject({
  challenge: assertionChallenge,
  action: v.optional(v.strictObject(action)),
  api: v.optional(api),
  relyingParty,
});

const loginParams = v.strictObject({
  api,
  username: text(512),
  loginCode: v.optional(text(64)),
  relyingParty,
});

const signActionParams = v.strictObject({ api, authToken: text(MAX_TOKEN), ...action, relyingParty });

/** Calls without params send nothing, `{}` or an empty array (some EIP-1193 callers do). */
const noParams = v.union([v.undefined_(), v.strictObject({}), v.pipe(v.array(v.unknown()), v.maxLength(0))]);

const password = v.pipe(v.string(), v.maxLength(4096));

/** Who may send a request: any site, connected sites only, or the named pages of the extension. */
export type Sender = "anySite" | "connectedSite" | Page;
export type Page = "popup" | "approve" | "vault";

const ANY_PAGE: readonly Page[] = ["popup", "approve", "vault"];
const approval = { from: ["approve"] as readonly Sender[] };

/** Every request the background takes, one row each: who may send it and what its params must be. */
export const REQUESTS = {
  dfns_getStatus: { from: ["anySite"], params: noParams },
  dfns_connect: { from: ["anySite"], params: noParams },
  dfns_disconnect: { from: ["connectedSite"], params: noParams },
  dfns_register: { from: ["anySite"], params: registerParams },
  dfns_sign: { from: ["connectedSite"], params: signParams },
  dfns_login: { from: ["connectedSite"], params: loginParams },
  dfns_signAction: { from: ["connectedSite"], params: signActionParams },

  "vault.status": { from: ANY_PAGE, params: noParams },
  "vault.overview": { from: ["popup", "vault"], params: noParams },
  "vault.create": { from: ["vault"], params: v.strictObject({ password }) },
  "vault.unlock": { from: ANY_PAGE, params: v.strictObject({ password }) },
  "vault.lock": { from: ANY_PAGE, params: noParams },

  "approval.show": { ...approval, params: v.strictObject({ id: approvalId }) },
  "approval.approve": {
    ...approval,
    params: v.strictObject({
      id: approvalId,
      shown: text(64),
      accounts: v.optional(v.array(text(300)), []),
      credential: v.optional(recordId),
      password: v.optional(password),
    }),
  },
  "approval.reject": {
    ...approval,
    params: v.strictObject({ id: approvalId }),
  },
  "approval.step": {
    ...approval,
    params: v.strictObject({
      id: approvalId,
      step: v.picklist(["phrase", "words"]),
    }),
  },
  "approval.phrase": {
    ...approval,
    params: v.strictObject({ id: approvalId }),
  },
  "approval.check": {
    ...approval,
    params: v.strictObject({
      id: approvalId,
      place: v.pipe(v.number(), v.integer()),
      word: v.string(),
    }),
  },
  "approval.finish": {
    ...approval,
    params: v.strictObject({
      id: approvalId,
      words: v.tuple([v.string(), v.string(), v.string()]),
    }),
  },
  "approval.retry": { ...approval, params: v.strictObject({ id: approvalId }) },
  "approval.discard": {
    ...approval,
    params: v.strictObject({ id: approvalId }),
  },
  "approval.next": { ...approval, params: noParams },
  /** From a window that is done: the next request to show, or `null`, and then it closes. */
  "approval.leave": { ...approval, params: noParams },
  "approval.open": {
    from: ["popup", "vault"],
    params: v.strictObject({ id: v.optional(approvalId) }),
  },

  "pending.open": {
    from: ["popup", "vault"],
    params: v.strictObject({ recordId }),
  },
  "pending.discard": {
    from: ["popup", "vault"],
    params: v.strictObject({ recordId }),
  },
} as const satisfies Record<string, { from: readonly Sender[]; params: v.GenericSchema }>;

export type RequestName = keyof typeof REQUESTS;
export type SiteMethod = Extract<RequestName, `dfns_${string}`>;
export type PageRequest = Exclude<RequestName, SiteMethod>;
export type Params<R extends RequestName> = v.InferOutput<(typeof REQUESTS)[R]["params"]>;
/** What a sender writes: members with a default may be left out. */
export type ParamsInput<R extends RequestName> = v.InferInput<(typeof REQUESTS)[R]["params"]>;

/** The methods a page may call, in the order of the contract. */
export const SITE_METHODS = Object.keys(REQUESTS).filter((request) =>
  request.startsWith("dfns_"),
) as readonly SiteMethod[];

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
  readonly wallets: readonly {
    readonly id: string;
    readonly network: string;
    readonly address?: string;
  }[];
}

/** The response of Dfns to a completed registration, with the members that its schema lists. */
export interface RegistrationResponse {
  readonly credential: {
    readonly uuid: string;
    readonly kind: string;
    readonly name: string;
  };
  readonly user: {
    readonly id: string;
    readonly username: string;
    readonly orgId?: string;
  };
  readonly authentication?: { readonly token: string };
  readonly wallets?: readonly Wallet[];
}

/** What each request answers. The handlers are typed by this table. */
export interface Results extends Record<RequestName, unknown> {
  dfns_getStatus: { readonly connected: boolean; readonly locked?: boolean };
  dfns_connect: { readonly accounts: readonly Account[] };
  dfns_disconnect: null;
  dfns_register: RegistrationCredentials | RegistrationResponse;
  dfns_sign: { readonly firstFactor: KeyAssertion };
  dfns_login: { readonly token: string };
  dfns_signAction: { readonly userAction: string };

  "vault.status": VaultStatus;
  "vault.overview": Overview;
  "vault.create": null;
  "vault.unlock": null;
  "vault.lock": null;

  "approval.show": ApprovalView;
  "approval.approve": null;
  "approval.reject": null;
  "approval.step": null;
  "approval.phrase": { readonly words: readonly string[]; readonly kit: KitView };
  "approval.check": { readonly right: boolean };
  "approval.finish": null;
  "approval.retry": null;
  "approval.discard": null;
  "approval.next": { readonly id: string | null };
  "approval.leave": { readonly id: string | null };
  "approval.open": null;

  "pending.open": null;
  "pending.discard": null;
}

/**
 * The params of a request, parsed.
 * @throws `invalidParams` with `data.path`, the member at fault (dotted), or `""` for the params themselves.
 */
export function parseParams<R extends RequestName>(request: R, params: unknown): Params<R> {
  const size = JSON.stringify(params)?.length ?? 0;
  if (size > MAX_PARAMS) throw rpcError("invalidParams", { path: "" }, "The params are larger than 256 KiB.");
  const parsed = v.safeParse(REQUESTS[request].params, params, {
    abortEarly: true,
  });
  if (parsed.success) return parsed.output as Params<R>;
  throw rpcError("invalidParams", {
    path: v.getDotPath(parsed.issues[0]) ?? "",
  });
}

export type { CredentialAttestation, WalletRequest };
