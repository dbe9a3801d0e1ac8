import * as v from "valibot";
import {
  creationOptions,
  type RelyingParty,
  readAsserted,
  readCreated,
  requestOptions,
} from "../src/core/dfns/fido2.ts";
import type { CredentialInfo, Fido2Assertion } from "../src/core/dfns/types.ts";
import { rpcError } from "../src/core/errors.ts";
import type { Params } from "../src/protocol/requests.ts";
import type { Ceremony } from "../src/protocol/wire.ts";
import type { Approval } from "./approvalRecord.ts";
import type { Approvals } from "./approvals.ts";
import type { SiteCaller } from "./caller.ts";
import type { PushTo } from "./push.ts";
import { challengeOf } from "./signers.ts";
import type { Windows } from "./windows.ts";

/** Passkey ceremonies on the page that asked; the browser binds them to its origin. */
export interface Passkeys {
  /** Turns to the page and asks its authenticator. A page that is gone is a ceremony that failed. */
  ask(id: string): Promise<void>;
  /** What came of a ceremony, from the very document that was asked. @throws `unauthorized` from anywhere else */
  receive(message: unknown, caller: SiteCaller): Promise<void>;
}

interface Parts {
  readonly approvals: Approvals;
  readonly windows: Windows;
  readonly push: PushTo;
  /** Back from the page to where the request goes on. */
  readonly turnBack: (approval: Approval) => Promise<void>;
  readonly created: (approval: Approval, credential: CredentialInfo) => Promise<void>;
  readonly asserted: (approval: Approval, assertion: Fido2Assertion) => Promise<void>;
}

const outcome = v.strictObject({ ceremony: v.pipe(v.string(), v.uuid()), credential: v.unknown() });

/** Whether a message of a relay is about a ceremony. */
export const isOutcome = (message: unknown): boolean => v.is(outcome, message);

export function createPasskeys(parts: Parts): Passkeys {
  const { approvals, windows, push, turnBack, created, asserted } = parts;
  const fail = async (approval: Approval): Promise<void> => {
    const { id, ceremony } = approval;
    if (ceremony) await approvals.setCeremony(id, { ...ceremony, failed: true });
    await turnBack(approval);
  };
  const take = async (approval: Approval, credential: unknown): Promise<void> => {
    const { challenge, origin, method } = approval;
    if (isCreation(method)) return created(approval, readCreated(credential, { challenge, origin }));
    const asked = challengeOf(approval);
    if (asked === null) throw rpcError("stale");
    const allowed = asked.allowCredentials.webauthn;
    return asserted(approval, readAsserted(credential, { challenge: asked.challenge, origin, allowed }));
  };
  return {
    async ask(id) {
      const approval = await approvals.setCeremony(id, { id: crypto.randomUUID(), failed: false });
      const { document } = approval;
      if (document) await windows.showPage(document.tabId);
      if (!document || !(await push(document, ceremonyFor(approval)))) await fail(approval);
    },
    async receive(message, { origin, documentId }) {
      const { ceremony, credential } = v.parse(outcome, message);
      const approval = (await approvals.open()).find((one) => one.ceremony?.id === ceremony);
      if (approval?.origin !== origin || approval.document?.documentId !== documentId)
        throw rpcError("unauthorized");
      await take(approval, credential).catch(() => fail(approval));
    },
  };
}

function ceremonyFor(approval: Approval): Ceremony {
  const { ceremony, method, params } = approval;
  const rp = relyingPartyOf(approval);
  const id = ceremony?.id ?? "";
  if (isCreation(method)) {
    const { challenge } = params as Params<"dfns_register" | "dfns_createCredential" | "dfns_recover">;
    return { ceremony: id, type: "create", publicKey: creationOptions(challenge, rp) };
  }
  const challenge = challengeOf(approval);
  if (challenge === null) throw rpcError("stale");
  return { ceremony: id, type: "get", publicKey: requestOptions(challenge, rp.id) };
}

const CREATIONS: readonly Approval["method"][] = ["dfns_register", "dfns_createCredential", "dfns_recover"];

const isCreation = (method: Approval["method"]): boolean => CREATIONS.includes(method);

/** As the site names it, else the host of the page. */
export function relyingPartyOf({ origin, params }: Pick<Approval, "origin" | "params">): RelyingParty {
  const { relyingParty } = params as { readonly relyingParty?: RelyingParty };
  const { hostname } = new URL(origin);
  return relyingParty ?? { id: hostname, name: hostname };
}
