import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { ALGORITHMS } from "../../src/core/algorithms.ts";
import { base64url, randomBytes } from "../../src/core/bytes.ts";
import { credIdOf } from "../../src/core/dfns/attestation.ts";
import { newEntropy, phraseOf } from "../../src/core/recovery/phrase.ts";
import { writeBackup } from "../../src/core/vault/backup.ts";
import { type ContainerKey, sealContainer } from "../../src/core/vault/container.ts";
import { createSlot, newSlotId } from "../../src/core/vault/slots.ts";
import type { StoredVault } from "../../src/core/vault/verify.ts";
import core from "../vectors/core-vault-1.json";
import { argon2, hkdf, type Members } from "./primitives.ts";
import { randomContents, randomShell, type Shell } from "./random.ts";
import {
  type ContainerFactor,
  Refused,
  readBackup,
  readContainer,
  readVault,
  type Stretch,
} from "./reader.ts";

const PATIENCE = 5 * 60_000;
const SHELLS = 20;
const CONTENTS = 5;
const CONTAINERS = 6;

/** Runs the KDF once per salt and password. */
function remembering(): Stretch {
  const known = new Map<string, Promise<Buffer>>();
  return (password, salt, kdf) => {
    const key = `${salt.toString("hex")} ${password}`;
    const made = known.get(key) ?? argon2(password, salt, kdf);
    known.set(key, made);
    return made;
  };
}

