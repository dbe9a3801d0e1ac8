import { rpcError, toPublicJson } from "../../src/core/errors.ts";
import type { Params } from "../../src/protocol/requests.ts";
import { type ApprovalView, digestOf } from "../../src/protocol/views.ts";
import type { Approval } from "../approvalRecord.ts";
import { approvalView, needsOpening } from "../approvalView.ts";
import { toCreate } from "../createCredentialView.ts";
import { chosenFactors, requestView } from "../requestViews.ts";
import { withRoamed } from "../roaming.ts";
import type { PageHandlers } from "../router.ts";
import { approveConnect } from "./approveConnect.ts";
import { approveSigning } from "./approveSigning.ts";
import { credentialPassword } from "./credentialPassword.ts";
import type { Parts } from "./parts.ts";
import { rejectingHandlers } from "./rejecting.ts";
import { recordIdOf, type WordHandlers } from "./words.ts";

type ApprovalHandlers = Omit<
  Pick<PageHandlers, Extract<keyof PageHandlers, `approval.${string}`>>,
  keyof WordHandlers
>;

export function approvalHandlers(parts: Parts): ApprovalHandlers {
  const { approvals, pendings, registrations, windows } = parts;
  return {
    "approval.show": ({ id }) => show(parts, id),
    "approval.approve": async ({ id, shown, accounts, option, password }) => {
      const approval = await shownAs(parts, id, shown);
      await parts.limits.forgive(approval.origin);
      if (approval.method === "dfns_connect") await approveConnect(parts, approval, accounts);
      else if (approval.method === "dfns_register") await approveRegister(parts, approval, password);
      else if (approval.method === "dfns_createCredential") await approveCreation(parts, approval, password);
      else await approveSigning(parts, approval, { option, password });
      return null;
    },
    ...rejectingHandlers(parts),
    "approval.step": async ({ id, step }) => {
      await approvals.setStep(id, step);
      return null;
    },
    "approval.retry": async ({ id }) => {
      await registrations.retry(recordIdOf(await approvals.get(id)));
      return null;
    },
    "approval.discard": async ({ id }) => {
      await pendings.discard(recordIdOf(await approvals.get(id)));
      await approvals.settle(id, "rejected", {
        error: toPublicJson(rpcError("userRejected")),
      });
      await parts.changed();
      return null;
    },
    "approval.passkey": async ({ id }) => {
      await parts.passkeys.ask(id);
      return null;
    },
    "approval.keep": async ({ id }) => {
      const approval = await approvals.get(id);
      const at = new Date(parts.now()).toISOString();
      await parts.keyring.change((index) => withRoamed(index, approval, at));
      await parts.changed();
      return null;
    },
    "approval.next": async () => ({ id: await nextId(parts) }),
    "approval.leave": async () => {
      const id = await nextId(parts);
      if (id === null) await windows.forget();
      return { id };
    },
    "approval.open": async ({ id }) => {
      const first = id ?? (await nextId(parts));
      if (first !== null) await windows.turnTo(first);
      return null;
    },
  };
}

const nextId = async ({ approvals }: Parts): Promise<string | null> =>
  (await approvals.open())[0]?.id ?? null;

async function show(parts: Parts, id: string): Promise<ApprovalView> {
  const { approvals, keyring, pendings, kits, openings, build, now } = parts;
  await approvals.sweep();
  const found = await approvals.get(id);
  const vault = await keyring.state();
  const index = vault === "unlocked" ? await keyring.index() : null;
  const approval = found.state === "queued" && index ? await approvals.move(id, "shown") : found;
  const pending = index && approval.recordId !== null ? await pendings.find(approval.recordId) : null;
  const kit = index && approval.recordId !== null ? await kits.find(approval.recordId) : null;
  if (index && needsOpening(approval, index)) void openings.prepare(id);
  return approvalView({
    approval,
    vault,
    index,
    pending,
    kit,
    open: await approvals.open(),
    rejections: await parts.limits.recentRejections(approval.origin),
    now: now(),
    build,
  });
}

/** The record, if what the window showed is what it says now. @throws `stale` otherwise: nothing unseen is approved */
async function shownAs({ approvals, keyring, build }: Parts, id: string, shown: string): Promise<Approval> {
  await approvals.sweep();
  const approval = await approvals.get(id);
  const view = requestView(approval, await keyring.index(), build);
  if (approval.state !== "shown" || (await digestOf(view)) !== shown) throw rpcError("stale");
  return approval;
}

async function approveRegister(
  parts: Parts,
  approval: Approval,
  password: string | undefined,
): Promise<void> {
  const { approvals, pendings, connections, keyring } = parts;
  const { id, origin, document, expiresAt } = approval;
  const params = approval.params as Params<"dfns_register">;
  const factors = chosenFactors(params);
  const needed = Object.values(factors).includes("PasswordProtectedKey");
  const { api, challenge, wallets = null, submit } = params;
  const recordId = await pendings.begin({
    ...{ api, origin, challenge, wallets, submit: submit === true, expiresAt },
    ...factors,
    password: needed ? await credentialPassword(keyring, password) : null,
  });
  await approvals.move(id, "approved", { recordId });
  await connections.refresh(await keyring.index());
  if (document) await connections.note({ type: "site", origin, ...document });
  await connections.emit("connect", () => ({}), origin);
}

async function approveCreation(parts: Parts, approval: Approval, password: string | undefined) {
  const { kind } = toCreate(approval.params as Params<"dfns_createCredential">);
  const chosen = kind === "PasswordProtectedKey" ? await credentialPassword(parts.keyring, password) : null;
  await parts.additions.begin(approval, chosen);
}
