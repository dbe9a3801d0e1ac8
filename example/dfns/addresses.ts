import { createECDH, createHash, createPrivateKey, createPublicKey } from "node:crypto";
import type { Family } from "./networks.ts";

export interface WalletKey {
  readonly scheme: "ECDSA" | "EdDSA";
  readonly curve: "secp256k1" | "ed25519" | "stark";
  readonly publicKey: string;
  readonly address?: string;
}

const ED25519_PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();

function base58(bytes: Uint8Array): string {
  const zeros = bytes.findIndex((byte) => byte !== 0);
  let number = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  let text = "";
  for (; number > 0n; number /= 58n) text = BASE58.charAt(Number(number % 58n)) + text;
  return "1".repeat(Math.max(zeros, 0)) + text;
}

function secp256k1(seed: Uint8Array): Buffer {
  const ecdh = createECDH("secp256k1");
  ecdh.setPrivateKey(seed);
  return ecdh.getPublicKey(null, "compressed");
}

function ed25519(seed: Uint8Array): Buffer {
  const key = createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: "der", type: "pkcs8" });
  return createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
}

const ecdsaKey = (seed: Uint8Array) =>
  ({ scheme: "ECDSA", curve: "secp256k1", publicKey: secp256k1(seed).toString("hex") }) as const;
const eddsaKey = (seed: Uint8Array) =>
  ({ scheme: "EdDSA", curve: "ed25519", publicKey: ed25519(seed).toString("hex") }) as const;
const starkKey = (seed: Uint8Array) =>
  ({ scheme: "ECDSA", curve: "stark", publicKey: sha256(seed).toString("hex") }) as const;

const hexAddress = (publicKey: string, length: number): string =>
  `0x${sha256(publicKey).toString("hex").slice(-length)}`;

const rows: Readonly<Record<Family, (seed: Uint8Array) => WalletKey>> = {
  evm: (seed) => {
    const key = ecdsaKey(seed);
    return { ...key, address: hexAddress(key.publicKey, 40) };
  },
  solana: (seed) => {
    const key = eddsaKey(seed);
    return { ...key, address: base58(Buffer.from(key.publicKey, "hex")) };
  },
  ecdsa: (seed) => {
    const key = ecdsaKey(seed);
    return { ...key, address: base58(sha256(key.publicKey).subarray(0, 25)) };
  },
  eddsa: (seed) => {
    const key = eddsaKey(seed);
    return { ...key, address: base58(sha256(key.publicKey)) };
  },
  stark: (seed) => {
    const key = starkKey(seed);
    return { ...key, address: hexAddress(key.publicKey, 64) };
  },
  keyEcdsa: ecdsaKey,
  keyEddsa: eddsaKey,
  keyStark: starkKey,
};

/**
 * The signing key and address that belong to `label`: the same label gives the same pair. Solana addresses are the real
 * encoding of the key; the others only look right, because Node has none of their hashes.
 */
export const walletKey = (family: Family, label: string): WalletKey => rows[family](sha256(label));
