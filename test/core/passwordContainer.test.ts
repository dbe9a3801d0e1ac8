import * as crypto from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { ALGORITHM_NAMES, spkiOfSecret } from "../../src/core/algorithms.ts";
import {
  base64url,
  concat,
  fromBase64url,
  fromHex,
  fromJsonBytes,
  hex,
  jsonBytes,
  utf8,
} from "../../src/core/bytes.ts";
import { KINDS } from "../../src/core/kinds/index.ts";
import type { CreatedCredential } from "../../src/core/kinds/kind.ts";
import { newEntropy } from "../../src/core/recovery/phrase.ts";
import { openContainer, sealContainer } from "../../src/core/vault/container.ts";
import { NEWEST_KDF, stretch } from "../../src/core/vault/kdf.ts";
import { openPasswordContainer } from "../../src/core/vault/passwordContainer.ts";
import { gcmOpen, hmac } from "../../src/core/vault/primitives.ts";
import golden from "../vectors/core-containers.json";
import { quickest, refused } from "./support.ts";
import { twoKeyBlob } from "./twoKeys.ts";

const kind = "PasswordProtectedKey";
const username = "jane@example.co";
const password = "a credential password";
let made: CreatedCredential;
let text: string;

beforeAll(async () => {
  made = await KINDS.PasswordProtectedKey.create({ algorithm: "ES256", password });
  text = made.encryptedPrivateKey ?? "";
});

const open = (changes: object = {}) =>
  openPasswordContainer({ text, credId: made.credId, password, username, ...changes });
const members = () => fromJsonBytes(fromBase64url(text)) as Record<string, string>;
const withMembers = (changes: object) => base64url(jsonBytes({ ...members(), ...changes }));

/** The key of a container as vault.md has it, by Node alone but for Argon2id. */
async function kekOf(typed: string, salt: Uint8Array, aad: Uint8Array): Promise<Uint8Array> {
  const info = concat(utf8("countersign/1/container/PasswordProtectedKey"), aad);
  const stretched = await stretch(typed, salt, NEWEST_KDF);
  return new Uint8Array(crypto.hkdfSync("sha256", stretched, new Uint8Array(0), info, 64));
}

describe("a PasswordProtectedKey's container", () => {
  it.each(ALGORITHM_NAMES)("opens with its password for a key of %s", async (algorithm) => {
    const one = await KINDS.PasswordProtectedKey.create({ algorithm, password });
    const { secret, publicKey, credId } = one;
    const opened = await open({ text: one.encryptedPrivateKey, credId });
    expect(opened).toEqual({ format: "countersign", secret, algorithm, publicKey, verified: true });
    expect(one.kind).toBe(kind);
  });

  it("opens for a padded id, with the known public key, and for any user name", async () => {
    const { publicKey } = made;
    expect((await open({ credId: `${made.credId}=`, publicKey, username: "" })).secret).toEqual(made.secret);
  });

  it("is ASCII under 4 KiB that holds the newest KDF row", () => {
    expect(text).toMatch(/^[A-Za-z0-9_-]{1,4095}$/);
    expect(Object.keys(members())).toEqual(["v", "kdf", "salt", "nonce", "commit", "ciphertext"]);
    expect(members().kdf).toEqual(NEWEST_KDF);
  });

  it("of version 1 opens for ever, the password typed composed or decomposed", async () => {
    const { text: old, credId, pkcs8Hex } = golden.countersign;
    for (const form of ["NFC", "NFKD"]) {
      const typed = golden.countersign.password.normalize(form);
      const opened = await open({ text: old, credId, password: typed });
      expect(hex(opened.secret)).toBe(pkcs8Hex);
      expect(opened.algorithm).toBe("EdDSA");
    }
  });

  it("is read alike by Node's own cryptography, from the format alone", async () => {
    const read = (name: string) => Buffer.from(members()[name] ?? "", "base64url");
    const { m, t, p } = NEWEST_KDF;
    const aad = Buffer.from(JSON.stringify([1, kind, made.credId, ["argon2id", m, t, p]]));
    const kek = await kekOf(password, read("salt"), aad);
    const commit = crypto
      .createHmac("sha256", kek.subarray(32))
      .update("countersign/1/commit")
      .update(aad)
      .digest();
    expect(commit).toEqual(read("commit"));
    const sealed = read("ciphertext");
    const decipher = crypto.createDecipheriv("aes-256-gcm", kek.subarray(0, 32), read("nonce")).setAAD(aad);
    decipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    expect(plain.toString("hex")).toBe(hex(made.secret));
  });

  it.each([
    ["another password", { password: "b credential password" }],
    ["no password", { password: "" }],
    ["another credId", { credId: golden.countersign.credId }],
    ["no credId", { credId: "" }],
    ["the public key of another credential", { publicKey: base64url(fromHex("00")) }],
  ])("does not open with %s", (_, changes) => refused("notOpened", () => open(changes)));

  it("does not open when it holds the key of another credential, unless that is the one known", async () => {
    const plaintext = fromHex(golden.countersign.pkcs8Hex);
    const foreign = await sealContainer({ kind, credId: made.credId, plaintext, password });
    await refused("notOpened", () => open({ text: foreign }));
    await refused("notOpened", () => open({ text: foreign, publicKey: made.publicKey }));
    const publicKey = base64url(spkiOfSecret(plaintext));
    expect((await open({ text: foreign, publicKey })).publicKey).toBe(publicKey);
  });

  it("is not a recovery container, nor the reverse", async () => {
    const entropy = newEntropy();
    await refused("notOpened", () =>
      openContainer({ kind: "RecoveryKey", text, credId: made.credId, entropy }),
    );
    const recovery = await KINDS.RecoveryKey.create({ algorithm: "ES256", entropy });
    await refused("notOpened", () => open({ text: recovery.encryptedPrivateKey, credId: recovery.credId }));
  });

  it.each(["salt", "nonce", "commit", "ciphertext"] as const)(
    "does not open after one flip in its %s",
    async (member) => {
      const whole = fromBase64url(members()[member] ?? "");
      const at = Math.floor(whole.length / 2);
      whole[at] = (whole[at] ?? 0) ^ 1;
      await refused("notOpened", () => open({ text: withMembers({ [member]: base64url(whole) }) }));
    },
  );
});

