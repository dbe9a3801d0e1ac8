import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64url, jsonBytes, utf8 } from "../../src/core/bytes.ts";
import { registrationBody, registrationCredentials } from "../../src/core/dfns/registration.ts";
import type { CredentialAttestation, CredentialKind } from "../../src/core/dfns/types.ts";
import { KINDS } from "../../src/core/kinds/index.ts";
import { newEntropy } from "../../src/core/recovery/phrase.ts";
import { openRecoveryContainer } from "../../src/core/vault/container.ts";
import vectors from "../vectors/core-dfns.json";
import { refused, runs } from "./support.ts";

const CHALLENGE = vectors.p256.createChallenge;
const KINDS_ALL: readonly CredentialKind[] = ["Key", "PasswordProtectedKey", "Fido2", "RecoveryKey"];
const WITH_CONTAINER: readonly CredentialKind[] = ["PasswordProtectedKey", "RecoveryKey"];
let ids = 0;

/** An attestation of the right form; WebAuthn encodes the challenge once more. */
function credential(kind: CredentialKind, challenge = CHALLENGE): CredentialAttestation {
  const inner = kind === "Fido2" ? base64url(utf8(challenge)) : challenge;
  return {
    credentialKind: kind,
    credentialInfo: {
      credId: `credential-${ids++}`,
      clientData: base64url(jsonBytes({ challenge: inner, type: "key.create" })),
      attestationData: "AAAA",
    },
    ...(WITH_CONTAINER.includes(kind) && { encryptedPrivateKey: "sealed" }),
  };
}

describe("the kinds", () => {
  it("make credentials that go into one registration, in the order that Dfns signs over", async () => {
    const entropy = newEntropy();
    const key = await KINDS.Key.create({ algorithm: "ES256" });
    const recovery = await KINDS.RecoveryKey.create({ algorithm: "ES256", entropy });
    const credentials = registrationCredentials({
      recovery: KINDS.RecoveryKey.attestationOf(recovery, CHALLENGE, "Recovery phrase"),
      firstFactor: KINDS.Key.attestationOf(key, CHALLENGE, "Countersign"),
    });
    expect(Object.keys(credentials)).toEqual(["firstFactorCredential", "recoveryCredential"]);
    const { firstFactorCredential: first, recoveryCredential: second } = credentials;
    expect(Object.keys(first)).toEqual(["credentialKind", "credentialInfo", "credentialName"]);
    expect(second.encryptedPrivateKey).toBe(recovery.encryptedPrivateKey);
    expect(second.encryptedPrivateKey?.length).toBeLessThan(4096);
    const opened = await openRecoveryContainer(second.encryptedPrivateKey ?? "", recovery.credId, entropy);
    expect(opened).toEqual(recovery.secret);
    expect(JSON.stringify(credentials)).not.toContain(base64url(key.secret));
  });

  it("send the credId that is kept", async () => {
    const created = { ...(await KINDS.Key.create({ algorithm: "ES256" })), credId: "imported" };
    expect(KINDS.Key.attestationOf(created, CHALLENGE, "n").credentialInfo.credId).toBe("imported");
  });
});

