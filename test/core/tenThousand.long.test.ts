import * as crypto from "node:crypto";
import { expect, it } from "vitest";
import { ALGORITHM_NAMES, ALGORITHMS } from "../../src/core/algorithms.ts";
import { base64url, fromBase64url, jsonBytes } from "../../src/core/bytes.ts";
import { assert } from "../../src/core/dfns/assertion.ts";
import { digestOf, nodeKey } from "./support.ts";

const SIGNATURES = 10_000;
const KEYS = 10;

it.each(ALGORITHM_NAMES)("10,000 signatures of %s are verified by Node", (algorithm) => {
  const row = ALGORITHMS[algorithm];
  const keys = Array.from({ length: KEYS }, () => {
    const secret = row.pkcs8(row.generateSecret());
    const publicKey = crypto.createPublicKey(nodeKey(secret));
    return { secret, publicKey, digest: digestOf(publicKey) };
  });
  let accepted = 0;
  for (let i = 0; i < SIGNATURES; i++) {
    const key = keys[i % KEYS];
    if (key === undefined) return expect.unreachable();
    const challenge = base64url(jsonBytes({ id: `ch-${i}`, nonce: crypto.randomUUID() }));
    const { credentialAssertion: made } = assert({
      kind: "Key",
      algorithm,
      secret: key.secret,
      credId: "x",
      challenge,
    });
    const signature = fromBase64url(made.signature);
    if (crypto.verify(key.digest, fromBase64url(made.clientData), key.publicKey, signature)) accepted++;
  }
  expect(accepted).toBe(SIGNATURES);
});
