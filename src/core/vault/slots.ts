/** A slot wraps the vault's master key (VMK) under one factor. */
import { base64url, concat, fromBase64url, jsonBytes, randomBytes, utf8 } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import { bytesText, object, oneOf, parseAs, type Shape, text } from "../shape.ts";
import { COMMIT_LENGTH, KEK_LENGTH, openCommitted, sealCommitted } from "./committed.ts";
import {
  FACTOR_TYPES,
  FACTORS,
  type Factor,
  type Factors,
  type FactorType,
  type SlotKdfs,
} from "./factors.ts";
import { hkdf, NONCE_LENGTH, SALT_LENGTH, TAG_LENGTH } from "./primitives.ts";

export const VMK_LENGTH = 32;

/** Ids that stand in the authenticated data: of vaults, slots and records. Both base64url and UUIDs fit. */
export const isId: Shape<string> = text({ pattern: /^[A-Za-z0-9_-]{16,64}$/ });

/** `salt` (32 bytes), `nonce`, `commit` and `wrapped` (48 bytes) are canonical base64url; `createdAt` is ISO 8601. */
export interface SlotOf<T extends FactorType> {
  readonly id: string;
  readonly type: T;
  readonly name: string;
  readonly createdAt: string;
  readonly kdf: SlotKdfs[T];
  readonly salt: string;
  readonly nonce: string;
  readonly commit: string;
  readonly wrapped: string;
}

export type PasswordSlot = SlotOf<"password">;
export type Slot = { readonly [T in FactorType]: SlotOf<T> }[FactorType];

const isSlotOf = <T extends FactorType>(type: T): Shape<SlotOf<T>> =>
  object<SlotOf<T>>({
    id: isId,
    type: oneOf(type) as Shape<T>,
    name: text({ max: 256 }),
    createdAt: text({ min: 1, max: 64 }),
    kdf: FACTORS[type].isKdf as Shape<SlotKdfs[T]>,
    salt: bytesText(SALT_LENGTH),
    nonce: bytesText(NONCE_LENGTH),
    commit: bytesText(COMMIT_LENGTH),
    wrapped: bytesText(VMK_LENGTH + TAG_LENGTH),
  } as { readonly [K in keyof SlotOf<T>]-?: Shape<SlotOf<T>[K]> });

const SHAPES = FACTOR_TYPES.map(isSlotOf);

export const isSlot: Shape<Slot> = (value): value is Slot => SHAPES.some((shape) => shape(value));

/** Which vault a slot belongs to; `epoch` counts the master keys that the vault has had. */
export interface VaultPlace {
  readonly vaultId: string;
  readonly epoch: number;
}

/** What a person knows a slot by; a slot that goes on into a new epoch keeps all three. */
export type SlotNaming = Pick<Slot, "id" | "name" | "createdAt">;

export const newSlotId = (): string => base64url(randomBytes(16));

/** A slot for the factor, always with the newest parameters. @throws notOpened for an empty password */
export async function createSlot<T extends FactorType>({
  factor,
  vmk,
  id,
  name,
  createdAt,
  ...place
}: VaultPlace & SlotNaming & { readonly factor: Factors[T]; readonly vmk: Uint8Array }): Promise<SlotOf<T>> {
  const type = factor.type as T;
  const kdf = FACTORS[type].newest(factor);
  const named = { id, type, name, createdAt, kdf };
  const salt = randomBytes(SALT_LENGTH);
  const aad = slotAad(place, named);
  const kek = kekOf(type, salt, await FACTORS[type].stretch(factor, salt, kdf), aad);
  const { nonce, commit, ciphertext } = await sealCommitted(kek, aad, vmk);
  return { ...named, salt: base64url(salt), nonce, commit, wrapped: ciphertext };
}

/** `createSlot` for a vault password, under a new id. */
export const createPasswordSlot = ({
  password,
  ...rest
}: VaultPlace & {
  readonly password: string;
  readonly vmk: Uint8Array;
  readonly name: string;
  readonly createdAt: string;
}): Promise<PasswordSlot> =>
  createSlot<"password">({ ...rest, id: newSlotId(), factor: { type: "password", password } });

/**
 * The master key, 32 bytes.
 * @throws notOpened for a wrong factor or one of another type, a damaged or transplanted slot, or KDF parameters outside
 * the table (these before the KDF runs)
 */
export async function openSlot({
  slot,
  factor,
  ...place
}: VaultPlace & { readonly slot: Slot; readonly factor: Factor }): Promise<Uint8Array> {
  const { type, salt, kdf } = parseAs(isSlot, slot);
  if (type !== factor.type) throw rpcError("notOpened");
  const stretched = await stretchFor(type, factor, fromBase64url(salt), kdf);
  return openStretchedSlot({ slot, stretched, ...place });
}

const stretchFor = <T extends FactorType>(
  type: T,
  factor: Factor,
  salt: Uint8Array,
  kdf: Slot["kdf"],
): Promise<Uint8Array> => FACTORS[type].stretch(factor as Factors[T], salt, kdf as SlotKdfs[T]);

export const openPasswordSlot = ({
  password,
  ...rest
}: VaultPlace & { readonly slot: Slot; readonly password: string }): Promise<Uint8Array> =>
  openSlot({ ...rest, factor: { type: "password", password } });

/** `openSlot` after its slow step: `stretched` is what that made of the factor. @throws notOpened */
export async function openStretchedSlot({
  slot,
  stretched,
  ...place
}: VaultPlace & { readonly slot: Slot; readonly stretched: Uint8Array }): Promise<Uint8Array> {
  const { type, salt, nonce, commit, wrapped } = parseAs(isSlot, slot);
  const aad = slotAad(place, slot);
  const kek = kekOf(type, fromBase64url(salt), stretched, aad);
  return openCommitted(kek, aad, { nonce, commit, ciphertext: wrapped });
}

/** HKDF-SHA-256(what the factor came to, its salt, "countersign/1/slot/" type ‖ slotAAD, 64 bytes). */
const kekOf = (type: FactorType, salt: Uint8Array, stretched: Uint8Array, aad: Uint8Array): Uint8Array =>
  hkdf(stretched, FACTORS[type].saltAfter(salt), concat(utf8(`countersign/1/slot/${type}`), aad), KEK_LENGTH);

/** `[kdfName,m,t,p]`, `["webauthn-prf",credential,input]` or `["bip39-hkdf"]`, as both authenticated lists hold it. */
export const kdfList = <T extends FactorType>({
  type,
  kdf,
}: Pick<Slot, "type" | "kdf">): readonly (string | number)[] => FACTORS[type as T].list(kdf as SlotKdfs[T]);

/**
 * slotAAD: UTF-8 of the JSON array `[1,vaultId,epoch,slotId,type,kdfList]`. The salt is not in it, because the key
 * depends on it; name and date are authenticated with the header.
 */
const slotAad = ({ vaultId, epoch }: VaultPlace, slot: Pick<Slot, "id" | "type" | "kdf">): Uint8Array =>
  jsonBytes([1, vaultId, epoch, slot.id, slot.type, kdfList(slot)]);
