import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { base64url, concat, utf8 } from "../../src/core/bytes.ts";
import { type Committed, openCommitted, sealCommitted } from "../../src/core/vault/committed.ts";
import { gcmOpen, hmac } from "../../src/core/vault/primitives.ts";
import { refused } from "./support.ts";
import { twoKeyBlob } from "./twoKeys.ts";

describe("a ciphertext made to open under two keys", () => {
  const keys = [randomBytes(64), randomBytes(64)].map((kek) => new Uint8Array(kek));
  const aad = utf8('[1,"vault",1]');
  const nonce = new Uint8Array(randomBytes(12));
  const blob = twoKeyBlob(
    keys.map((kek) => kek.subarray(0, 32)),
    nonce,
    aad,
  );

  it("does open under both with AES-GCM alone", async () => {
    const opened = await Promise.all(
      keys.map((kek) => gcmOpen({ key: kek.subarray(0, 32), nonce, aad }, blob)),
    );
    expect(opened[0]).toHaveLength(32);
    expect(opened[0]).not.toEqual(opened[1]);
  });

  it.each([0, 1])("opens under key %i only, the one it was committed to", async (chosen) => {
    const [right, wrong] = chosen === 0 ? keys : keys.toReversed();
    if (right === undefined || wrong === undefined) return expect.unreachable();
    const commit = base64url(hmac(right.subarray(32), concat(utf8("countersign/1/commit"), aad)));
    const sealed: Committed = { nonce: base64url(nonce), commit, ciphertext: base64url(blob) };
    expect(await openCommitted(right, aad, sealed)).toHaveLength(32);
    await refused("notOpened", () => openCommitted(wrong, aad, sealed));
  });
});

it("committed sealing opens with the same key and data alone", async () => {
  const kek = new Uint8Array(randomBytes(64));
  const sealed = await sealCommitted(kek, utf8("aad"), utf8("secret"));
  expect(await openCommitted(kek, utf8("aad"), sealed)).toEqual(utf8("secret"));
  await refused("notOpened", () => openCommitted(kek, utf8("other"), sealed));
  for (let i = 0; i < 64; i++) {
    const other = kek.slice();
    other[i] = (other[i] ?? 0) ^ 1;
    await refused("notOpened", () => openCommitted(other, utf8("aad"), sealed));
  }
});
