/** What an earlier recovery of the same account has become, as far as Dfns' answers to the next one tell. */
import { sameId } from "../src/core/bytes.ts";
import { accountIdOf } from "../src/core/vault/index.ts";
import type { PendingRegistration } from "../src/core/vault/pending.ts";
import type { SealedRecoveryKey } from "../src/core/vault/recoveryContainer.ts";
import { NEVER_ACCEPTED } from "./completions.ts";
import type { Pendings } from "./pendings.ts";
import type { Draft } from "./recoveryDrafts.ts";
import type { Registrations } from "./registrations.ts";

interface Parts {
  readonly pendings: Pendings;
  readonly registrations: Registrations;
  readonly now: () => number;
}

type Kept = readonly (readonly [recordId: string, pending: PendingRegistration])[];

/** The signed recoveries of an account, whatever Dfns makes of them. */
async function signedOf({ pendings }: Parts, accountId: string): Promise<Kept> {
  return (await pendings.all()).filter(
    ([, { api, user, old, body }]) => old && body !== null && accountIdOf(api.url, user.id) === accountId,
  );
}

/**
 * Dfns has taken the kit that a recovery made: it had accepted that recovery, whatever became of its answer.
 * @returns the id of the pending record that is an account now, or `null`
 */
export async function promoteByKit(parts: Parts, accountId: string, credentialId: string) {
  const made = (await signedOf(parts, accountId)).find(([, { recovery }]) =>
    sameId(recovery.credId, credentialId),
  );
  if (made) await parts.pendings.promote(made[0], []);
  return made?.[0] ?? null;
}

/**
 * Settles the earlier recoveries of the account, now that its old key `kit` was opened from a challenge.
 * @returns the ids of those that Dfns may still accept, or may have accepted: no later try may take their keys over
 */
export async function settleEarlier(
  parts: Parts,
  accountId: string,
  draft: Pick<Draft, "origin" | "firstFactors">,
  kit: SealedRecoveryKey,
): Promise<readonly string[]> {
  const open: string[] = [];
  for (const [recordId, pending] of await signedOf(parts, accountId)) {
    if (pending.state === "refused") continue;
    if (isOfKit(pending, kit)) await parts.pendings.promote(recordId, []);
    else if (!(await isNo(parts, recordId, pending, draft, kit)) && !keepsAll(pending, draft))
      open.push(recordId);
  }
  return open;
}

/** The container is the very one that the recovery has sealed: whoever shows it has it from Dfns, which gives it out only then. */
const isOfKit = ({ recovery }: PendingRegistration, { credId, text }: SealedRecoveryKey): boolean =>
  sameId(recovery.credId, credId) && recovery.encryptedPrivateKey === text;

/** Dfns has not accepted it, and will not: it is kept for its words. */
async function isNo(
  parts: Parts,
  recordId: string,
  pending: PendingRegistration,
  { origin }: Pick<Draft, "origin">,
  kit: SealedRecoveryKey,
): Promise<boolean> {
  // Dfns itself has just given out the old kit, which an accepted recovery ends; a site may show an older challenge.
  const isOldGood = origin === "" && sameId(pending.old?.credId ?? "", kit.credId);
  const standing = isOldGood ? "no" : await parts.registrations.lookInto(recordId);
  if (standing !== "no") return standing === "accepted";
  const mayCome = pending.state !== "lost" && pending.tokenExpiresAt > parts.now();
  if (!mayCome) await parts.pendings.update(recordId, NEVER_ACCEPTED);
  return !mayCome;
}

/** A further try of the site with the same keys, all of them. */
const keepsAll = ({ firstFactor }: PendingRegistration, { firstFactors }: Pick<Draft, "firstFactors">) =>
  firstFactor.kind === "Key" && firstFactors.every((kind) => kind === "Key");
