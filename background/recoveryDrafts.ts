import * as v from "valibot";
import type { RecoveryChallenge } from "../src/core/dfns/types.ts";
import type { PendingRegistration } from "../src/core/vault/pending.ts";
import { FACTORS, RECOVER_STEPS, recoveryChallenge } from "../src/protocol/params.ts";
import type { Params } from "../src/protocol/requests.ts";
import { type Approval, isElsewhere, isOpen } from "./approvalRecord.ts";
import type { Approvals } from "./approvals.ts";
import type { Pendings } from "./pendings.ts";
import { chosenFactors } from "./requestViews.ts";
import type { Session } from "./session.ts";

/** What is known of a recovery beside its pending record; in memory only, and gone at the lock. */
const draft = v.object({
  api: v.object({ url: v.string(), orgId: v.string() }),
  username: v.string(),
  /** Of the old recovery credential; "" until the one that a site's request is for is open. */
  credentialId: v.string(),
  /** The site that asked, and its request; "" and `null` for a recovery that was begun in the vault. */
  origin: v.string(),
  approvalId: v.nullable(v.string()),
  submit: v.boolean(),
  firstFactors: v.array(v.picklist(FACTORS)),
  challenge: v.nullable(recoveryChallenge as v.GenericSchema<unknown, RecoveryChallenge>),
  expiresAt: v.nullable(v.number()),
  /** The pending record in the vault, once the old key was opened. */
  recordId: v.nullable(v.string()),
  /**
   * `kit`: the lines of the kit are there, no code is asked for yet; `notListed`: a site asked for other kits than the one in
   * `credentialId`, and has been told so.
   */
  step: v.picklist([...RECOVER_STEPS, "kit", "notListed"]),
});

export type Draft = v.InferOutput<typeof draft>;

/** The recovery that the vault tab works on: one at a time, the others wait for it. */
export interface Drafts {
  /** The one that was saved, else one that a site asks for, else one that a restart of the browser left in the vault. */
  current(): Promise<Draft | null>;
  save(draft: Draft): Promise<void>;
  /** Turns to what a site asks for, which was approved. */
  take(approval: Approval): Promise<void>;
  forget(): Promise<void>;
}

interface Parts {
  readonly session: Session;
  readonly approvals: Approvals;
  readonly pendings: Pendings;
}

const KEY = "recovery";

/** What is not known yet when a recovery is begun in the vault. */
export const EMPTY = {
  ...{ origin: "", approvalId: null, submit: true, firstFactors: ["Key", "PasswordProtectedKey"] },
  ...{ challenge: null, expiresAt: null, recordId: null, step: "newPhrase" },
} satisfies Partial<Draft>;

/** The lines of a kit, as typed: nothing is asked with them yet. */
export const linesOf = ({
  api,
  username,
  credentialId,
}: Pick<Draft, "api" | "username" | "credentialId">): Draft => ({
  ...EMPTY,
  ...{ api, username, credentialId, step: "kit" },
});

export function createDrafts({ session, approvals, pendings }: Parts): Drafts {
  const save = (next: Draft) => session.write(KEY, next);
  const saved = async () => {
    const found = await session.read(KEY, draft);
    return found && (await isAlive(approvals, found)) ? found : null;
  };
  return {
    current: async () => (await saved()) ?? (await asked(approvals, pendings)) ?? (await left(pendings)),
    save,
    take: (approval) => save(draftOf(approval)),
    forget: () => session.remove(KEY),
  };
}

/** A site's request that is over takes its recovery along, unless the old key is open or the person is to read why. */
async function isAlive(approvals: Approvals, { approvalId, recordId, step }: Draft): Promise<boolean> {
  if (approvalId === null || recordId !== null || step === "notListed") return true;
  const approval = (await approvals.all()).find(({ id }) => id === approvalId);
  return approval !== undefined && (isOpen(approval) || approval.state === "expired");
}

async function asked(approvals: Approvals, pendings: Pendings): Promise<Draft | null> {
  const approval = (await approvals.open()).find(isElsewhere);
  if (!approval) return null;
  const { recordId } = approval;
  const pending = recordId === null ? null : await pendings.find(recordId);
  const step = pending?.confirmedAt ? "ready" : "newPhrase";
  return { ...draftOf(approval), recordId, credentialId: pending?.old?.credId ?? "", step };
}

function draftOf({ id, origin, params, expiresAt }: Approval): Draft {
  const { api, challenge, firstFactor, submit } = params as Params<"dfns_recover">;
  return {
    ...EMPTY,
    ...{ api, origin, challenge, expiresAt, approvalId: id, credentialId: "" },
    username: challenge.user.name,
    submit: submit === true,
    firstFactors: [chosenFactors({ firstFactor, challenge }).firstFactor],
  };
}

/** What was opened in the vault and is still the person's to finish; without its page, where a site had asked. */
async function left(pendings: Pendings): Promise<Draft | null> {
  const [found] = (await pendings.all()).filter(([, { old, state }]) => old && state !== "handedOver");
  return found ? draftOfPending(...found) : null;
}

/** Where a recovery that is kept in the vault goes on. */
export function draftOfPending(recordId: string, pending: PendingRegistration): Draft {
  const { api, user, old, origin, submit, firstFactor, tokenExpiresAt, confirmedAt } = pending;
  return {
    ...EMPTY,
    ...{ api, origin, submit, recordId, expiresAt: tokenExpiresAt, username: user.name },
    ...(origin !== "" && firstFactor.kind !== "RecoveryKey" && { firstFactors: [firstFactor.kind] }),
    credentialId: old?.credId ?? "",
    step: confirmedAt === null ? "newPhrase" : "ready",
  };
}
