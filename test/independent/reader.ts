/** Reads vaults and containers of version 1, from docs/vault-format.md alone. */
import { createHash, createPrivateKey, createPublicKey, pbkdf2Sync } from "node:crypto";
import {
  argon2,
  bytesOf,
  countOf,
  demand,
  gcmOpen,
  hkdf,
  json,
  kdfList,
  type Members,
  membersOf,
  openCommitted,
  Refused,
  textOf,
} from "./primitives.ts";

export { Refused } from "./primitives.ts";

/** The two object stores. */
export interface Stored {
  readonly header: unknown;
  readonly records: readonly (readonly [id: string, record: unknown])[];
}

export interface Opened {
  readonly masterKey: Buffer;
  readonly index: { readonly records: readonly Members[] } & Members;
  /** The parsed plaintexts by record id. */
  readonly plaintexts: ReadonlyMap<string, unknown>;
}

/** What the KDF makes of the password; a caller who reads many copies of one slot may remember it. */
export type Stretch = typeof argon2;

/** Opens everything; a text is the vault password. @throws Refused */
export async function readVault(
  stored: Stored,
  by: string | Factor,
  stretch: Stretch = argon2,
): Promise<Opened> {
  const header = headerOf(stored.header);
  const factor = typeof by === "string" ? ({ type: "password", password: by } as const) : by;
  const masterKey = await masterKeyOf(header, factor, stretch);
  const index = indexOf(header, masterKey);
  const records = new Map(stored.records);
  demand(records.size === stored.records.length, "each record once");
  demand(records.size === index.records.length, "as many records as the index lists");
  const plaintexts = index.records.map((entry) => {
    const id = textOf(entry.id);
    return [id, recordOf(header, masterKey, entry, records.get(id))] as const;
  });
  return { masterKey, index, plaintexts: new Map(plaintexts) };
}

const ID = /^[A-Za-z0-9_-]{16,64}$/;

interface Header {
  readonly vaultId: string;
  readonly epoch: number;
  readonly generation: number;
  readonly slots: readonly Members[];
  readonly index: Members;
}

function headerOf(value: unknown): Header {
  const version = (value as Members | null)?.version;
  if (typeof version === "number" && version > 1) throw new Refused("a newer version");
  const header = membersOf(value, "version", "vaultId", "epoch", "generation", "slots", "index");
  demand(version === 1 && ID.test(textOf(header.vaultId)), "version and id");
  const { slots } = header;
  demand(Array.isArray(slots) && slots.length >= 1 && slots.length <= 16, "1 to 16 slots");
  demand(new Set(slots.map(({ id }) => id)).size === slots.length, "each slot once");
  return {
    vaultId: textOf(header.vaultId),
    epoch: countOf(header.epoch),
    generation: countOf(header.generation),
    slots: slots.map(slotOf),
    index: membersOf(header.index, "salt", "nonce", "ciphertext"),
  };
}

/** `[name, …]` of the parameters of a slot, by its type. */
const KDF_LISTS: Readonly<Record<string, (kdf: unknown) => readonly unknown[]>> = {
  password: kdfList,
  passkey(kdf) {
    const { name, credential, input } = membersOf(kdf, "name", "credential", "input");
    demand(name === "webauthn-prf" && bytesOf(input, 32).length === 32, "the parameters of a passkey");
    return [name, credential, input];
  },
  phrase(kdf) {
    demand(membersOf(kdf, "name").name === "bip39-hkdf", "the parameters of a phrase");
    return ["bip39-hkdf"];
  },
};

function slotOf(value: unknown): Members {
  const names = ["id", "type", "name", "createdAt", "kdf", "salt", "nonce", "commit", "wrapped"];
  const slot = membersOf(value, ...names);
  demand(Object.hasOwn(KDF_LISTS, textOf(slot.type)) && ID.test(textOf(slot.id)), "type and id of a slot");
  return slot;
}

const listOf = ({ type, kdf }: Members): readonly unknown[] => KDF_LISTS[textOf(type)]?.(kdf) ?? [];

/** What opens a slot: the vault password, the PRF output of its passkey, or the 12 words of the vault phrase. */
export type Factor =
  | { readonly type: "password"; readonly password: string }
  | { readonly type: "passkey"; readonly output: Buffer }
  | { readonly type: "phrase"; readonly words: string };

async function masterKeyOf(
  { vaultId, epoch, slots }: Header,
  factor: Factor,
  stretch: Stretch,
): Promise<Buffer> {
  const slot = slots.find(({ type }) => type === factor.type);
  demand(slot !== undefined, `a ${factor.type} slot`);
  const aad = json([1, vaultId, epoch, slot.id, slot.type, listOf(slot)]);
  const salt = bytesOf(slot.salt, 32);
  const info = Buffer.concat([Buffer.from(`countersign/1/slot/${factor.type}`), aad]);
  const after = factor.type === "password" ? Buffer.alloc(0) : salt;
  return openCommitted(hkdf(await stretchedOf(factor, salt, slot.kdf, stretch), after, info, 64), aad, {
    nonce: bytesOf(slot.nonce, 12),
    commit: bytesOf(slot.commit, 32),
    sealed: bytesOf(slot.wrapped, 48),
  });
}

