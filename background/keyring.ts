import * as v from "valibot";
import type { AlgorithmName } from "../src/core/algorithms.ts";
import { base64url, fromBase64url, fromJsonBytes, randomBytes } from "../src/core/bytes.ts";
import { assert } from "../src/core/dfns/assertion.ts";
import type { KeyAssertion } from "../src/core/dfns/types.ts";
import { rpcError } from "../src/core/errors.ts";
import { type Header, openIndex, parseHeader, sealIndex } from "../src/core/vault/header.ts";
import { emptyIndex, type Index, type RecordEntry } from "../src/core/vault/index.ts";
import { openPasswordContainer } from "../src/core/vault/passwordContainer.ts";
import {
  type CredentialSecret,
  openRecord,
  parseSecret,
  parseStoredRecord,
  sealRecord,
} from "../src/core/vault/records.ts";
import { createPasswordSlot, openPasswordSlot } from "../src/core/vault/slots.ts";
import { verifyVault } from "../src/core/vault/verify.ts";
import type { VaultState } from "../src/protocol/views.ts";
import { createQueue } from "./queue.ts";
import type { Session } from "./session.ts";
import type { Store } from "./store.ts";

/** An entry with the plaintext of its record; its `version` is set by the keyring. */
export interface Put {
  readonly entry: RecordEntry;
  readonly plaintext: Uint8Array;
}

/** The next state of the vault. A record whose entry is no longer in the index is removed with it. */
export interface Change {
  readonly index: Index;
  readonly put?: readonly Put[];
}

/** The unlocked vault. Everything but `state`, `create`, `unlock` and `lock` throws `locked` while it is not open. */
export interface Keyring {
  state(): Promise<VaultState>;
  /** @throws `vaultExists` when anything of a vault is stored, readable or not. */
  create(password: string): Promise<void>;
  /** @throws `notOpened` for a wrong password and for a damaged vault alike. */
  unlock(password: string): Promise<void>;
  lock(): Promise<void>;
  isUnlocked(): Promise<boolean>;
  index(): Promise<Index>;
  /** One mutation at a time, each one transaction that is read back before this resolves. */
  change(edit: (index: Index) => Change | Promise<Change>): Promise<void>;
  open(entry: RecordEntry): Promise<Uint8Array>;
  /** Reads everything that is stored. @throws `notOpened` for any damage, which unlocking alone may not notice */
  verify(): Promise<Index>;
  /**
   * Opens a credential for one approval; the key does not leave, its signatures do.
   * @throws `notOpened` for a wrong credential password or a damaged container
   */
  signer(entry: RecordEntry, password: string | undefined): Promise<Signer>;
  /**
   * Opens a container that is not of this vault, for one approval.
   * @throws `notOpened` for a wrong credential password or a damaged container
   */
  roamingSigner(
    container: { readonly text: string; readonly credId: string; readonly username: string },
    password: string | undefined,
  ): Promise<RoamingSigner>;
  /** Whether this is the vault password, which no credential may share. */
  isVaultPassword(password: string): Promise<boolean>;
}

/** Answers challenges with one credential. */
export type Signer = (challenge: string) => KeyAssertion;

/** `publicKey` is the SPKI (DER) in base64url. */
export interface RoamingSigner {
  readonly sign: Signer;
  readonly publicKey: string;
  readonly algorithm: AlgorithmName;
}

interface Opened {
  readonly vmk: Uint8Array;
  readonly header: Header;
  readonly index: Index;
}

interface Parts {
  readonly store: Store;
  readonly session: Session;
  readonly now: () => number;
}

const VMK = "vmk";

export function createKeyring({ store, session, now }: Parts): Keyring {
  let opened: Opened | null = null;
  const exclusive = createQueue();

  /** After a restart of the worker the master key is still in `storage.session`. */
  const restore = async (): Promise<Opened | null> => {
    if (opened) return opened;
    const key = await session.read(VMK, v.string());
    if (key === null) return null;
    opened = await openWith(fromBase64url(key), parseHeader(await store.readHeader()));
    return opened;
  };

  const require = async (): Promise<Opened> => {
    const current = await restore();
    if (!current) throw rpcError("locked");
    return current;
  };

  const keep = async (next: Opened): Promise<void> => {
    await session.write(VMK, base64url(next.vmk));
    opened = next;
  };

  return {
    async state() {
      const header = await store.readHeader();
      if (header === undefined) return "none";
      const unreadable = stateOfUnreadable(header);
      if (unreadable) return unreadable;
      return (await restore().catch(() => null)) ? "unlocked" : "locked";
    },
    create: (password) =>
      exclusive(async () => {
        if ((await store.readHeader()) !== undefined) throw rpcError("vaultExists");
        const next = await newVault(password, new Date(now()).toISOString());
        await store.commit({ header: next.header, put: [], remove: [] });
        await keep(next);
      }),
    unlock: (password) =>
      exclusive(async () => {
        const header = await store.readHeader();
        if (header === undefined) throw rpcError("noVault");
        await keep(await openWithPassword(parseHeader(header), password));
      }),
    lock: () =>
      exclusive(async () => {
        opened = null;
        await session.remove(VMK);
      }),
    isUnlocked: async () => (await restore().catch(() => null)) !== null,
    index: async () => (await require()).index,
    change: (edit) =>
      exclusive(async () => {
        const current = await require();
        const next = await seal(current, await edit(current.index));
        await store.commit(next.commit);
        if (opened) opened = next.opened;
      }),
    verify: () => exclusive(async () => verifyVault((await require()).vmk, await store.readAll())),
    async open(entry) {
      const { vmk, header } = await require();
      const record = parseStoredRecord(await store.readRecord(entry.id));
      const { vaultId, epoch } = header;
      return openRecord({ vmk, vaultId, epoch, entry, record });
    },
    async signer(entry, password) {
      const content = parseSecret(fromJsonBytes(await this.open(entry)));
      const { accounts } = await this.index();
      const username = accounts.find(({ id }) => id === entry.accountId)?.username ?? "";
      return signerOf(entry, content, username, password);
    },
    async roamingSigner(container, password) {
      await require();
      return roamingSignerOf(container, password);
    },
    async isVaultPassword(password) {
      const { header } = await require();
      return openWithPassword(header, password).then(
        () => true,
        () => false,
      );
    },
  };
}

