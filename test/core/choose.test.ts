import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64url, randomBytes } from "../../src/core/bytes.ts";
import { allowedCredentials, ruleOf } from "../../src/core/dfns/choose.ts";
import type { AssertionChallenge, SupportedKind } from "../../src/core/dfns/types.ts";
import vectors from "../vectors/core-dfns.json";
import { runs } from "./support.ts";

const supports = (kind: string, factor = "first", requiresSecondFactor = false): SupportedKind => ({
  kind,
  factor,
  requiresSecondFactor,
});

const challengeOf = (
  supportedCredentialKinds: readonly SupportedKind[],
  allow: Partial<AssertionChallenge["allowCredentials"]> = {},
): AssertionChallenge => ({
  challenge: vectors.p256.getChallenge,
  challengeIdentifier: "a.b.c",
  supportedCredentialKinds,
  allowCredentials: { key: [], webauthn: [], ...allow },
});

const newId = () => base64url(randomBytes(32));
const someoneElses = Array.from({ length: 10_000 }, () => ({ id: newId() }));
const KEY = { credId: newId(), kind: "Key" };
const PASSWORD = { credId: newId(), kind: "PasswordProtectedKey" };
const PASSKEY = { credId: newId(), kind: "Fido2" };
const RECOVERY = { credId: newId(), kind: "RecoveryKey" };
const OURS = [KEY, PASSWORD, PASSKEY, RECOVERY];
const ALL_LISTED = {
  key: OURS.map(({ credId: id }) => ({ id })),
  webauthn: OURS.map(({ credId: id }) => ({ id })),
  passwordProtectedKey: OURS.map(({ credId: id }) => ({ id, encryptedPrivateKey: "x" })),
};
const ALL_KINDS = [...OURS.map(({ kind }) => supports(kind, "either")), supports("Totp", "either")];
const none = { firstFactors: [], secondFactors: [] };
const firstOf = (credential: object, requiresSecondFactor = false) => ({
  ...credential,
  requiresSecondFactor,
});

