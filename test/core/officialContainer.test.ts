import * as crypto from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spkiOfSecret } from "../../src/core/algorithms.ts";
import { base64url, fromHex, hex } from "../../src/core/bytes.ts";
import { isOfficialContainer, openOfficialContainer } from "../../src/core/vault/officialContainer.ts";
import { openPasswordContainer } from "../../src/core/vault/passwordContainer.ts";
import vectors from "../vectors/core-containers.json";
import { mutant, quickest, refused, runs } from "./support.ts";

const {
  keyFirst,
  ivFirst,
  recoveryCode: password,
  usernameAsTyped: username,
  pkcs8Hex,
  credIdOfSpki,
} = vectors.official;
const publicKey = base64url(spkiOfSecret(fromHex(pkcs8Hex)));
const open = (changes: object = {}) =>
  openOfficialContainer({ text: keyFirst, password, username, ...changes });
const members = JSON.parse(Buffer.from(keyFirst, "base64").toString());
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value ?? null)).toString("base64");

/** As dfns-sdk-ts does it, with Node's cryptography. */
function dfnsSeals(plaintext: Uint8Array, name: string, typed: string): string {
  const salt = crypto.createHash("sha256").update(name.toLowerCase().trim()).digest();
  const kek = crypto.pbkdf2Sync(typed, salt, 100_000, 32, "sha256");
  const iv = crypto.randomBytes(16);
  const cipher = crypto.createCipheriv("aes-256-gcm", kek, iv);
  const key = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return encoded({ key: key.toString("base64"), iv: iv.toString("base64") });
}

describe("Dfns' own container", () => {
  it.each([
    ["key first", keyFirst],
    ["iv first", ivFirst],
  ])("opens with %s", async (_, text) => {
    expect(isOfficialContainer(text)).toBe(true);
    expect(hex(await open({ text }))).toBe(pkcs8Hex);
  });

  it("opens whatever the case and outer space of the user name", async () => {
    for (const name of ["jane@example.co", "JANE@EXAMPLE.CO\n", " Jane@example.co"]) {
      expect(hex(await open({ username: name }))).toBe(pkcs8Hex);
    }
  });

  it.each([
    ["another user name", { username: "jane@example.com" }],
    ["inner space in the user name", { username: "jane @example.co" }],
    ["no user name", { username: "" }],
    ["another code", { password: password.replace("9", "8") }],
    ["the code without its dashes", { password: password.replaceAll("-", "") }],
    ["no code", { password: "" }],
  ])("does not open with %s", (_, changes) => refused("notOpened", () => open(changes)));

  it("does not open after a flip of any byte", async () => {
    for (const name of ["key", "iv"]) {
      const whole = Buffer.from(members[name], "base64");
      for (let i = 0; i < whole.length; i += 1) {
        const flipped = Buffer.from(whole);
        flipped[i] = (flipped[i] ?? 0) ^ (1 << (i & 7));
        const text = encoded({ ...members, [name]: flipped.toString("base64") });
        await refused("notOpened", () => open({ text }));
      }
    }
  });

  it.each([
    ["a member more", encoded({ ...members, v: 1 })],
    ["a member less", encoded({ key: members.key })],
    ["an IV of 12 bytes", encoded({ ...members, iv: Buffer.alloc(12).toString("base64") })],
    ["no ciphertext but a tag", encoded({ ...members, key: Buffer.alloc(16).toString("base64") })],
    ["base64url inside", encoded({ ...members, key: members.key.replaceAll("/", "_") })],
    ["no padding", keyFirst.replaceAll("=", "")],
    ["a space", `${keyFirst} `],
    ["half of it", keyFirst.slice(0, 168)],
    ["four KiB", encoded({ ...members, key: Buffer.alloc(3000).toString("base64") })],
    ["a list", encoded([members])],
    ["nothing", ""],
  ])("is refused with %s, before the KDF", async (_, text) => {
    expect(isOfficialContainer(text)).toBe(false);
    expect(await quickest(() => refused("notOpened", () => open({ text })))).toBeLessThan(5);
  });

  it("is refused in any other form", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.base64String(), mutant(members).map(encoded)), async (text) => {
        if (Buffer.from(text, "base64").equals(Buffer.from(keyFirst, "base64"))) return;
        await refused("notOpened", () => open({ text }));
      }),
      runs(100),
    );
  });
});

describe("the one door for both forms", () => {
  const openAny = (changes: object = {}) =>
    openPasswordContainer({ text: keyFirst, credId: credIdOfSpki, password, username, ...changes });
  const official = { format: "official", secret: fromHex(pkcs8Hex), algorithm: "ES256", publicKey };

  it("says whose key it is where the id or the vault knows", async () => {
    expect(await openAny()).toEqual({ ...official, verified: true });
    expect(await openAny({ text: ivFirst, credId: `${credIdOfSpki}=` })).toEqual({
      ...official,
      verified: true,
    });
    const foreign = { credId: vectors.official.credIdOfText };
    expect(await openAny(foreign)).toEqual({ ...official, verified: false });
    expect(await openAny({ ...foreign, publicKey })).toEqual({ ...official, verified: true });
  });

  it("refuses a key that is known not to be the credential's", async () => {
    const key = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const text = dfnsSeals(key.export({ format: "der", type: "pkcs8" }), username, password);
    expect((await openAny({ text })).verified).toBe(false);
    await refused("notOpened", () => openAny({ text, publicKey }));
  });

  it.each([
    [
      "an RSA key",
      crypto
        .generateKeyPairSync("rsa", { modulusLength: 1024 })
        .privateKey.export({ format: "der", type: "pkcs8" }),
    ],
    [
      "a P-384 key",
      crypto
        .generateKeyPairSync("ec", { namedCurve: "P-384" })
        .privateKey.export({ format: "der", type: "pkcs8" }),
    ],
    ["text", Buffer.from("hello")],
  ])("refuses %s where a key should be", (_, plaintext) =>
    refused("notOpened", () => openAny({ text: dfnsSeals(plaintext, username, password) })),
  );

  it("has one error for everything", async () => {
    for (const changes of [{ password: "x" }, { username: "x" }, { text: "x" }, { text: "" }]) {
      await refused("notOpened", () => openAny(changes));
    }
  });
});
