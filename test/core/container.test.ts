import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  base64url,
  fromBase64url,
  fromHex,
  fromJsonBytes,
  jsonBytes,
  randomBytes,
} from "../../src/core/bytes.ts";
import { newEntropy } from "../../src/core/recovery/phrase.ts";
import { openContainer, openRecoveryContainer, sealContainer } from "../../src/core/vault/container.ts";
import vectors from "../vectors/core-dfns.json";
import { bytes, mutant, refused, runs } from "./support.ts";

const kind = "RecoveryKey";
const plaintext = fromHex(vectors.p256.pkcs8Hex);
const credId = vectors.p256.credId;
const entropy = newEntropy();
let text: string;

beforeAll(async () => {
  text = await sealContainer({ kind, credId, plaintext, entropy });
});

const open = (changed: string) => openRecoveryContainer(changed, credId, entropy);
const members = () => fromJsonBytes(fromBase64url(text)) as Record<string, string>;

describe("a recovery container", () => {
  it("opens with its phrase", async () => {
    expect(await openContainer({ text, kind, credId, entropy })).toEqual(plaintext);
    await fc.assert(
      fc.asyncProperty(bytes(16), async (other) => {
        const sealed = await sealContainer({ kind, credId, plaintext, entropy: other });
        expect(await openRecoveryContainer(sealed, credId, other)).toEqual(plaintext);
      }),
      runs(20),
    );
  });

  it("is ASCII under 4 KiB and says nothing of the key", () => {
    expect(text).toMatch(/^[A-Za-z0-9_-]{1,4095}$/);
    expect(Object.keys(members())).toEqual(["v", "kdf", "salt", "nonce", "commit", "ciphertext"]);
  });

  it("does not open with another phrase or for another credential", async () => {
    await refused("notOpened", () => openRecoveryContainer(text, credId, newEntropy()));
    await refused("notOpened", () => openRecoveryContainer(text, base64url(randomBytes(32)), entropy));
    await refused("notOpened", () => openRecoveryContainer(text, credId, new Uint8Array(15)));
  });

  it("does not open when it holds the key of another credential, or no key", async () => {
    const other = base64url(randomBytes(32));
    const foreign = await sealContainer({ kind, credId: other, plaintext, entropy });
    await refused("notOpened", () => openRecoveryContainer(foreign, other, entropy));
    const empty = await sealContainer({ kind, credId, plaintext: new Uint8Array(138), entropy });
    await refused("notOpened", () => open(empty));
  });

  it("is refused after a flip of any bit of what it holds", async () => {
    for (const member of ["salt", "nonce", "commit", "ciphertext"] as const) {
      const whole = fromBase64url(members()[member] ?? "");
      for (let i = 0; i < whole.length; i++) {
        const flipped = whole.slice();
        flipped[i] = (flipped[i] ?? 0) ^ (1 << (i & 7));
        await refused("notOpened", () =>
          open(base64url(jsonBytes({ ...members(), [member]: base64url(flipped) }))),
        );
      }
    }
  });

  it.each([
    ["nothing", () => ""],
    ["padding", () => `${text}=`],
    ["four KiB", () => "A".repeat(4096)],
    ["a newer version", () => base64url(jsonBytes({ ...members(), v: 2 }))],
    [
      "another KDF",
      () => base64url(jsonBytes({ ...members(), kdf: { name: "argon2id", m: 1, t: 1, p: 1 } })),
    ],
    ["a member more", () => base64url(jsonBytes({ ...members(), note: "x" }))],
    ["no JSON", () => base64url(randomBytes(64))],
  ])("is refused with %s", (_, make) => refused("notOpened", () => open(make())));

  it("is refused in any other form", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          mutant(members()).map((value) => base64url(jsonBytes(value ?? null))),
        ),
        async (given) => {
          if (given !== text) await refused("notOpened", () => open(given));
        },
      ),
      runs(300),
    );
  });
});