function stateOfUnreadable(header: unknown): "damaged" | "newer" | null {
  try {
    parseHeader(header);
    return null;
  } catch (error) {
    return (error as { data?: { reason?: string } }).data?.reason === "unsupportedVersion"
      ? "newer"
      : "damaged";
  }
}

async function newVault(password: string, createdAt: string): Promise<Opened> {
  const vmk = randomBytes(32);
  const vaultId = base64url(randomBytes(16));
  const epoch = 1;
  const slot = await createPasswordSlot({
    password,
    vmk,
    vaultId,
    epoch,
    name: "Vault password",
    createdAt,
  });
  const index = emptyIndex();
  const header = await sealIndex(vmk, { version: 1, vaultId, epoch, generation: 1, slots: [slot] }, index);
  return { vmk, header, index };
}

async function openWithPassword(header: Header, password: string): Promise<Opened> {
  const { vaultId, epoch } = header;
  for (const slot of header.slots) {
    if (slot.type !== "password") continue;
    return openWith(await openPasswordSlot({ slot, password, vaultId, epoch }), header);
  }
  throw rpcError("notOpened");
}

async function openWith(vmk: Uint8Array, header: Header): Promise<Opened> {
  return { vmk, header, index: await openIndex(vmk, header) };
}

async function seal({ vmk, header, index: before }: Opened, { index, put = [] }: Change) {
  const { vaultId, epoch } = header;
  const versionOf = (id: string) => before.records.find((entry) => entry.id === id)?.version ?? 0;
  const written = new Map(put.map(({ entry }) => [entry.id, { ...entry, version: versionOf(entry.id) + 1 }]));
  const records = await Promise.all(
    put.map(async ({ entry, plaintext }) => {
      const next = written.get(entry.id) ?? entry;
      return [entry.id, await sealRecord({ vmk, vaultId, epoch, entry: next, plaintext })] as const;
    }),
  );
  const nextIndex = {
    ...index,
    records: index.records.map((entry) => written.get(entry.id) ?? entry),
  };
  const kept = new Set(nextIndex.records.map(({ id }) => id));
  const remove = before.records.map(({ id }) => id).filter((id) => !kept.has(id));
  const { index: _sealed, ...rest } = header;
  const nextHeader = await sealIndex(vmk, { ...rest, generation: header.generation + 1 }, nextIndex);
  return {
    opened: { vmk, header: nextHeader, index: nextIndex },
    commit: { header: nextHeader, put: records, remove },
  };
}

async function signerOf(
  { kind, algorithm, credId, publicKey }: RecordEntry,
  content: CredentialSecret,
  username: string,
  password: string | undefined,
): Promise<Signer> {
  if (kind === "Key" && algorithm !== "" && "secret" in content) {
    const secret = fromBase64url(content.secret);
    return (challenge) => assert({ kind, algorithm, secret, credId, challenge });
  }
  if (kind === "PasswordProtectedKey" && "container" in content) {
    const from = { text: content.container, credId, username, publicKey };
    return (await roamingSignerOf(from, password)).sign;
  }
  throw rpcError("noCredential");
}

async function roamingSignerOf(
  container: Omit<Parameters<typeof openPasswordContainer>[0], "password">,
  password: string | undefined,
): Promise<RoamingSigner> {
  if (password === undefined) throw rpcError("notOpened");
  const { algorithm, secret, publicKey } = await openPasswordContainer({ ...container, password });
  const { credId } = container;
  const sign: Signer = (challenge) =>
    assert({ kind: "PasswordProtectedKey", credId, challenge, algorithm, secret });
  return { sign, publicKey, algorithm };
}
