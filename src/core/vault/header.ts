/** The vault's header: its slots, and the index sealed with the whole rest of the header as authenticated data. */
import { fromJsonBytes, jsonBytes } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import { integer, listOf, object, oneOf, parseAs, type Shape, unique } from "../shape.ts";
import { isSealed, openUnder, type Sealed, sealUnder } from "./envelope.ts";
import { type Index, parseIndex } from "./index.ts";
import { isId, isSlot, kdfList, type Slot } from "./slots.ts";

export const VAULT_VERSION = 1;

const INDEX_INFO = "countersign/1/index";
const MAX_SLOTS = 16;

/** `epoch` counts master keys, `generation` counts writes; both from 1. */
export interface Header {
  readonly version: 1;
  readonly vaultId: string;
  readonly epoch: number;
  readonly generation: number;
  readonly slots: readonly Slot[];
  readonly index: Sealed;
}

const isHeaderShape = object<Header>({
  version: oneOf(VAULT_VERSION),
  vaultId: isId,
  epoch: integer(1),
  generation: integer(1),
  slots: listOf(isSlot, { min: 1, max: MAX_SLOTS }),
  index: isSealed,
});

const isHeader: Shape<Header> = (value): value is Header =>
  isHeaderShape(value) && unique(value.slots, ({ id }) => id);

/** One reader for every version that was ever released: each makes the header of today from what was stored then. */
const READERS: Readonly<Record<number, (value: unknown) => Header>> = {
  1: (value) => parseAs(isHeader, value),
};

/**
 * Total and closed.
 * @throws unsupportedVersion for a version number newer than ours, before anything else is looked at
 * @throws notOpened for an unknown member or slot type, base64url that is not canonical, a wrong length, a slot id twice
 */
export function parseHeader(value: unknown): Header {
  const version = (value as { readonly version?: unknown } | null | undefined)?.version;
  if (typeof version !== "number") throw rpcError("notOpened");
  if (version > VAULT_VERSION) throw rpcError("unsupportedVersion");
  const read = READERS[version];
  if (read === undefined) throw rpcError("notOpened");
  return read(value);
}

/**
 * The header with a new index. Generation and slots must already be the new ones.
 * @throws internal for an index that could not be read again
 */
export async function sealIndex(
  vmk: Uint8Array,
  { version, vaultId, epoch, generation, slots }: Omit<Header, "index">,
  index: Index,
): Promise<Header> {
  const bare = { version, vaultId, epoch, generation, slots };
  const plaintext = jsonBytes(index);
  refuseUnreadable(plaintext);
  return { ...bare, index: await sealUnder(vmk, INDEX_INFO, headerAad(bare), plaintext) };
}

/** @throws notOpened for the wrong key or any change to the header */
export async function openIndex(vmk: Uint8Array, header: Header): Promise<Index> {
  return parseIndex(fromJsonBytes(await openUnder(vmk, INDEX_INFO, headerAad(header), header.index)));
}

/**
 * UTF-8 of the JSON array `[1,vaultId,epoch,generation,[slot,…]]`, a slot being
 * `[id,type,name,createdAt,kdfList,salt,nonce,commit,wrapped]`.
 */
function headerAad({ version, vaultId, epoch, generation, slots }: Omit<Header, "index">): Uint8Array {
  return jsonBytes([version, vaultId, epoch, generation, slots.map(slotList)]);
}

function slotList(slot: Slot): readonly unknown[] {
  const { id, type, name, createdAt, salt, nonce, commit, wrapped } = slot;
  return [id, type, name, createdAt, kdfList(slot), salt, nonce, commit, wrapped];
}

function refuseUnreadable(plaintext: Uint8Array): void {
  try {
    parseIndex(fromJsonBytes(plaintext));
  } catch {
    throw rpcError("internal");
  }
}
