import { jsonBytes } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import { bytesText, either, integer, object, parseAs, type Shape, text } from "../shape.ts";
import { openUnder, SEALED_MEMBERS, type Sealed, sealUnder } from "./envelope.ts";
import type { RecordEntry } from "./index.ts";

/** A sealed record; `version` is that of the entry in the index. */
export interface StoredRecord extends Sealed {
  readonly version: number;
}

/**
 * What a credential's record holds, as JSON: the PKCS#8 (base64url), the container that only the phrase or the credential
 * password opens, or the relying party's id of a passkey, whose key is elsewhere.
 */
export type CredentialSecret =
  | { readonly secret: string }
  | { readonly container: string }
  | { readonly rpId: string };

/** Whose record it is: all of it is bound to the ciphertext, so that a record cannot be relabelled or moved. */
interface RecordPlace {
  readonly vmk: Uint8Array;
  readonly vaultId: string;
  readonly epoch: number;
  readonly entry: Pick<RecordEntry, "id" | "kind" | "purpose" | "version">;
}

const isStoredRecord: Shape<StoredRecord> = object<StoredRecord>({ version: integer(1), ...SEALED_MEMBERS });

const isSecret: Shape<CredentialSecret> = either(
  either(
    object<{ readonly secret: string }>({ secret: bytesText(1, 1024) }),
    object<{ readonly rpId: string }>({ rpId: text({ min: 1, max: 253 }) }),
  ),
  object<{ readonly container: string }>({ container: text({ min: 1, pattern: /^[\x20-\x7e]+$/ }) }),
);

export async function sealRecord({
  plaintext,
  ...place
}: RecordPlace & { readonly plaintext: Uint8Array }): Promise<StoredRecord> {
  const sealed = await sealUnder(place.vmk, infoOf(place), aadOf(place), plaintext);
  return { version: place.entry.version, ...sealed };
}

/** @throws notOpened for the wrong key, place or label, an older or newer version than the entry's, or any damage */
export async function openRecord({
  record,
  ...place
}: RecordPlace & { readonly record: StoredRecord }): Promise<Uint8Array> {
  const { version, ...sealed } = parseStoredRecord(record);
  if (version !== place.entry.version) throw rpcError("notOpened");
  return openUnder(place.vmk, infoOf(place), aadOf(place), sealed);
}

/** Total and closed. @throws notOpened */
export const parseStoredRecord = (value: unknown): StoredRecord => parseAs(isStoredRecord, value);

/** The parsed JSON of a credential's record. Total and closed. @throws notOpened */
export const parseSecret = (value: unknown): CredentialSecret => parseAs(isSecret, value);

/** "countersign/1/record/" id "/" version: ids have no slash, so no two pairs share an info. */
const infoOf = ({ entry }: RecordPlace): string => `countersign/1/record/${entry.id}/${entry.version}`;

/** UTF-8 of the JSON array `[1,vaultId,epoch,id,kind,purpose,version]`. */
const aadOf = ({ vaultId, epoch, entry: { id, kind, purpose, version } }: RecordPlace): Uint8Array =>
  jsonBytes([1, vaultId, epoch, id, kind, purpose, version]);
