import { describe, expect, it } from "vitest";
import { ALGORITHMS } from "../../src/core/algorithms.ts";
import { fromBase64url, fromUtf8 } from "../../src/core/bytes.ts";
import { assert, assertRecovery } from "../../src/core/dfns/assertion.ts";
import { isRecoveryMessage } from "../../src/core/dfns/clientData.ts";
import { KINDS } from "../../src/core/kinds/index.ts";
import vectors from "../vectors/core-dfns.json";
import { refused } from "./support.ts";
import { all, modulesIn } from "./syntax.ts";

type KindName = keyof typeof KINDS;
type Message = "create" | "get login" | "get action" | "recovery message";

/** Who may answer which challenge. Only `assertRecovery` makes the recovery message, of credentials made here, and takes no challenge. */
const MAY: Readonly<Record<KindName, Readonly<Record<Message, boolean>>>> = {
  Key: { create: true, "get login": true, "get action": true, "recovery message": false },
  PasswordProtectedKey: { create: true, "get login": true, "get action": true, "recovery message": false },
  RecoveryKey: { create: true, "get login": false, "get action": false, "recovery message": false },
};

const LOGIN = vectors.p256.getChallenge;
const ACTION =
  "eyJpZCI6ImNoLTAwMDAwLTAwMDAwLTAwMDAwMDAwMDAwMDAwMDAiLCJub25jZSI6Im5vLTAwMDAwLTAwMDAwLTAwMDAwMDAwMDAwMDAwMDAifQ";

const secret = ALGORITHMS.EdDSA.pkcs8(ALGORITHMS.EdDSA.generateSecret());
const use = (kind: KindName, challenge: string) =>
  assert({ kind: kind as "Key", algorithm: "EdDSA", secret, credId: "x", challenge });
const create = (kind: KindName, challenge: string) =>
  KINDS[kind].attestationOf({ kind, credId: "x", algorithm: "EdDSA", publicKey: "", secret }, challenge, "n");

/** Every way to have the message signed. */
const WAYS: Readonly<Record<Message, readonly ((kind: KindName) => unknown)[]>> = {
  create: [(kind) => create(kind, vectors.p256.createChallenge)],
  "get login": [(kind) => use(kind, LOGIN)],
  "get action": [(kind) => use(kind, ACTION)],
  "recovery message": [
    (kind) => use(kind, vectors.recoveryChallenge),
    (kind) => create(kind, vectors.recoveryChallenge),
  ],
};

const CELLS = (Object.keys(MAY) as KindName[]).flatMap((kind) =>
  (Object.keys(WAYS) as Message[]).map((message) => ({ kind, message, may: MAY[kind][message] })),
);

const product = modulesIn("src", "background", "popup");
const filesNaming = (name: string) =>
  product
    .filter((module) => all(module, "Identifier").some((one) => one.name === name))
    .map(({ file }) => file)
    .sort();

describe("the keys and the messages", () => {
  it.each(CELLS)("$kind × $message: $may", async ({ kind, message, may }) => {
    for (const sign of WAYS[message]) {
      if (may) expect(sign(kind)).toMatchObject({});
      else await refused("malformed", () => sign(kind));
    }
  });

  it("recovers in one way: an old recovery key, over the text of credentials made here", () => {
    const newCredentials = JSON.parse(fromUtf8(fromBase64url(vectors.recoveryChallenge)));
    const recovery = assertRecovery({ algorithm: "EdDSA", secret, credId: "x", newCredentials });
    const { challenge } = JSON.parse(fromUtf8(fromBase64url(recovery.credentialAssertion.clientData)));
    expect(recovery.kind).toBe("RecoveryKey");
    expect(isRecoveryMessage(challenge)).toBe(true);
    expect(filesNaming("assertRecovery")).toEqual([
      "src/core/dfns/assertion.ts",
      "src/core/dfns/recovery.ts",
    ]);
    expect(filesNaming("recoveryBody")).toEqual(["background/credentials.ts", "src/core/dfns/recovery.ts"]);
  });

  it.each(["Fido2", "Password", "", "__proto__"])("no kind called %j signs", (kind) =>
    refused("malformed", () => use(kind as KindName, LOGIN)),
  );
});
