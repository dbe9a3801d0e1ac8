import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64url, fromJsonBytes, jsonBytes, randomBytes } from "../../src/core/bytes.ts";
import { type PendingRegistration, parsePending } from "../../src/core/vault/pending.ts";
import { anything, mutant, orRefusal, refused, runs } from "./support.ts";

describe("a pending registration", () => {
  const credential = {
    kind: "Key",
    credId: "Wnp4zKSg9CDZvGK7Zpw8J1njn3I9OuENy-DwgVoH7NQ",
    algorithm: "ES256",
    publicKey: "AAAA",
    secret: "AAAA",
    encryptedPrivateKey: null,
    name: "Countersign",
  } as const;
  const pending: PendingRegistration = {
    entropy: "AAAAAAAAAAAAAAAAAAAAAA",
    firstFactor: credential,
    secondFactor: null,
    recovery: { ...credential, kind: "RecoveryKey", secret: "", encryptedPrivateKey: "eyJ2IjoxfQ" },
    api: { url: "https://api.dfns.io", orgId: "or-1" },
    user: { id: "us-1", name: "jane@example.co" },
    origin: "https://dapp.example",
    token: "eyJ0eXAi.eyJ.x",
    tokenExpiresAt: 1_795_000_000_000,
    challenge: "MmE5YzRmMzMwY2NlNGUyMjhjZWYzMzlhZDBhZmIxNzk",
    wallets: [{ network: "EthereumSepolia", name: "main" }, { network: "Solana" }],
    submit: true,
    places: [0, 4, 11],
    confirmedAt: null,
    body: null,
    state: "created",
    refusal: null,
    createdAt: "2026-11-22T10:00:00.000Z",
  };

  it("is read as it was written, in every state", () => {
    for (const state of ["created", "confirmed", "sending", "refused", "handedOver"] as const) {
      const refusal = state === "refused" ? { status: 400, message: "no", retryAt: null } : null;
      const one = { ...pending, state, refusal, wallets: null, body: "{}" };
      expect(parsePending(fromJsonBytes(jsonBytes(one)))).toEqual(one);
    }
    expect(parsePending(pending)).toEqual(pending);
  });

  it.each([
    ["15 bytes of entropy", { entropy: base64url(randomBytes(15)) }],
    ["places that repeat", { places: [1, 1, 2] }],
    ["places out of order", { places: [3, 2, 4] }],
    ["a thirteenth word", { places: [0, 1, 12] }],
    ["two places", { places: [0, 1] }],
    ["an unknown state", { state: "done" }],
    ["an unknown member", { note: "x" }],
    ["no token", { token: "" }],
    ["a challenge outside the pattern", { challenge: "short" }],
    ["a wallet with tags", { wallets: [{ network: "Solana", tags: [] }] }],
    ["a credential with a member more", { firstFactor: { ...credential, extra: 1 } }],
  ])("has not %s", (_, change) => refused("notOpened", () => parsePending({ ...pending, ...change })));

  it("has a closed shape", () => {
    const members = Object.keys(pending).sort();
    fc.assert(
      fc.property(fc.oneof(anything, mutant(pending)), (value) => {
        const read = orRefusal(() => parsePending(value), ["notOpened"]);
        if (read !== null) expect(Object.keys(read).sort()).toEqual(members);
      }),
      runs(2000),
    );
  });
});