describe("our credentials that a challenge allows", () => {
  it("are those of a supported kind in the list of that kind", () => {
    const challenge = challengeOf([supports("Key")], { key: [{ id: KEY.credId }] });
    expect(allowedCredentials(challenge, OURS)).toEqual({ firstFactors: [firstOf(KEY)], secondFactors: [] });
    expect(allowedCredentials(challengeOf([supports("Key")]), OURS)).toEqual(none);
    const wrongList = challengeOf([supports("Key")], { webauthn: [{ id: KEY.credId }] });
    expect(allowedCredentials(wrongList, OURS)).toEqual(none);
    const unsupported = challengeOf([supports("Fido2")], ALL_LISTED);
    expect(allowedCredentials(unsupported, [KEY, PASSWORD])).toEqual(none);
  });

  it("never are recovery keys, whatever the challenge says", () => {
    const challenge = challengeOf(ALL_KINDS, ALL_LISTED);
    const { firstFactors, secondFactors } = allowedCredentials(challenge, OURS);
    expect(firstFactors).toEqual([KEY, PASSWORD, PASSKEY].map((one) => firstOf(one)));
    expect(secondFactors).toEqual([KEY, PASSWORD, PASSKEY]);
    expect(ruleOf(challenge, "RecoveryKey")).toEqual({
      first: false,
      second: false,
      requiresSecondFactor: false,
    });
  });

  it("keep what else the caller knows of them, in the caller's order", () => {
    const ours = [
      { ...PASSWORD, name: "b" },
      { ...KEY, name: "a" },
    ];
    const { firstFactors } = allowedCredentials(challengeOf(ALL_KINDS, ALL_LISTED), ours);
    expect(firstFactors.map(({ name }) => name)).toEqual(["b", "a"]);
  });

  it.each([
    ["first", 1, 0],
    ["second", 0, 1],
    ["either", 1, 1],
    ["third", 0, 0],
    ["", 0, 0],
  ])(
    "a kind whose factor is %j is a first factor %i times and a second %i times",
    (factor, first, second) => {
      const challenge = challengeOf([supports("Key", factor)], ALL_LISTED);
      const { firstFactors, secondFactors } = allowedCredentials(challenge, OURS);
      expect([firstFactors.length, secondFactors.length]).toEqual([first, second]);
    },
  );

  it("say whether a second factor is wanted with them", () => {
    const kinds = [
      supports("Key", "first", true),
      supports("PasswordProtectedKey"),
      supports("Fido2", "second", true),
    ];
    const choice = allowedCredentials(challengeOf(kinds, ALL_LISTED), OURS);
    expect(choice).toEqual({
      firstFactors: [firstOf(KEY, true), firstOf(PASSWORD, false)],
      secondFactors: [PASSKEY],
    });
    const twice = challengeOf([supports("Key"), supports("Key", "first", true)], ALL_LISTED);
    expect(allowedCredentials(twice, [KEY]).firstFactors).toEqual([firstOf(KEY, true)]);
  });

  it("are found whether or not either side pads its ids", () => {
    const id = "hIjkx5PqVxz8wbtuvOh2UYHEY1QXS8mMfKeEDGt-0Fo";
    for (const [listed, held] of [
      [`${id}=`, id],
      [id, `${id}=`],
      [`${id}==`, id],
    ] as const) {
      const challenge = challengeOf([supports("Key")], { key: [{ id: listed }] });
      expect(allowedCredentials(challenge, [{ kind: "Key", credId: held }]).firstFactors).toHaveLength(1);
    }
  });

  it("are none where only unknown kinds are supported", () => {
    const kinds = ["Password", "Totp", "SessionKey", "__proto__", "constructor", "toString", ""].map((kind) =>
      supports(kind),
    );
    expect(allowedCredentials(challengeOf(kinds, ALL_LISTED), OURS)).toEqual(none);
    const odd = kinds.map(({ kind }) => ({ kind, credId: KEY.credId }));
    expect(allowedCredentials(challengeOf([...kinds, ...ALL_KINDS], ALL_LISTED), odd)).toEqual(none);
  });

  it("are none among 10,000 of someone else's, and one among 10,001", () => {
    expect(allowedCredentials(challengeOf(ALL_KINDS, { key: someoneElses }), OURS)).toEqual(none);
    const key = [...someoneElses, { id: KEY.credId }];
    expect(allowedCredentials(challengeOf(ALL_KINDS, { key }), OURS).firstFactors).toEqual([firstOf(KEY)]);
  });

  it("are found fast: 10,000 entries against 10,000 of ours, and ids made to be slow", () => {
    const ours = Array.from({ length: 10_000 }, () => ({ kind: "Key", credId: newId() }));
    const slow = Array.from({ length: 20 }, () => ({ id: `${"=".repeat(100_000)}x` }));
    const key = [...someoneElses, ...slow, ...ours.map(({ credId: id }) => ({ id }))];
    const start = performance.now();
    expect(allowedCredentials(challengeOf(ALL_KINDS, { key }), ours).firstFactors).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("are exactly those that a slow and simple search finds", () => {
    const id = fc.constantFrom("a", "b", "c", "a=", "b==");
    const kind = fc.constantFrom("Key", "PasswordProtectedKey", "Fido2", "RecoveryKey", "Totp");
    const listed = fc.array(fc.record({ id, encryptedPrivateKey: fc.constant("x") }));
    const supported = fc.array(
      fc.record({
        kind,
        factor: fc.constantFrom("first", "second", "either"),
        requiresSecondFactor: fc.boolean(),
      }),
    );
    const lists = { Key: "key", PasswordProtectedKey: "passwordProtectedKey", Fido2: "webauthn" } as const;
    const bare = (text: string) => text.replaceAll("=", "");
    fc.assert(
      fc.property(
        supported,
        listed,
        listed,
        listed,
        fc.array(fc.record({ kind, credId: id })),
        (kinds, a, b, c, ours) => {
          const allow = { key: a, webauthn: b, passwordProtectedKey: c };
          const { firstFactors, secondFactors } = allowedCredentials(challengeOf(kinds, allow), ours);
          const may = (one: (typeof ours)[number], factor: string) =>
            one.kind in lists &&
            kinds.some((row) => row.kind === one.kind && [factor, "either"].includes(row.factor)) &&
            allow[lists[one.kind as "Key"]].some((entry) => bare(entry.id) === bare(one.credId));
          expect(firstFactors.map(({ requiresSecondFactor: _, ...one }) => one)).toEqual(
            ours.filter((one) => may(one, "first")),
          );
          expect(secondFactors).toEqual(ours.filter((one) => may(one, "second")));
        },
      ),
      runs(500),
    );
  });
});
