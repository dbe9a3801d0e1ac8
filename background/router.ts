import * as v from "valibot";
import { type ErrorJson, rpcError, toPrivateJson, toPublicJson } from "../src/core/errors.ts";
import { callId } from "../src/protocol/greeting.ts";
import {
  type PageRequest,
  type Params,
  parseParams,
  REQUESTS,
  type RequestName,
  type Sender,
  type SiteMethod,
} from "../src/protocol/requests.ts";
import type { Results } from "../src/protocol/results.ts";
import type { Reply } from "../src/protocol/wire.ts";
import type { Caller, PageCaller, SenderFacts, SiteCaller } from "./caller.ts";
import { isOutcome } from "./passkeys.ts";
import type { Soon } from "./soon.ts";

/** Word that the outcome of a call will be pushed to the asking document. */
export const ACCEPTED = { accepted: true } as const;

export type SiteHandlers = {
  readonly [M in SiteMethod]: (
    params: Params<M>,
    caller: SiteCaller,
    callId: string,
  ) => Promise<Results[M] | typeof ACCEPTED>;
};

export type PageHandlers = {
  readonly [R in PageRequest]: (params: Params<R>) => Promise<Results[R]>;
};

export interface RouterParts {
  readonly identify: (sender: SenderFacts) => Caller | null;
  readonly isConnected: (origin: string) => Soon<boolean>;
  /** @throws `policyForbids` */
  readonly checkSite: (origin: string, params: unknown) => Promise<void>;
  readonly site: SiteHandlers;
  /** Takes what came of a passkey ceremony; only the relay of a page can say so, no page itself. */
  readonly passkey: (message: unknown, caller: SiteCaller) => Promise<void>;
  readonly page: PageHandlers;
}

export type Answering = Reply | { readonly result: unknown } | { readonly error: ErrorJson };

/**
 * The one door into the background: identify the sender, look the request up, check that this sender may send it, parse
 * the params, dispatch, flatten errors. A request that the sender may not send looks like one that does not exist.
 */
export function createRouter(
  parts: RouterParts,
): (message: unknown, sender: SenderFacts) => Promise<Answering> {
  return (message, sender) => {
    const caller = parts.identify(sender);
    if (caller?.type === "page") return answer(() => fromPage(parts, message, caller), toPrivateJson);
    return answer(() => fromSite(parts, message, caller), toPublicJson);
  };
}

async function answer(
  run: () => Promise<unknown>,
  flatten: (error: unknown) => ErrorJson,
): Promise<Answering> {
  try {
    const result = await run();
    return result === ACCEPTED ? ACCEPTED : { result };
  } catch (error) {
    return { error: flatten(error) };
  }
}

async function fromSite(parts: RouterParts, message: unknown, caller: SiteCaller | null): Promise<unknown> {
  if (!caller) throw rpcError("unauthorized");
  if (isOutcome(message)) {
    await parts.passkey(message, caller);
    return ACCEPTED;
  }
  const { id, method, params } = message as {
    id?: unknown;
    method?: unknown;
    params?: unknown;
  };
  if (!v.is(callId, id)) throw rpcError("invalidParams", { path: "id" });
  const row = rowFor(method, ["anySite", "connectedSite"]);
  const needsConnection = (REQUESTS[row].from as readonly Sender[]).includes("connectedSite");
  if (needsConnection && !(await parts.isConnected(caller.origin))) throw rpcError("unauthorized");
  if (row !== "dfns_getStatus") await parts.checkSite(caller.origin, params);
  return dispatchSite(parts, row as SiteMethod, params, caller, id);
}

function dispatchSite<M extends SiteMethod>(
  parts: RouterParts,
  method: M,
  params: unknown,
  caller: SiteCaller,
  id: string,
): Promise<unknown> {
  return parts.site[method](parseParams(method, params), caller, id);
}

async function fromPage(parts: RouterParts, message: unknown, { page }: PageCaller): Promise<unknown> {
  const { request, params } = message as {
    request?: unknown;
    params?: unknown;
  };
  return dispatchPage(parts, rowFor(request, [page]) as PageRequest, params);
}

function dispatchPage<R extends PageRequest>(
  parts: RouterParts,
  request: R,
  params: unknown,
): Promise<unknown> {
  return parts.page[request](parseParams(request, params));
}

/** The row of that name, if one of `senders` may send it. @throws `unsupportedMethod` alike for unknown and forbidden. */
function rowFor(name: unknown, senders: readonly Sender[]): RequestName {
  if (typeof name === "string" && Object.hasOwn(REQUESTS, name)) {
    const row = name as RequestName;
    if (REQUESTS[row].from.some((sender) => senders.includes(sender))) return row;
  }
  throw rpcError("unsupportedMethod");
}
