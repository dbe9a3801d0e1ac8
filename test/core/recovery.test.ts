import * as crypto from "node:crypto";
import { describe, expect, it } from "vitest";
import { ALGORITHMS } from "../../src/core/algorithms.ts";
import { base64url, fromBase64url, fromHex, fromUtf8, randomBytes } from "../../src/core/bytes.ts";
import { assertRecovery } from "../../src/core/dfns/assertion.ts";
import { recoveryBody } from "../../src/core/dfns/recovery.ts";
import { registrationCredentials } from "../../src/core/dfns/registration.ts";
import type { RegistrationCredentials } from "../../src/core/dfns/types.ts";
import { KINDS } from "../../src/core/kinds/index.ts";
import { newEntropy, phraseOf } from "../../src/core/recovery/phrase.ts";
import { readTyped } from "../../src/core/recovery/typed.ts";
import { sealContainer } from "../../src/core/vault/container.ts";
import { openRecoveryKey } from "../../src/core/vault/recoveryContainer.ts";
import containers from "../vectors/core-containers.json";
import vectors from "../vectors/core-dfns.json";
import { nodeKey, refused } from "./support.ts";

const { official } = containers;
const secret = fromHex(vectors.p256.pkcs8Hex);
const old = { algorithm: "ES256", secret, credId: vectors.p256.credId } as const;

/** The credentials of `selfGenerated_recoveryChain`, read from the challenge that signs them. */
const chain = JSON.parse(fromUtf8(fromBase64url(vectors.recoveryChallenge))) as RegistrationCredentials;

async function fresh(): Promise<RegistrationCredentials> {
  const challenge = "MmE5YzRmMzMwY2NlNGUyMjhjZWYzMzlhZDBhZmIxNzk";
  const key = await KINDS.Key.create({ algorithm: "ES256" });
  const recovery = await KINDS.RecoveryKey.create({ algorithm: "ES256", entropy: newEntropy() });
  return registrationCredentials({
    firstFactor: KINDS.Key.attestationOf(key, challenge, "Vault key"),
    recovery: KINDS.RecoveryKey.attestationOf(recovery, challenge, "Recovery kit"),
  });
}

describe("a recovery", () => {
  it("signs the challenge of the vector for the credentials of the vector", () => {
    const { credentialAssertion, kind } = assertRecovery({ ...old, newCredentials: chain });
    const text = `{"challenge":"${vectors.recoveryChallenge}","type":"key.get"}`;
    expect(kind).toBe("RecoveryKey");
    expect(fromUtf8(fromBase64url(credentialAssertion.clientData))).toBe(text);
    const signature = fromBase64url(credentialAssertion.signature);
    const publicKey = crypto.createPublicKey(nodeKey(secret));
    expect(
      crypto.verify("sha256", Buffer.from(text), { key: publicKey, dsaEncoding: "der" }, signature),
    ).toBe(true);
  });

  it("sends the very text that it signs", async () => {
    const body = recoveryBody(await fresh(), old);
    const { clientData } = JSON.parse(body).recovery.credentialAssertion;
    const { challenge } = JSON.parse(fromUtf8(fromBase64url(clientData)));
    expect(body.endsWith(`,"newCredentials":${fromUtf8(fromBase64url(challenge))}}`)).toBe(true);
    expect(JSON.stringify(JSON.parse(body))).toBe(body);
  });

  it("does not bring the old credential back", async () => {
    const made = await fresh();
    const { credId } = made.recoveryCredential.credentialInfo;
    await refused("malformed", () => recoveryBody(made, { ...old, credId }));
  });
});

describe("what is typed as a recovery phrase", () => {
  const words = phraseOf(new Uint8Array(16).fill(7));

  it.each([
    ["twelve words", ` ${words.join("  ").toUpperCase()}\n`, { form: "words", words: words.join(" ") }],
    ["a code", official.recoveryCode.toLowerCase(), { form: "code", code: official.recoveryCode }],
    ["eleven words", words.slice(1).join(" "), { form: "wrong", outcome: "count" }],
    ["nothing", "", { form: "wrong", outcome: "count" }],
    [
      "a word not on the list",
      ["x1", ...words.slice(1)].join(" "),
      { form: "wrong", outcome: "word", places: [1] },
    ],
    [
      "a code with a typing error",
      official.recoveryCode.replace("MEPQR", "MEPQ0"),
      { form: "wrong", outcome: "code", places: [3] },
    ],
    ["half a code", "D1-ABCDEF", { form: "wrong", outcome: "code", places: [] }],
  ])("is read: %s", (_, typed, read) => expect(readTyped(typed)).toEqual(read));
});

describe("an old recovery key", () => {
  const username = "jane@example.co";
  it.each([
    ["keyFirst", official.keyFirst, official.credIdOfText],
    ["ivFirst", official.ivFirst, official.credIdOfSpki],
  ])("of Dfns' own kit opens with its code: %s", async (_, text, credId) => {
    const typed = official.recoveryCode.toLowerCase().replaceAll("-", " ");
    const opened = await openRecoveryKey({ text, credId, username: official.usernameAsTyped }, typed);
    expect(Buffer.from(opened.secret).toString("hex")).toBe(official.pkcs8Hex);
  });

  it.each([16, 32])("of ours opens with the words of %i bytes, and with no others", async (length) => {
    const entropy = randomBytes(length);
    const raw = ALGORITHMS.ES256.generateSecret();
    const publicKey = base64url(ALGORITHMS.ES256.spki(ALGORITHMS.ES256.publicKey(raw)));
    const plaintext = ALGORITHMS.ES256.pkcs8(raw);
    const { credIdOf } = await import("../../src/core/dfns/attestation.ts");
    const credId = credIdOf(fromBase64url(publicKey));
    const text = await sealContainer({ kind: "RecoveryKey", credId, plaintext, entropy });
    const sealed = { text, credId, username };
    expect(await openRecoveryKey(sealed, phraseOf(entropy).join(" "))).toEqual({
      secret: plaintext,
      algorithm: "ES256",
      publicKey,
    });
    const swapped = `${text.slice(0, -8)}${text.at(-8) === "A" ? "B" : "A"}${text.slice(-7)}`;
    const words = phraseOf(entropy).join(" ");
    await refused("notOpened", () => openRecoveryKey(sealed, phraseOf(newEntropy()).join(" ")));
    await refused("notOpened", () => openRecoveryKey({ ...sealed, text: swapped }, words));
    await refused("notOpened", () => openRecoveryKey(sealed, official.recoveryCode));
    await refused("malformed", () => openRecoveryKey(sealed, "abandon ".repeat(12)));
  });

  it("that is not the one the vault knows is refused", () =>
    refused("notOpened", () =>
      openRecoveryKey(
        { text: official.keyFirst, credId: official.credIdOfText, username, publicKey: "AAAA" },
        official.recoveryCode,
      ),
    ));
});
