import type { CredentialInfo, NewCredential } from "../src/core/dfns/types.ts";
import { nullIf, rpcError, toPublicJson } from "../src/core/errors.ts";
import type { StoredCredential } from "../src/core/vault/pending.ts";
import type { Params } from "../src/protocol/requests.ts";
import type { Approval } from "./approvalRecord.ts";
import type { Approvals } from "./approvals.ts";
import { toCreate } from "./createCredentialView.ts";
import { attestationOf, factorOf, passkeyOf, recoveryAttestation } from "./credentials.ts";
import { withOffered, withoutRecord } from "./entries.ts";
import type { Keyring } from "./keyring.ts";
import { areRightWords, type Kits } from "./kits.ts";
import { relyingPartyOf } from "./passkeys.ts";
import { createQueue } from "./queue.ts";

/**
 * Further credentials of an account. Each is stored and read back before its public half leaves; the site adds it at Dfns,
 * so that until it signs the vault says only that it was handed over.
 */
export interface Additions {
  /** Makes what was approved: at once, or after the words or the page's authenticator. Called once per approval. */
  begin(approval: Approval, password: string | null): Promise<void>;
  /** Goes on once the words are written down. @throws `malformed` when they are not right */
  confirmed(approval: Approval, words: readonly string[]): Promise<void>;
  /** Goes on with what the page's authenticator made. */
  passkeyMade(approval: Approval, passkey: CredentialInfo): Promise<void>;
  /** Ends those that a kill interrupted; what was stored by then stays. */
  endInterrupted(cut: readonly Approval[]): Promise<void>;
}

interface Parts {
  readonly keyring: Keyring;
  readonly approvals: Approvals;
  readonly kits: Kits;
  readonly now: () => number;
  /** An account has a further credential: whatever depends on it is brought up to date. */
  readonly registered: (origin: string) => Promise<void>;
  readonly askPasskey: (approvalId: string) => Promise<void>;
}

export function createAdditions(parts: Parts): Additions {
  const { keyring, approvals, kits } = parts;
  const exclusive = createQueue();
  const make = async (approval: Approval, password: string | null): Promise<void> => {
    const { kind, name } = toCreate(paramsOf(approval));
    const { algorithm } = (await keyring.index()).settings;
    if (kind === "RecoveryKey") {
      await approvals.move(approval.id, "approved", { recordId: await kits.begin(approval) });
    } else if (kind === "Fido2") {
      await approvals.move(approval.id, "approved");
      await approvals.move(approval.id, "awaitingPasskey");
      await parts.askPasskey(approval.id);
    } else {
      const credential = await factorOf({ kind, name, password, algorithm, known: null });
      await handOver(parts, await approvals.move(approval.id, "approved"), credential);
    }
  };
  return {
    begin: make,
    confirmed: (approval, words) =>
      exclusive(async () => {
        const { recovery, entropy, places } = await kits.get(approval.recordId ?? "");
        if (!areRightWords({ entropy, places }, words)) throw rpcError("malformed");
        await handOver(parts, approval, recovery, entropy);
      }),
    passkeyMade: (approval, passkey) =>
      exclusive(async () => {
        if ((await approvals.get(approval.id)).state !== "awaitingPasskey") throw rpcError("stale");
        const { name } = toCreate(paramsOf(approval));
        await handOver(parts, approval, passkeyOf(passkey, relyingPartyOf(approval).id, name));
      }),
    async endInterrupted(cut) {
      for (const { id, method, state, recordId, answer } of cut) {
        if (method !== "dfns_createCredential") continue;
        if (state === "signed") await approvals.settle(id, "delivered", answer ?? INTERRUPTED);
        const atWords = recordId !== null && (await kits.find(recordId).catch(nullIf("notOpened"))) !== null;
        if (state === "approved" && !atWords) await approvals.settle(id, "delivered", INTERRUPTED);
      }
    },
  };
}

const INTERRUPTED = { error: toPublicJson(rpcError("internal")) };

const paramsOf = ({ params }: Approval) => params as Params<"dfns_createCredential">;

/** Stores the credential in the place of what was pending, then answers the page. */
async function handOver(
  { keyring, approvals, now, registered }: Parts,
  approval: Approval,
  credential: StoredCredential,
  entropy?: string,
): Promise<void> {
  const { api, challenge } = paramsOf(approval);
  const at = new Date(now()).toISOString();
  const whom = { api, user: challenge.user, origin: approval.origin };
  const attestation =
    entropy === undefined
      ? attestationOf(credential, challenge.challenge)
      : await recoveryAttestation(credential, entropy, challenge.challenge);
  await keyring.change((index) =>
    withOffered(withoutRecord(index, approval.recordId ?? ""), whom, credential, at),
  );
  const { challengeIdentifier } = challenge;
  const result: NewCredential = { ...attestation, credentialName: credential.name, challengeIdentifier };
  await approvals.move(approval.id, "signed", { answer: { result } });
  await registered(approval.origin);
  await approvals.settle(approval.id, "delivered", { result });
}
