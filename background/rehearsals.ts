import { base64url, fromJsonBytes, randomBytes } from "../src/core/bytes.ts";
import { attest } from "../src/core/dfns/attestation.ts";
import { hasReason, rpcError } from "../src/core/errors.ts";
import { readTyped } from "../src/core/recovery/typed.ts";
import type { Index, RecordEntry } from "../src/core/vault/index.ts";
import { parseSecret } from "../src/core/vault/records.ts";
import { openRecoveryKey, type SealedRecoveryKey } from "../src/core/vault/recoveryContainer.ts";
import type { PhraseOutcome } from "../src/protocol/recoverViews.ts";
import type { Keyring } from "./keyring.ts";

/** Tries out the words of a person's paper on this device: no network, and nothing changes but what is noted in the index. */
export interface Rehearsals {
  /** Notes the success with the kit that opened, a failure with the newest. @throws `gone` without a recovery credential */
  rehearse(accountId: string, typed: string): Promise<PhraseOutcome>;
}

interface Parts {
  readonly keyring: Keyring;
  readonly now: () => number;
}

export function createRehearsals({ keyring, now }: Parts): Rehearsals {
  return {
    async rehearse(accountId, typed) {
      const index = await keyring.index();
      const kits = kitsOf(index, accountId);
      const [newest] = kits;
      if (!newest) throw rpcError("gone");
      const sealed = await Promise.all(kits.map((entry) => sealedOf(keyring, index, entry)));
      const { opened, ...outcome } = await tryOn(sealed, typed);
      const at = new Date(now()).toISOString();
      const noted = (opened === undefined ? newest : kits[opened])?.id;
      if (opened !== undefined || FAILURES.includes(outcome.outcome)) {
        const note = (one: RecordEntry) => (opened === undefined ? failed(one, at) : succeeded(one, at));
        await keyring.change((before) => ({
          index: { ...before, records: before.records.map((one) => (one.id === noted ? note(one) : one)) },
        }));
      }
      return outcome;
    },
  };
}

/** The id of the account's own recovery credential that the words open, if there is one. */
export async function ownKitOf(keyring: Keyring, accountId: string, typed: string): Promise<string | null> {
  const index = await keyring.index();
  const kits = kitsOf(index, accountId);
  const { opened } = await tryOn(
    await Promise.all(kits.map((entry) => sealedOf(keyring, index, entry))),
    typed,
  );
  return opened === undefined ? null : (kits[opened]?.credId ?? null);
}

/** What is a failure of the kit, and not a slip of the fingers that the page names at once. */
const FAILURES: readonly PhraseOutcome["outcome"][] = ["checksum", "otherKit"];

const failed = (entry: RecordEntry, rehearsalFailedAt: string): RecordEntry => ({
  ...entry,
  rehearsalFailedAt,
});

const succeeded = ({ rehearsalFailedAt: _over, ...entry }: RecordEntry, at: string): RecordEntry => ({
  ...entry,
  rehearsedAt: at,
});

/** The recovery credentials of an account, the newest first. */
const kitsOf = ({ records }: Index, accountId: string): readonly RecordEntry[] =>
  records
    .filter((entry) => entry.accountId === accountId && entry.kind === "RecoveryKey" && !entry.invalidAt)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));

async function sealedOf(keyring: Keyring, index: Index, entry: RecordEntry): Promise<SealedRecoveryKey> {
  const content = parseSecret(fromJsonBytes(await keyring.open(entry)));
  if (!("container" in content)) throw rpcError("notOpened");
  const username = index.accounts.find(({ id }) => id === entry.accountId)?.username ?? "";
  const { credId, publicKey } = entry;
  return { text: content.container, credId, username, publicKey };
}

/** `opened` is the place of the kit that opened and signed, among those given. */
export async function tryOn(
  kits: readonly SealedRecoveryKey[],
  typed: string,
): Promise<PhraseOutcome & { readonly opened?: number }> {
  const read = readTyped(typed);
  if (read.form === "wrong") return wrong(read);
  for (const [i, kit] of kits.entries()) {
    const outcome = await tryOne(kit, typed);
    if (outcome === "right") return { outcome, opened: i };
    if (outcome === "checksum") return { outcome };
  }
  return { outcome: "otherKit" };
}

const wrong = (read: Extract<ReturnType<typeof readTyped>, { form: "wrong" }>): PhraseOutcome =>
  read.outcome === "count" ? { outcome: "count" } : { outcome: read.outcome, places: read.places };

/** Opens the key, which checks that it is the registered one, and signs a challenge that nobody asked for. */
async function tryOne(kit: SealedRecoveryKey, typed: string): Promise<"right" | "checksum" | "otherKit"> {
  try {
    const { secret, algorithm } = await openRecoveryKey(kit, typed);
    attest({ secret, algorithm, challenge: base64url(randomBytes(32)) });
    return "right";
  } catch (error) {
    if (hasReason(error, "malformed")) return "checksum";
    if (hasReason(error, "notOpened")) return "otherKit";
    throw error;
  }
}
