/** What several tests of the core need. `CORE_SCALE` multiplies the number of random cases. */
import * as crypto from "node:crypto";
import fc from "fast-check";
import { expect, vi } from "vitest";
import { ProviderRpcError, type Reason } from "../../src/core/errors.ts";
import type { AccountEntry, Index, RecordEntry } from "../../src/core/vault/index.ts";

const SCALE = Number(process.env.CORE_SCALE ?? 1);

vi.setConfig({ testTimeout: 120_000 * SCALE });

export const runs = (ordinary: number): { readonly numRuns: number } => ({ numRuns: ordinary * SCALE });

/** Whether the action fails with exactly this row of the error table. */
export async function refused(reason: Reason, action: () => unknown): Promise<void> {
  const error = await failureOf(action);
  expect(error).toBeInstanceOf(ProviderRpcError);
  expect((error as ProviderRpcError).data.reason).toBe(reason);
}

/** The milliseconds of the quickest of five goes, so that a busy machine does not count. */
export async function quickest(action: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    await action();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** For properties over arbitrary input: what it returns, or `null` when it fails as it may. */
export function orRefusal<T>(action: () => T, allowed: readonly Reason[]): T | null {
  try {
    return action();
  } catch (error) {
    if (error instanceof ProviderRpcError && allowed.includes(error.data.reason)) return null;
    throw error;
  }
}

/** Whether Node accepts the signature for this PEM: SHA-256 and DER for ECDSA, 64 plain bytes for Ed25519. */
export function nodeVerifies(publicKeyPem: string, message: Uint8Array, signature: Uint8Array): boolean {
  const key = crypto.createPublicKey(publicKeyPem);
  return crypto.verify(digestOf(key), message, { key, dsaEncoding: "der" }, signature);
}

/** The digest that Node wants named: Ed25519 brings its own. */
export const digestOf = (key: crypto.KeyObject): "sha256" | null =>
  key.asymmetricKeyType === "ed25519" ? null : "sha256";

/** A PKCS#8 (DER) as Node's key. */
export const nodeKey = (pkcs8: Uint8Array): crypto.KeyObject =>
  crypto.createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });

export const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });

/** JSON values, and a few shapes that only JavaScript can make. */
export const anything = fc.oneof(fc.jsonValue(), fc.anything());

/** The value with one member, at any depth, replaced, removed or added. */
export function mutant(value: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(value);
  return fc
    .tuple(fc.constantFrom(...paths), fc.constantFrom("replace", "remove", "add"), fc.jsonValue())
    .map(([path, how, replacement]) => mutated(value, path, how, replacement));
}

function pathsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, name]))];
}

function mutated(
  value: unknown,
  [name, ...rest]: readonly string[],
  how: string,
  replacement: unknown,
): unknown {
  if (name === undefined) return how === "add" ? { ...(value as object), extra: replacement } : replacement;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  if (rest.length === 0 && how === "remove") {
    if (Array.isArray(copy)) copy.splice(Number(name), 1);
    else delete copy[name];
  } else copy[name] = mutated(copy[name], rest, how, replacement);
  return copy;
}

export const VAULT_ID = "dmF1bHQtZm9yLXRlc3RzIQ";

export const ACCOUNT: AccountEntry = {
  id: "us-1@https://api.dfns.io",
  url: "https://api.dfns.io",
  orgId: "or-1",
  userId: "us-1",
  username: "jane@example.co",
  label: "Jane",
  wallets: [{ id: "wa-1", network: "EthereumSepolia", name: "main" }],
  createdAt: "2026-11-22T10:00:00.000Z",
};

export const ENTRY: RecordEntry = {
  id: "cmVjb3JkLWZvci10ZXN0cw",
  version: 1,
  kind: "Key",
  purpose: "firstFactor",
  accountId: ACCOUNT.id,
  credId: "Wnp4zKSg9CDZvGK7Zpw8J1njn3I9OuENy-DwgVoH7NQ",
  publicKey: "AAAA",
  algorithm: "ES256",
  name: "Countersign",
  registeredOn: "https://dapp.example",
  origins: ["https://dapp.example"],
  createdAt: "2026-11-22T10:00:00.000Z",
  lastUsed: null,
  confirmedAt: null,
  rehearsedAt: null,
  user: null,
};

export const INDEX: Index = {
  accounts: [ACCOUNT],
  records: [ENTRY],
  sites: [{ origin: "https://dapp.example", connectedAt: "2026-11-22T10:00:00.000Z", lastUsed: null }],
  settings: { algorithm: "ES256" },
};

async function failureOf(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  return expect.fail("nothing was refused");
}
