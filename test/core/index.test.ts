import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountIdOf, emptyIndex, parseIndex } from "../../src/core/vault/index.ts";
import { ACCOUNT, anything, ENTRY, INDEX, mutant, orRefusal, refused, runs } from "./support.ts";

describe("the index", () => {
  const pending = {
    ...ENTRY,
    kind: "pending",
    purpose: "registration",
    credId: "",
    publicKey: "",
    algorithm: "",
    user: { url: "https://api.dfns.io", orgId: "or-1", userId: "us-1", username: "jane" },
  } as const;
  const withRecord = (change: object): unknown => ({ ...INDEX, records: [{ ...ENTRY, ...change }] });

  it("is read as it was written", () => {
    expect(parseIndex(emptyIndex())).toEqual(emptyIndex());
    expect(parseIndex({ ...INDEX, records: [pending] })).toEqual({ ...INDEX, records: [pending] });
    expect(accountIdOf(ACCOUNT.url, ACCOUNT.userId)).toBe(ACCOUNT.id);
  });

  it.each([
    ["an unknown kind", withRecord({ kind: "Password" })],
    ["a purpose of no use", withRecord({ purpose: "everything" })],
    ["an algorithm of another name", withRecord({ algorithm: "toString" })],
    ["a key without its public half", withRecord({ publicKey: "" })],
    ["a key without an id", withRecord({ credId: "" })],
    ["a key in registration", withRecord({ purpose: "registration" })],
    ["a pending record with a key", withRecord({ ...pending, credId: "x" })],
    ["a pending record without a user", withRecord({ ...pending, user: null })],
    ["a credential with a user", withRecord({ user: pending.user })],
    ["version 0 of a record", withRecord({ version: 0 })],
    ["a record twice", { ...INDEX, records: [ENTRY, ENTRY] }],
    ["an account twice", { ...INDEX, accounts: [ACCOUNT, ACCOUNT] }],
    ["a site twice", { ...INDEX, sites: [...INDEX.sites, ...INDEX.sites] }],
    [
      "a member of a prototype",
      JSON.parse('{"accounts":[],"records":[],"sites":[],"settings":{"algorithm":"ES256"},"__proto__":{}}'),
    ],
  ])("does not hold %s", (_, value) => refused("notOpened", () => parseIndex(value)));

  it("reads arbitrary values, and near misses, without any other error", () => {
    fc.assert(
      fc.property(fc.oneof(anything, mutant(INDEX)), (value) => {
        const index = orRefusal(() => parseIndex(value), ["notOpened"]);
        if (index !== null)
          expect(Object.keys(index).sort()).toEqual(["accounts", "records", "settings", "sites"]);
      }),
      runs(3000),
    );
  });
});
