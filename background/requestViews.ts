import type { FactorKind } from "../src/core/dfns/types.ts";
import { rpcError } from "../src/core/errors.ts";
import { type AccountEntry, accountIdOf, type Index, type RecordEntry } from "../src/core/vault/index.ts";
import type { PendingRegistration } from "../src/core/vault/pending.ts";
import { type Environment, environmentOf } from "../src/protocol/apiHosts.ts";
import type { AuditView } from "../src/protocol/auditViews.ts";
import { classOf } from "../src/protocol/networks.ts";
import { FACTORS } from "../src/protocol/params.ts";
import type { RecoverRequestView } from "../src/protocol/recoverViews.ts";
import type { Params } from "../src/protocol/requests.ts";
import type {
  AccountView,
  CompletionView,
  ConnectRequestView,
  PendingView,
  PinRequestView,
  RegisterRequestView,
  RequestView,
} from "../src/protocol/views.ts";
import type { Approval } from "./approvalRecord.ts";
import { createCredentialView } from "./createCredentialView.ts";
import { isRegistration } from "./entries.ts";
import { signView } from "./signView.ts";
import { factorsOf } from "./sites.ts";

/** Which API hosts this build talks to. */
export interface Build {
  readonly local: boolean;
}

/** The environment of a host that passed the check on the way in. @throws `invalidParams` otherwise */
export function hostEnvironment(url: string, build: Build): Environment {
  const environment = environmentOf(url, build);
  if (environment === null)
    throw rpcError("invalidParams", { path: "api.url" }, "This is not an API host of Countersign.");
  return environment;
}

/** The kinds that a registration makes, chosen once and shown as chosen. @throws `unsupportedKind` */
export function chosenFactors(
  params: Pick<Params<"dfns_register">, "firstFactor" | "secondFactor"> & {
    readonly challenge: Pick<Params<"dfns_register">["challenge"], "supportedCredentialKinds">;
  },
): {
  readonly firstFactor: FactorKind;
  readonly secondFactor: FactorKind | null;
} {
  const { firstFactor, secondFactor, challenge } = params;
  const { supportedCredentialKinds: supported } = challenge;
  const first = firstFactor ?? FACTORS.find((kind) => supported.firstFactor.includes(kind));
  if (first === undefined) throw unsupported(supported.firstFactor.join(", "));
  return {
    firstFactor: factor(first, supported.firstFactor),
    secondFactor: secondFactor === undefined ? null : factor(secondFactor, supported.secondFactor),
  };
}

/** @throws `unsupportedKind` for a kind that the challenge or Countersign does not take */
function factor(kind: string, supported: readonly string[]): FactorKind {
  const known = FACTORS.find((one) => one === kind);
  if (known === undefined || !supported.includes(kind)) throw unsupported(kind);
  return known;
}

const DEPRECATED = ["Password", "Totp"];

export function unsupported(kind: string) {
  const sentence = DEPRECATED.includes(kind)
    ? `Dfns has deprecated ${kind} credentials; Countersign does not make them.`
    : `Countersign cannot make a credential of the kind "${kind.slice(0, 64)}" for this challenge.`;
  return rpcError("unsupportedKind", {}, sentence);
}

/** What the window shows of a request; the same for the same vault and request, so that its digest can be compared. */
export function requestView(approval: Approval, index: Index, build: Build): RequestView {
  const { method, origin, params } = approval;
  if (method === "dfns_connect")
    return approval.chosen ? pinView(origin, approval.chosen, index) : connectView(origin, index, build);
  if (method === "dfns_register")
    return registerView(origin, params as Params<"dfns_register">, index, build);
  if (method === "dfns_createCredential") return createCredentialView(approval, index, build);
  if (method === "dfns_recover") return recoverView(origin, params as Params<"dfns_recover">, build);
  return signView(approval, index, build);
}

function connectView(origin: string, index: Index, build: Build): ConnectRequestView {
  const accounts = index.accounts.map((account) => {
    const factors = factorsOf(index, account);
    const { id, username, orgId, label, url } = account;
    const registeredHere = factors.some(({ registeredOn }) => registeredOn === origin);
    const chosen = registeredHere || factors.some(({ origins }) => origins.includes(origin));
    return {
      id,
      username,
      orgId,
      label,
      environment: environmentOf(url, build) ?? "Live",
      registeredHere,
      chosen,
    };
  });
  return { method: "dfns_connect", origin, accounts };
}

