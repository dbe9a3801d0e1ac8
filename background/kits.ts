import { fromBase64url, fromUtf8, utf8 } from "../src/core/bytes.ts";
import { nullIf, rpcError } from "../src/core/errors.ts";
import { normalizeWord, phraseOf } from "../src/core/recovery/phrase.ts";
import type { RecordEntry } from "../src/core/vault/index.ts";
import { type PendingKit, parsePendingKit } from "../src/core/vault/pendingKit.ts";
import type { Params } from "../src/protocol/requests.ts";
import type { Approval } from "./approvalRecord.ts";
import { kitEntryOf, toCreate } from "./createCredentialView.ts";
import { newRecovery, randomPlaces } from "./credentials.ts";
import { newEntry, withEntry } from "./entries.ts";
import type { Keyring } from "./keyring.ts";

/** Further recovery kits, kept until their words are on paper; the words of an earlier try stay good. */
export interface Kits {
  /** Stores a new key and phrase, or takes those of an earlier try. @returns the record's id */
  begin(approval: Approval): Promise<string>;
  /** @throws `gone` when there is no such kit (any more) */
  get(recordId: string): Promise<PendingKit>;
  find(recordId: string): Promise<PendingKit | null>;
}

export const wordsOf = ({ entropy }: Pick<PendingKit, "entropy">): readonly string[] =>
  phraseOf(fromBase64url(entropy));

/** Whether `word` is the one at `place` (from 1), for the places that are asked. */
export const isRightWord = (kit: Pick<PendingKit, "entropy" | "places">, place: number, word: string) =>
  kit.places.includes(place - 1) && wordsOf(kit)[place - 1] === normalizeWord(word);

/** Whether these are the words at the places that are asked, in their order. */
export const areRightWords = (kit: Pick<PendingKit, "entropy" | "places">, words: readonly string[]) =>
  kit.places.every((place, i) => isRightWord(kit, place + 1, words[i] ?? ""));

export function createKits({
  keyring,
  now,
}: {
  readonly keyring: Keyring;
  readonly now: () => number;
}): Kits {
  const read = async (entry: RecordEntry) => parsePendingKit(JSON.parse(fromUtf8(await keyring.open(entry))));
  const find = async (recordId: string) => {
    const { records } = await keyring.index();
    const entry = records.find(({ id, purpose }) => id === recordId && purpose === "kit");
    return entry ? read(entry).catch(nullIf("gone")) : null;
  };
  return {
    find,
    async get(recordId) {
      const kit = await find(recordId);
      if (!kit) throw rpcError("gone");
      return kit;
    },
    async begin(approval) {
      const index = await keyring.index();
      const { api, challenge } = approval.params as Params<"dfns_createCredential">;
      const { user } = challenge;
      const before = kitEntryOf(approval, index);
      const entry =
        before ?? newEntry("kit", { api, user, origin: approval.origin }, new Date(now()).toISOString());
      const kept = before ? await read(before) : await newRecovery(index.settings.algorithm);
      const { name } = toCreate(approval.params as Params<"dfns_createCredential">);
      const kit: PendingKit = {
        entropy: kept.entropy,
        recovery: { ...kept.recovery, kind: "RecoveryKey", name },
        user: { id: user.id, name: user.name },
        origin: approval.origin,
        places: randomPlaces(),
      };
      const put = [{ entry, plaintext: utf8(JSON.stringify(kit)) }];
      await keyring.change((current) => ({ index: withEntry(current, entry), put }));
      return entry.id;
    },
  };
}