describe("before the KDF runs, and so in under 5 ms, a container is refused", () => {
  it.each([
    ["with too much memory", () => withMembers({ kdf: { ...NEWEST_KDF, m: 4_000_000 } })],
    ["with too little memory", () => withMembers({ kdf: { ...NEWEST_KDF, m: 8 } })],
    ["with too many passes", () => withMembers({ kdf: { ...NEWEST_KDF, t: 4_000_000_000 } })],
    ["with one pass", () => withMembers({ kdf: { ...NEWEST_KDF, t: 1 } })],
    ["with many lanes", () => withMembers({ kdf: { ...NEWEST_KDF, p: 4 } })],
    ["with another KDF", () => withMembers({ kdf: { name: "bip39-hkdf" } })],
    ["with a member more", () => withMembers({ note: "x" })],
    ["of a newer version", () => withMembers({ v: 2 })],
    ["cut in half", () => text.slice(0, text.length / 2)],
    ["without its last character", () => text.slice(0, -1)],
    ["with padding", () => `${text}=`],
    ["that is empty", () => ""],
    ["of four KiB", () => "A".repeat(4096)],
    ["of four MiB", () => "A".repeat(4_194_304)],
    ["whose ciphertext is only a tag's half", () => withMembers({ ciphertext: "AAAAAAAAAAA" })],
  ])("%s", async (_, make) => {
    const changed = make();
    expect(await quickest(() => refused("notOpened", () => open({ text: changed })))).toBeLessThan(5);
  });
});

it("a ciphertext that opens under the keys of two passwords opens with neither, and not as a key of either", async () => {
  const passwords = [password, "another password altogether"];
  const [salt, nonce] = [32, 12].map((length) => new Uint8Array(crypto.randomBytes(length)));
  if (salt === undefined || nonce === undefined) return expect.unreachable();
  const { m, t, p } = NEWEST_KDF;
  const aad = jsonBytes([1, kind, made.credId, ["argon2id", m, t, p]]);
  const keks = await Promise.all(passwords.map((typed) => kekOf(typed, salt, aad)));
  const blob = twoKeyBlob(
    keks.map((kek) => kek.subarray(0, 32)),
    nonce,
    aad,
  );
  for (const kek of keks)
    expect(await gcmOpen({ key: kek.subarray(0, 32), nonce, aad }, blob)).toHaveLength(32);
  const commits = keks.map((kek) => hmac(kek.subarray(32), concat(utf8("countersign/1/commit"), aad)));
  for (const commit of commits) {
    const parts = { salt, nonce, commit, ciphertext: blob };
    const encoded = Object.fromEntries(
      Object.entries(parts).map(([name, bytes]) => [name, base64url(bytes)]),
    );
    for (const typed of passwords) {
      await refused("notOpened", () => open({ text: withMembers(encoded), password: typed }));
    }
  }
});
