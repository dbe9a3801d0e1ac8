import * as v from "valibot";
import { rpcError } from "../core/errors.ts";
import { noParams } from "./greeting.ts";
import {
  accountId,
  approvalId,
  createCredentialParams,
  FACTORS,
  loginParams,
  MAX_PARAMS,
  password,
  place,
  RECOVER_STEPS,
  recordId,
  recoverParams,
  recoverStartParams,
  registerParams,
  signActionParams,
  signParams,
  text,
  threeWords,
  typedPhrase,
} from "./params.ts";
import { VAULT_REQUESTS, WITH_FILE } from "./vaultRequests.ts";

/** Who may send a request: every site, connected sites only, or the named pages of the extension. */
export type Sender = "anySite" | "connectedSite" | Page;
export type Page = "popup" | "approve" | "vault";

const ANY_PAGE: readonly Page[] = ["popup", "approve", "vault"];
const approval = { from: ["approve"] as readonly Sender[] };
const vaultTab = { from: ["vault"] as readonly Sender[] };

/** Every request the background takes, one row each: who may send it and what its params must be. */
export const REQUESTS = {
  dfns_getStatus: { from: ["anySite"], params: noParams },
  dfns_connect: { from: ["anySite"], params: noParams },
  dfns_disconnect: { from: ["connectedSite"], params: noParams },
  dfns_register: { from: ["anySite"], params: registerParams },
  dfns_createCredential: { from: ["connectedSite"], params: createCredentialParams },
  /** From a site that is not connected only with a key that roams in. */
  dfns_sign: { from: ["anySite"], params: signParams },
  dfns_login: { from: ["connectedSite"], params: loginParams },
  dfns_signAction: { from: ["connectedSite"], params: signActionParams },
  dfns_recover: { from: ["anySite"], params: recoverParams },

  "vault.status": { from: ANY_PAGE, params: noParams },
  "vault.overview": { from: ["popup", "vault"], params: noParams },
  "vault.create": { from: ["vault"], params: v.strictObject({ password }) },
  "vault.unlock": { from: ANY_PAGE, params: v.strictObject({ password }) },
  "vault.lock": { from: ANY_PAGE, params: noParams },
  /** Reads everything that is stored, for whoever wants to know that it is whole. */
  "vault.verify": { from: ["vault"], params: noParams },

  "approval.show": { ...approval, params: v.strictObject({ id: approvalId }) },
  "approval.approve": {
    ...approval,
    params: v.strictObject({
      id: approvalId,
      shown: text(64),
      accounts: v.optional(v.array(text(300)), []),
      option: v.optional(text(2200)),
      password: v.optional(password),
    }),
  },
  "approval.reject": {
    ...approval,
    params: v.strictObject({ id: approvalId }),
  },
  "approval.rejectAll": { ...approval, params: noParams },
  /** Keeps the site of this request out, and ends what it asks. */
  "approval.block": {
    ...approval,
    params: v.strictObject({ id: approvalId, period: v.picklist(["hour", "always"]) }),
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
      place,
      word: v.string(),
    }),
  },
  "approval.finish": {
    ...approval,
    params: v.strictObject({
      id: approvalId,
      words: threeWords,
    }),
  },
  "approval.retry": { ...approval, params: v.strictObject({ id: approvalId }) },
  "approval.discard": {
    ...approval,
    params: v.strictObject({ id: approvalId }),
  },
  /** Turns to the page and asks for the passkey, again after a try that failed. */
  "approval.passkey": { ...approval, params: v.strictObject({ id: approvalId }) },
  /** Brings the tab forward in which a recovery goes on. */
  "approval.tab": { ...approval, params: v.strictObject({ id: approvalId }) },
  /** Keeps the key that roamed in and signed. */
  "approval.keep": { ...approval, params: v.strictObject({ id: approvalId }) },
  "approval.next": { ...approval, params: noParams },
  /** From a window that is done: the next request to show, or `null`, and then it closes. */
  "approval.leave": { ...approval, params: noParams },
  "approval.open": {
    from: ["popup", "vault"],
    params: v.strictObject({ id: v.optional(approvalId) }),
  },

  "account.label": {
    ...vaultTab,
    params: v.strictObject({ accountId, label: v.pipe(v.string(), v.maxLength(100)) }),
  },
  "account.audit": { ...vaultTab, params: v.strictObject({ accountId }) },
  "account.remove": { ...vaultTab, params: v.strictObject({ accountId }) },
  /** The words of the paper, or the code of one of Dfns' own kits; never leaves this device. */
  "account.rehearse": { ...vaultTab, params: v.strictObject({ accountId, phrase: typedPhrase }) },
  "credential.rename": { ...vaultTab, params: v.strictObject({ recordId, name: text(100) }) },
  "credential.remove": { ...vaultTab, params: v.strictObject({ recordId }) },
  "activity.list": { from: ["vault"], params: noParams },
  "activity.export": { from: ["vault"], params: noParams },

  "sites.list": { from: ["vault"], params: noParams },
  "sites.revoke": { from: ["vault"], params: v.strictObject({ origin: text(300) }) },
  "sites.unblock": { from: ["vault"], params: v.strictObject({ origin: text(300) }) },

  "recover.show": { ...vaultTab, params: noParams },
  /** Dfns e-mails a code; again to send another. */
  "recover.start": { ...vaultTab, params: recoverStartParams },
  /** Back to the lines of the old kit, or of the one that was made; nothing that is kept is given up. */
  "recover.lines": { ...vaultTab, params: v.strictObject({ kit: v.picklist(["old", "new"]) }) },
  /** Turns to a recovery that is kept in the vault. */
  "recover.take": { ...vaultTab, params: v.strictObject({ recordId }) },
  "recover.code": { ...vaultTab, params: v.strictObject({ code: text(64) }) },
  "recover.open": { ...vaultTab, params: v.strictObject({ phrase: typedPhrase }) },
  "recover.phrase": { ...vaultTab, params: noParams },
  "recover.step": { ...vaultTab, params: v.strictObject({ step: v.picklist(RECOVER_STEPS) }) },
  "recover.check": { ...vaultTab, params: v.strictObject({ place, word: v.string() }) },
  "recover.confirm": { ...vaultTab, params: v.strictObject({ words: threeWords }) },
  /** The last word of the person: from here on the recovery is signed and sent. */
  "recover.finish": {
    ...vaultTab,
    params: v.strictObject({
      firstFactor: v.picklist(FACTORS),
      password: v.optional(password),
    }),
  },
  /** Turns to the page that asked for the passkey, again after a try that failed. */
  "recover.passkey": { ...vaultTab, params: noParams },
  "recover.retry": { ...vaultTab, params: noParams },
  "recover.discard": { ...vaultTab, params: noParams },
  "recover.leave": { ...vaultTab, params: noParams },

  "pending.open": {
    from: ["popup", "vault"],
    params: v.strictObject({ recordId }),
  },
  "pending.discard": {
    from: ["popup", "vault"],
    params: v.strictObject({ recordId }),
  },

  ...VAULT_REQUESTS,
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

/**
 * The params of a request, parsed.
 * @throws `invalidParams` with `data.path`, the member at fault (dotted), or `""` for the params themselves.
 */
export function parseParams<R extends RequestName>(request: R, params: unknown): Params<R> {
  const size = JSON.stringify(params)?.length ?? 0;
  if (size > MAX_PARAMS && !WITH_FILE.has(request))
    throw rpcError("invalidParams", { path: "" }, "The params are larger than 256 KiB.");
  const parsed = v.safeParse(REQUESTS[request].params, params, {
    abortEarly: true,
  });
  if (parsed.success) return parsed.output as Params<R>;
  throw rpcError("invalidParams", {
    path: v.getDotPath(parsed.issues[0]) ?? "",
  });
}