describe("a reader written from docs/vault-format.md alone", () => {
  const golden = { header: core.header, records: Object.entries(core.records) };

  it("opens the golden vault of version 1", async () => {
    const { masterKey, index, plaintexts } = await readVault(golden, core.password);
    expect(masterKey.toString("hex")).toBe(core.vmkHex);
    expect(index).toEqual(core.index);
    expect(Object.fromEntries(plaintexts)).toEqual(core.plaintexts);
  });

  it("comes to the steps that the page prints", async () => {
    const page = readFileSync(new URL("../../docs/vault-format.md", import.meta.url), "utf8");
    const [slot] = core.header.slots;
    const stretched = await argon2(core.password, Buffer.from(slot?.salt ?? "", "base64url"), slot?.kdf);
    const salt = Buffer.from(core.header.index.salt, "base64url");
    const steps = {
      stretched,
      VMK: Buffer.from(core.vmkHex, "hex"),
      "index key": hkdf(Buffer.from(core.vmkHex, "hex"), salt, "countersign/1/index", 32),
    };
    for (const [name, value] of Object.entries(steps)) {
      expect(page).toContain(`${name.padEnd(10)} ${value.toString("hex")}`);
    }
  });

  it("opens the recovery container in it with the phrase", async () => {
    const { index, plaintexts } = await readVault(golden, core.password);
    const entry = index.records.find(({ purpose }) => purpose === "recovery");
    const { container } = plaintexts.get(String(entry?.id)) as { container: string };
    const secret = await readContainer(container, String(entry?.credId), { words: core.phrase });
    expect(secret.toString("hex")).toBe(core.recoverySecretHex);
  });

  describe(`with ${SHELLS * CONTENTS} random vaults`, () => {
    const stretch = remembering();
    const vaults: (Shell & Awaited<ReturnType<typeof randomContents>>)[] = [];

    beforeAll(async () => {
      for (let i = 0; i < SHELLS; i++) {
        const shell = await randomShell();
        for (let j = 0; j < CONTENTS; j++) vaults.push({ ...shell, ...(await randomContents(shell)) });
      }
    }, PATIENCE);

    it("reads what the product wrote", { timeout: PATIENCE }, async () => {
      for (const { stored, password, vmk, index, plaintexts } of vaults) {
        const opened = await readVault(stored, password, stretch);
        expect(opened.masterKey).toEqual(Buffer.from(vmk));
        expect(opened.index).toEqual(index);
        expect(opened.plaintexts).toEqual(plaintexts);
      }
      expect(vaults).toHaveLength(100);
    });

    it("reads them from backup files, and no file that was changed", { timeout: PATIENCE }, async () => {
      for (const { stored, password, index, plaintexts } of vaults) {
        const file = writeBackup(stored, "2026-11-27T10:00:00.000Z");
        const opened = await readVault(readBackup(file), password, stretch);
        expect(opened.index).toEqual(index);
        expect(opened.plaintexts).toEqual(plaintexts);
        expect(() => readBackup(file.replace("2026-11-27", "2026-11-28"))).toThrow(Refused);
      }
    });

    it("opens them with a passkey and with a phrase", async () => {
      const entropy = newEntropy();
      const output = Buffer.from(randomBytes(32));
      const passkey = { credential: base64url(randomBytes(20)), input: base64url(randomBytes(32)), output };
      const naming = { name: "Another", createdAt: "2026-11-27T10:00:00.000Z" };
      const { vmk, header } = vaults[0] as Shell;
      const { vaultId, epoch } = header;
      const place = { vmk, vaultId, epoch, ...naming };
      const more = [
        await createSlot<"passkey">({ ...place, id: newSlotId(), factor: { type: "passkey", ...passkey } }),
        await createSlot<"phrase">({ ...place, id: newSlotId(), factor: { type: "phrase", entropy } }),
      ];
      const shell = { vmk, password: "", header: { ...header, slots: [...header.slots, ...more] } };
      const { stored, index } = await randomContents(shell);
      const words = phraseOf(entropy).join(" ");
      for (const factor of [{ type: "passkey", output } as const, { type: "phrase", words } as const]) {
        expect((await readVault(stored, factor)).index).toEqual(index);
      }
      await expect(readVault(stored, { type: "passkey", output: Buffer.alloc(32) })).rejects.toThrow(Refused);
    });

    it("refuses them with another password, or after a change", { timeout: PATIENCE }, async () => {
      const [{ stored, password }, other] = [vaults[0], vaults.at(-1)] as [
        (typeof vaults)[0],
        (typeof vaults)[0],
      ];
      const header = stored.header as Members;
      const refused = (value: StoredVault, typed = password) =>
        expect(readVault(value, typed, stretch)).rejects.toBeInstanceOf(Refused);
      await refused(stored, `${password}.`);
      await refused({ ...stored, header: { ...header, generation: Number(header.generation) + 1 } });
      await refused({ ...stored, header: { ...header, index: (other.stored.header as Members).index } });
      await refused({ ...stored, records: [...stored.records, ["a-record-too-many", {}]] });
    });
  });

  it(`opens ${CONTAINERS} random containers of each kind, with their factor alone`, {
    timeout: PATIENCE,
  }, async () => {
    for (let i = 0; i < CONTAINERS; i++) {
      const raw = ALGORITHMS.ES256.generateSecret();
      const plaintext = ALGORITHMS.ES256.pkcs8(raw);
      const credId = credIdOf(ALGORITHMS.ES256.spki(ALGORITHMS.ES256.publicKey(raw)));
      for (const [key, factor, wrong] of factors()) {
        const text = await sealContainer({ ...key, credId, plaintext });
        expect(base64url(await readContainer(text, credId, factor))).toBe(base64url(plaintext));
        await expect(readContainer(text, credId, wrong)).rejects.toBeInstanceOf(Refused);
      }
    }
  });
});

function factors(): readonly (readonly [ContainerKey, ContainerFactor, ContainerFactor])[] {
  const entropy = newEntropy();
  const password = `${crypto.randomUUID()} ﬁ`;
  return [
    [
      { kind: "RecoveryKey", entropy },
      { words: phraseOf(entropy).join(" ") },
      { words: phraseOf(newEntropy()).join(" ") },
    ],
    [{ kind: "PasswordProtectedKey", password }, { password }, { password: `${password} ` }],
  ];
}