describe("the credentials of a registration", () => {
  const cells = KINDS_ALL.flatMap((first) => KINDS_ALL.map((second) => [first, second] as const));

  it.each(cells)(
    "%s as a factor and %s as recovery: only RecoveryKey recovers, and it does nothing else",
    (a, b) => {
      const make = () => registrationCredentials({ firstFactor: credential(a), recovery: credential(b) });
      if (a !== "RecoveryKey" && b === "RecoveryKey") return void make();
      return refused("malformed", make);
    },
  );

  it("have a second factor between the two, if there is one", async () => {
    const slots = { firstFactor: credential("Fido2"), recovery: credential("RecoveryKey") };
    const made = registrationCredentials({ ...slots, secondFactor: credential("Key") });
    const order = ["firstFactorCredential", "secondFactorCredential", "recoveryCredential"];
    expect(Object.keys(made)).toEqual(order);
    const recovering = credential("RecoveryKey");
    await refused("malformed", () => registrationCredentials({ ...slots, secondFactor: recovering }));
  });

  const factors = KINDS_ALL.flatMap((first) => KINDS_ALL.map((second) => [first, second] as const));

  it.each(factors)(
    "%s first and %s second go together unless one is a RecoveryKey",
    async (first, second) => {
      const made = {
        first: credential(first),
        second: credential(second),
        recovery: credential("RecoveryKey"),
      };
      const make = () =>
        registrationCredentials({
          secondFactor: made.second,
          recovery: made.recovery,
          firstFactor: made.first,
        });
      if ([first, second].includes("RecoveryKey")) return refused("malformed", make);
      expect(Object.entries(make())).toEqual([
        ["firstFactorCredential", made.first],
        ["secondFactorCredential", made.second],
        ["recoveryCredential", made.recovery],
      ]);
    },
  );

  it("are refused when a second factor breaks the rules of a first", async () => {
    const slots = { firstFactor: credential("Key"), recovery: credential("RecoveryKey") };
    const { encryptedPrivateKey: _, ...bare } = credential("PasswordProtectedKey");
    const bad = [
      bare,
      { ...credential("Key"), encryptedPrivateKey: "x" },
      credential("Key", vectors.p256.getChallenge),
      { ...credential("Key"), credentialInfo: slots.firstFactor.credentialInfo },
      { ...credential("Fido2"), credentialInfo: slots.recovery.credentialInfo },
    ];
    for (const secondFactor of bad) {
      await refused("malformed", () => registrationCredentials({ ...slots, secondFactor }));
    }
  });

  it("hold a PasswordProtectedKey and a Key that were really made, of any two algorithms", async () => {
    const entropy = newEntropy();
    const password = "a credential password";
    const first = await KINDS.PasswordProtectedKey.create({ algorithm: "EdDSA", password });
    const second = await KINDS.Key.create({ algorithm: "ES256K" });
    const recovery = await KINDS.RecoveryKey.create({ algorithm: "ES256", entropy });
    const made = registrationCredentials({
      firstFactor: KINDS.PasswordProtectedKey.attestationOf(first, CHALLENGE, "Password"),
      secondFactor: KINDS.Key.attestationOf(second, CHALLENGE, "Countersign"),
      recovery: KINDS.RecoveryKey.attestationOf(recovery, CHALLENGE, "Recovery phrase"),
    });
    const { firstFactorCredential, secondFactorCredential } = JSON.parse(registrationBody(made));
    expect(firstFactorCredential).toMatchObject({
      credentialKind: "PasswordProtectedKey",
      credentialInfo: { credId: first.credId },
      encryptedPrivateKey: first.encryptedPrivateKey,
    });
    expect(secondFactorCredential.credentialKind).toBe("Key");
    expect(secondFactorCredential).not.toHaveProperty("encryptedPrivateKey");
  });

  it.each(["Key", "Fido2"] as const)("carry no container with a %s", (kind) =>
    refused("malformed", () =>
      registrationCredentials({
        firstFactor: { ...credential(kind), encryptedPrivateKey: "x" },
        recovery: credential("RecoveryKey"),
      }),
    ),
  );

  it("carry one with a PasswordProtectedKey, and may leave it out with a RecoveryKey", async () => {
    const { encryptedPrivateKey: _, ...bare } = credential("PasswordProtectedKey");
    await refused("malformed", () =>
      registrationCredentials({ firstFactor: bare, recovery: credential("RecoveryKey") }),
    );
    const { encryptedPrivateKey: __, ...recovery } = credential("RecoveryKey");
    expect(registrationCredentials({ firstFactor: credential("Key"), recovery }).recoveryCredential).toBe(
      recovery,
    );
  });

  it("are all over the same challenge", async () => {
    for (const kind of ["Key", "Fido2"] as const) {
      const firstFactor = credential(kind, vectors.p256.getChallenge);
      await refused("malformed", () =>
        registrationCredentials({ firstFactor, recovery: credential("RecoveryKey") }),
      );
    }
  });

  it("are different credentials", () => {
    const recovery = credential("RecoveryKey");
    const firstFactor = { ...credential("Key"), credentialInfo: recovery.credentialInfo };
    return refused("malformed", () => registrationCredentials({ firstFactor, recovery }));
  });

  it.each(["", "AB", base64url(utf8("null")), base64url(utf8("{}")), base64url(utf8("no JSON"))])(
    "have client data that can be read (%j)",
    (clientData) => {
      const key = credential("Key");
      const firstFactor = { ...key, credentialInfo: { ...key.credentialInfo, clientData } };
      return refused("malformed", () =>
        registrationCredentials({ firstFactor, recovery: credential("RecoveryKey") }),
      );
    },
  );
});

describe("the body", () => {
  const credentials = registrationCredentials({
    firstFactor: credential("Key"),
    recovery: credential("RecoveryKey"),
  });

  it("has no wallets unless there are some", async () => {
    expect(JSON.parse(registrationBody(credentials))).toEqual(credentials);
    await refused("malformed", () => registrationBody(credentials, []));
  });

  it("has wallets of exactly network and name", () => {
    const wallet = fc.record(
      { network: fc.string(), name: fc.string(), tags: fc.constant([]) },
      { requiredKeys: ["network"] },
    );
    fc.assert(
      fc.property(fc.array(wallet, { minLength: 1 }), (wallets) => {
        const sent = JSON.parse(registrationBody(credentials, wallets)).wallets;
        expect(sent).toEqual(wallets.map(({ tags: _, ...allowed }) => allowed));
      }),
      runs(200),
    );
  });
});
