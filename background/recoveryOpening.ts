/** The old key of a recovery: found among those that the challenge allows, opened, and kept with the new keys. */
import { base64url, sameId } from "../src/core/bytes.ts";
import type { FactorKind, RecoveryChallenge } from "../src/core/dfns/types.ts";
import { rpcError, toPublicJson } from "../src/core/errors.ts";
import { accountIdOf } from "../src/core/vault/index.ts";
import { openRecoveryKey, type SealedRecoveryKey } from "../src/core/vault/recoveryContainer.ts";
import type { PhraseOutcome } from "../src/protocol/recoverViews.ts";
import type { Approvals } from "./approvals.ts";
import type { Keyring } from "./keyring.ts";
import type { Pendings } from "./pendings.ts";
import type { Draft } from "./recoveryDrafts.ts";
import { settleEarlier } from "./recoveryEvidence.ts";
import type { Registrations } from "./registrations.ts";
import { ownKitOf, tryOn } from "./rehearsals.ts";

interface Parts {
  readonly keyring: Keyring;
  readonly approvals: Approvals;
  readonly pendings: Pendings;
  readonly registrations: Registrations;
  readonly now: () => number;
}

/** A draft for which Dfns has given a challenge. */
type Challenged = Draft & { readonly challenge: RecoveryChallenge; readonly expiresAt: number };

/** `change`: what of the draft is different afterwards; `null` when the person is to type again. */
type Opened = PhraseOutcome & { readonly change: Partial<Draft> | null };

/**
 * Opens the old key and, if it is right, keeps new keys and new words. Right words of a kit that the site's challenge does
 * not list end its request with `noCredential`: only the site can ask for the right one.
 */
export async function openOld(parts: Parts, draft: Challenged, typed: string): Promise<Opened> {
  const sealed = await sealedFor(parts, draft);
  const { opened, ...outcome } = await tryOn(sealed, typed);
  const kit = opened === undefined ? undefined : sealed[opened];
  if (kit) return { ...outcome, change: await begin(parts, draft, kit, typed) };
  const isOther = outcome.outcome === "otherKit" && !sealed.some(({ publicKey }) => publicKey !== undefined);
  return { ...outcome, change: isOther ? await notListed(parts, draft, typed) : null };
}

/** The recovery credentials that the challenge allows; of a recovery by code, the one that it was asked for. */
export const allowedIn = ({ challenge, origin, credentialId }: Draft) =>
  (challenge?.allowedRecoveryCredentials ?? []).filter(({ id }) => origin !== "" || sameId(id, credentialId));

const accountOf = ({ api, challenge }: Challenged): string => accountIdOf(api.url, challenge.user.id);

async function sealedFor({ keyring }: Parts, draft: Challenged): Promise<readonly SealedRecoveryKey[]> {
  const { records } = await keyring.index();
  const known = records.filter(({ accountId }) => accountId === accountOf(draft));
  return allowedIn(draft).map(({ id, encryptedRecoveryKey: text }) => {
    const publicKey = known.find(({ credId }) => sameId(credId, id))?.publicKey;
    return { text, credId: id, username: draft.challenge.user.name, publicKey };
  });
}

/** A site cannot recover with a kit that it did not ask for; it has asked for none that the vault knows. */
async function notListed(
  { keyring, approvals }: Parts,
  draft: Challenged,
  typed: string,
): Promise<Partial<Draft> | null> {
  const { approvalId } = draft;
  const own = approvalId === null ? null : await ownKitOf(keyring, accountOf(draft), typed);
  if (approvalId === null || own === null) return null;
  await approvals.settle(approvalId, "rejected", NOT_LISTED);
  return { credentialId: own, step: "notListed" };
}

const NOT_LISTED = {
  error: toPublicJson(
    rpcError("noCredential", {}, "The challenge does not list the recovery credential of this user's kit."),
  ),
};

/** The pending record is there before anything of it is shown. */
async function begin(
  parts: Parts,
  draft: Challenged,
  kit: SealedRecoveryKey,
  typed: string,
): Promise<Partial<Draft>> {
  const { api, origin, challenge, expiresAt, submit, approvalId } = draft;
  const { credId: credentialId } = kit;
  const { secret, algorithm } = await openRecoveryKey(kit, typed);
  const leaves = await settleEarlier(parts, accountOf(draft), draft, kit);
  const recordId = await parts.pendings.begin({
    leaves,
    ...{ api, origin, challenge, expiresAt, wallets: null, submit },
    ...{ firstFactor: untilDecided(draft), secondFactor: null, password: null },
    old: { credId: credentialId, algorithm, secret: base64url(secret) },
  });
  if (approvalId !== null) await parts.approvals.setRecord(approvalId, recordId);
  return { recordId, credentialId, step: "newPhrase" };
}

/** The person decides last, and then types the password that a PasswordProtectedKey needs. */
const untilDecided = ({ firstFactors: [first] }: Draft): FactorKind => (first === "Fido2" ? first : "Key");
