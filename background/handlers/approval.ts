import { nullIf, rpcError, toPublicJson } from "../../src/core/errors.ts";
import type { Params } from "../../src/protocol/requests.ts";
import { type ApprovalView, digestOf } from "../../src/protocol/views.ts";
import { type Approval, isElsewhere } from "../approvalRecord.ts";
import { approvalView, needsOpening } from "../approvalView.ts";
import { toCreate } from "../createCredentialView.ts";
import { createQueue } from "../queue.ts";
import { chosenFactors, requestView } from "../requestViews.ts";
import { withRoamed } from "../roaming.ts";
import type { PageHandlers } from "../router.ts";
import { approveConnect, tellConnected } from "./approveConnect.ts";
import { approveSigning } from "./approveSigning.ts";
import { approveRecovery } from "./askRecovery.ts";
import { credentialPassword } from "./credentialPassword.ts";
import type { Parts } from "./parts.ts";
import { rejectingHandlers } from "./rejecting.ts";
import { recordIdOf, type WordHandlers } from "./words.ts";

type ApprovalHandlers = Omit<
  Pick<PageHandlers, Extract<keyof PageHandlers, `approval.${string}`>>,
  keyof WordHandlers
>;

export function approvalHandlers(parts: Parts): ApprovalHandlers {
  const { approvals, registrations, windows } = parts;
  // Approve pressed twice is one approval: the second finds that the first was carried out.
  const exclusive = createQueue();
  return {
    // Once more for a vault that is locked while it is looked at.
    "approval.show": async ({ id }) =>
      (await show(parts, id).catch(nullIf("locked"))) ?? (await show(parts, id)),
    "approval.approve": async ({ id, shown, accounts, option, password }) => {
      await exclusive(async () => {
        const approval = await shownAs(parts, id, shown);
        await parts.limits.forgive(approval.origin);
        await APPROVE[approval.method](parts, approval, { accounts, option, password });
      });
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
      await registrations.discard(recordIdOf(await approvals.get(id)));
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
    "approval.tab": async ({ id }) => {
      if (isElsewhere(await approvals.get(id))) await windows.showRecovery();
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

/** What each kind of request does once it is approved. */
const APPROVE: Readonly<
  Record<Approval["method"], (parts: Parts, approval: Approval, choices: Choices) => Promise<void>>
> = {
  dfns_connect: (parts, approval, { accounts }) => approveConnect(parts, approval, accounts),
  dfns_register: (parts, approval, { password }) => approveRegister(parts, approval, password),
  dfns_createCredential: (parts, approval, { password }) => approveCreation(parts, approval, password),
  dfns_sign: approveSigning,
  dfns_login: approveSigning,
  dfns_signAction: approveSigning,
  dfns_recover: approveRecovery,
};

interface Choices {
  readonly accounts: readonly string[];
  readonly option: string | undefined;
  readonly password: string | undefined;
}

/** Those that the window shows. */
const inWindow = async ({ approvals }: Parts): Promise<readonly Approval[]> =>
  (await approvals.open()).filter((approval) => !isElsewhere(approval));

const nextId = async (parts: Parts): Promise<string | null> => (await inWindow(parts))[0]?.id ?? null;

async function show(parts: Parts, id: string): Promise<ApprovalView> {
  const { approvals, keyring, pendings, kits, openings, build, now } = parts;
  const [vault] = await Promise.all([keyring.state(), approvals.sweep()]);
  const index = vault === "unlocked" ? await keyring.index() : null;
  const approval = await (index ? approvals.show(id) : approvals.get(id));
  const pending = index && approval.recordId !== null ? await pendings.find(approval.recordId) : null;
  const kit = index && approval.recordId !== null ? await kits.find(approval.recordId) : null;
  if (index && needsOpening(approval, index)) void openings.prepare(id);
  return approvalView({
    approval,
    vault,
    index,
    pending,
    kit,
    open: await inWindow(parts),
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
  const { approvals, pendings, keyring } = parts;
  const { id, origin, expiresAt } = approval;
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
  await tellConnected(parts, approval);
}

async function approveCreation(parts: Parts, approval: Approval, password: string | undefined) {
  const { kind } = toCreate(approval.params as Params<"dfns_createCredential">);
  const chosen = kind === "PasswordProtectedKey" ? await credentialPassword(parts.keyring, password) : null;
  await parts.additions.begin(approval, chosen);
}
