/** A slot wraps the vault's master key (VMK) under one factor. Today the factor is a password. */
import { base64url, concat, fromBase64url, jsonBytes, randomBytes, utf8 } from "../bytes.ts";
import { bytesText, object, oneOf, parseAs, type Shape, text } from "../shape.ts";
import { COMMIT_LENGTH, KEK_LENGTH, openCommitted, sealCommitted } from "./committed.ts";
import { isKdfParams, type KdfParams, NEWEST_KDF, stretch } from "./kdf.ts";
import { hkdf, NONCE_LENGTH, SALT_LENGTH, TAG_LENGTH } from "./primitives.ts";

export const VMK_LENGTH = 32;

/** Ids that stand in the authenticated data: of vaults, slots and records. Both base64url and UUIDs fit. */
export const isId: Shape<string> = text({ pattern: /^[A-Za-z0-9_-]{16,64}$/ });

/** `salt` (32 bytes), `nonce`, `commit` and `wrapped` (48 bytes) are canonical base64url; `createdAt` is ISO 8601. */
export interface PasswordSlot {
  readonly id: string;
  readonly type: "password";
  readonly name: string;
  readonly createdAt: string;
  readonly kdf: KdfParams;
  readonly salt: string;
  readonly nonce: string;
  readonly commit: string;
  readonly wrapped: string;
}

/** A union by `type`: passkey and phrase slots join it. */
export type Slot = PasswordSlot;

export const isSlot: Shape<Slot> = object<PasswordSlot>({
  id: isId,
  type: oneOf("password"),
  name: text({ max: 256 }),
  createdAt: text({ min: 1, max: 64 }),
  kdf: isKdfParams,
  salt: bytesText(SALT_LENGTH),
  nonce: bytesText(NONCE_LENGTH),
  commit: bytesText(COMMIT_LENGTH),
  wrapped: bytesText(VMK_LENGTH + TAG_LENGTH),
});

/** Which vault a slot belongs to; `epoch` counts the master keys that the vault has had. */
interface VaultPlace {
  readonly vaultId: string;
  readonly epoch: number;
}

/** A new slot, always with the newest KDF row. */
export async function createPasswordSlot({
  password,
  vmk,
  name,
  createdAt,
  ...place
}: VaultPlace & {
  readonly password: string;
  readonly vmk: Uint8Array;
  readonly name: string;
  readonly createdAt: string;
}): Promise<Slot> {
  const named = {
    id: base64url(randomBytes(16)),
    type: "password",
    name,
    createdAt,
    kdf: NEWEST_KDF,
  } as const;
  const salt = randomBytes(SALT_LENGTH);
  const aad = slotAad(place, named);
  const kek = passwordKek(await stretch(password, salt, NEWEST_KDF), aad);
  const { nonce, commit, ciphertext } = await sealCommitted(kek, aad, vmk);
  return { ...named, salt: base64url(salt), nonce, commit, wrapped: ciphertext };
}

/**
 * The master key, 32 bytes.
 * @throws notOpened for a wrong password, a damaged or transplanted slot, or KDF parameters outside the table (these
 * before the KDF runs)
 */
export async function openPasswordSlot({
  slot,
  password,
  ...place
}: VaultPlace & { readonly slot: Slot; readonly password: string }): Promise<Uint8Array> {
  const { salt, kdf } = parseAs(isSlot, slot);
  return openStretchedSlot({ slot, stretched: await stretch(password, fromBase64url(salt), kdf), ...place });
}

/** `openPasswordSlot` after its slow step: `stretched` is what the KDF made of the password. @throws notOpened */
export async function openStretchedSlot({
  slot,
  stretched,
  ...place
}: VaultPlace & { readonly slot: Slot; readonly stretched: Uint8Array }): Promise<Uint8Array> {
  const { nonce, commit, wrapped } = parseAs(isSlot, slot);
  const aad = slotAad(place, slot);
  return openCommitted(passwordKek(stretched, aad), aad, { nonce, commit, ciphertext: wrapped });
}

/** HKDF-SHA-256(Argon2id(password, salt), no salt, "countersign/1/slot/password" ‖ slotAAD, 64 bytes). */
const passwordKek = (stretched: Uint8Array, aad: Uint8Array): Uint8Array =>
  hkdf(stretched, new Uint8Array(0), concat(utf8("countersign/1/slot/password"), aad), KEK_LENGTH);

/**
 * slotAAD: UTF-8 of the JSON array `[1,vaultId,epoch,slotId,type,[kdfName,m,t,p]]`. The salt is not in it, because the
 * key depends on it; name and date are authenticated with the header.
 */
const slotAad = (
  { vaultId, epoch }: VaultPlace,
  { id, type, kdf }: Pick<PasswordSlot, "id" | "type" | "kdf">,
): Uint8Array => jsonBytes([1, vaultId, epoch, id, type, [kdf.name, kdf.m, kdf.t, kdf.p]]);