async function stretchedOf(factor: Factor, salt: Buffer, kdf: unknown, stretch: Stretch): Promise<Buffer> {
  if (factor.type === "password") return stretch(factor.password, salt, kdf);
  return factor.type === "passkey" ? factor.output : seedOf(factor.words);
}

const seedOf = (words: string): Buffer => pbkdf2Sync(words, "mnemonic", 2048, 64, "sha512");

function indexOf({ vaultId, epoch, generation, slots, index }: Header, masterKey: Buffer): Opened["index"] {
  const slotLists = slots.map((slot) => {
    const { id, type, name, createdAt, salt, nonce, commit, wrapped } = slot;
    return [id, type, name, createdAt, listOf(slot), salt, nonce, commit, wrapped];
  });
  const aad = json([1, vaultId, epoch, generation, slotLists]);
  const opened = JSON.parse(unseal(masterKey, index, "countersign/1/index", aad).toString());
  const { activity: _log, ...members } = opened;
  membersOf(members, "accounts", "records", "sites", "settings");
  demand(
    new Set(opened.records.map(({ id }: Members) => id)).size === opened.records.length,
    "each entry once",
  );
  return opened;
}

function recordOf({ vaultId, epoch }: Header, masterKey: Buffer, entry: Members, value: unknown): unknown {
  const record = membersOf(value, "version", "salt", "nonce", "ciphertext");
  const { id, kind, purpose, version } = entry;
  demand(record.version === version, "the version of the entry");
  const aad = json([1, vaultId, epoch, id, kind, purpose, version]);
  return JSON.parse(unseal(masterKey, record, `countersign/1/record/${id}/${version}`, aad).toString());
}

function unseal(masterKey: Buffer, sealed: Members, info: string, aad: Buffer): Buffer {
  const key = hkdf(masterKey, bytesOf(sealed.salt, 32), info, 32);
  return gcmOpen(key, bytesOf(sealed.nonce, 12), aad, bytesOf(sealed.ciphertext));
}

/** The vault in a backup file. @throws Refused */
export function readBackup(text: string): Stored {
  const names = ["format", "version", "createdAt", "header", "records", "checksum"];
  const file = membersOf(JSON.parse(text), ...names);
  const { format, version, createdAt, header, records } = file;
  demand(format === "countersign-backup" && version === 1, "format and version");
  const digest = createHash("sha256")
    .update(json([format, version, createdAt, header, records]))
    .digest();
  demand(digest.equals(bytesOf(file.checksum, 32)), "the checksum");
  return { header, records: records as Stored["records"] };
}

/** What opens a container: the credential password, or the 12 words of the recovery phrase. */
export type ContainerFactor = { readonly password: string } | { readonly words: string };

/** The private key (PKCS#8, DER) of `credId`. @throws Refused */
export async function readContainer(text: string, credId: string, factor: ContainerFactor): Promise<Buffer> {
  demand(text.length < 4096, "under 4096 characters");
  const members = ["v", "kdf", "salt", "nonce", "commit", "ciphertext"];
  const container = membersOf(JSON.parse(bytesOf(text).toString()), ...members);
  demand(container.v === 1, "version 1");
  const salt = bytesOf(container.salt, 32);
  const { kind, list, key } = await keyOf(factor, salt, container.kdf);
  const aad = json([1, kind, credId.replace(/=+$/, ""), list]);
  const secret = openCommitted(
    key(Buffer.concat([Buffer.from(`countersign/1/container/${kind}`), aad])),
    aad,
    {
      nonce: bytesOf(container.nonce, 12),
      commit: bytesOf(container.commit, 32),
      sealed: bytesOf(container.ciphertext),
    },
  );
  const spki = createPublicKey(createPrivateKey({ key: secret, format: "der", type: "pkcs8" }) as never);
  const digest = createHash("sha256")
    .update(spki.export({ format: "der", type: "spki" }))
    .digest("base64url");
  demand(digest === credId.replace(/=+$/, ""), "the key of this credential");
  return secret;
}

async function keyOf(factor: ContainerFactor, salt: Buffer, kdf: unknown) {
  if ("password" in factor) {
    const stretched = await argon2(factor.password, salt, kdf);
    const key = (info: Buffer) => hkdf(stretched, Buffer.alloc(0), info, 64);
    return { kind: "PasswordProtectedKey", list: kdfList(kdf), key };
  }
  demand(membersOf(kdf, "name").name === "bip39-hkdf", "the KDF of a phrase");
  const seed = seedOf(factor.words);
  return { kind: "RecoveryKey", list: ["bip39-hkdf"], key: (info: Buffer) => hkdf(seed, salt, info, 64) };
}