/** The factors of the chosen accounts that this site may not use yet and did not register. */
export const addedPins = (origin: string, chosen: readonly string[], index: Index): readonly RecordEntry[] =>
  index.accounts
    .filter(({ id }) => chosen.includes(id))
    .flatMap((account) => factorsOf(index, account))
    .filter(({ origins, registeredOn }) => registeredOn !== origin && !origins.includes(origin));

function pinView(origin: string, chosen: readonly string[], index: Index): PinRequestView {
  const credentials = addedPins(origin, chosen, index).map(({ name, accountId, registeredOn }) => {
    const username = index.accounts.find(({ id }) => id === accountId)?.username ?? "";
    return { name, username, registeredOn };
  });
  return { method: "pin", origin, credentials };
}

function registerView(
  origin: string,
  params: Params<"dfns_register">,
  index: Index,
  build: Build,
): RegisterRequestView {
  const { api, challenge, wallets = [] } = params;
  const accountId = accountIdOf(api.url, challenge.user.id);
  return {
    method: "dfns_register",
    ...completion(origin, params, build),
    secondFactor: chosenFactors(params).secondFactor,
    wallets: wallets.map(({ network, name }) => ({
      network,
      ...(name !== undefined && { name }),
      networkClass: classOf(network),
    })),
    sameWords: index.records.some(
      (entry) => isRegistration(entry) && entry.accountId === accountId && entry.registeredOn === origin,
    ),
  };
}

const recoverView = (origin: string, params: Params<"dfns_recover">, build: Build): RecoverRequestView => ({
  method: "dfns_recover",
  ...completion(origin, params, build),
  risk: "dangerous",
});

function completion(
  origin: string,
  params: Params<"dfns_register" | "dfns_recover">,
  build: Build,
): CompletionView {
  const { api, challenge, submit } = params;
  return {
    origin,
    username: challenge.user.name,
    orgId: api.orgId,
    url: api.url,
    environment: hostEnvironment(api.url, build),
    submit: submit === true,
    firstFactor: chosenFactors(params).firstFactor,
  };
}

/** A sentence for lists of waiting requests. */
export function summaryOf(approval: Approval, index: Index, build: Build): string {
  const view = requestView(approval, index, build);
  if (view.method === "dfns_connect" || view.method === "pin") return "Connect this site";
  if (view.method === "dfns_createCredential") return `Add a credential to ${view.username}`;
  if (view.method === "dfns_recover") return `Recover ${view.username}`;
  return view.method === "dfns_register" ? `Register ${view.username}` : view.title;
}

export function accountView(
  account: AccountEntry,
  index: Index,
  build: Build,
  audit: AuditView | null,
): AccountView {
  const { wallets, ...rest } = account;
  return {
    ...rest,
    environment: environmentOf(account.url, build) ?? "Live",
    credentials: index.records.flatMap((entry) =>
      entry.accountId === account.id ? credentialView(entry) : [],
    ),
    wallets: wallets.map(({ id, network, name, address }) => ({
      id,
      network,
      networkClass: classOf(network),
      ...(name !== undefined && { name }),
      ...(address !== undefined && { address }),
    })),
    audit,
  };
}

function credentialView(entry: RecordEntry): AccountView["credentials"] {
  const { id: recordId, kind, credId, name, algorithm, origins } = entry;
  if (kind === "pending") return [];
  const {
    createdAt,
    lastUsed,
    confirmedAt,
    rehearsedAt,
    rehearsalFailedAt = null,
    offeredAt = null,
    invalidAt = null,
  } = entry;
  const dates = { createdAt, lastUsed, confirmedAt, rehearsedAt, rehearsalFailedAt, offeredAt, invalidAt };
  return [{ recordId, credId, kind, name, algorithm, origins, ...dates }];
}

export function pendingView(recordId: string, pending: PendingRegistration, now: number): PendingView {
  const { user, api, origin, createdAt, state, refusal, tokenExpiresAt } = pending;
  const live = tokenExpiresAt > now;
  const { url, orgId } = api;
  return {
    recordId,
    purpose: pending.old ? "recovery" : "registration",
    username: user.name,
    orgId,
    url,
    origin,
    createdAt,
    state,
    refusal,
    live,
  };
}
