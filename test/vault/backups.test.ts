import { beforeAll, describe, expect, it } from "vitest";
import { ProviderRpcError } from "../../src/core/errors.ts";
import { parseBackup, writeBackup } from "../../src/core/vault/backup.ts";
import { flipsOf } from "./flip.ts";
import { fullVault, openAll, PATIENCE } from "./stored.ts";

const ENOUGH = 32_000;
const REFUSALS: readonly string[] = ["notABackup", "damagedBackup", "unsupportedVersion"];

/** Why this text is no backup; "read" when it is one. */
function answerTo(file: string): string {
  try {
    parseBackup(file);
    return "read";
  } catch (error) {
    return error instanceof ProviderRpcError ? error.data.reason : String(error);
  }
}

describe("a backup file of a vault with a slot of each type", () => {
  let file: string;

  beforeAll(async () => {
    file = writeBackup(await fullVault(), "2026-11-27T10:00:00.000Z");
  }, PATIENCE);

  it("opens as it was written", async () => {
    expect((await openAll(parseBackup(file))).records).toHaveLength(3);
  });

  it("is refused with any one bit flipped", { timeout: PATIENCE }, () => {
    let count = 0;
    for (const flip of flipsOf(file)) {
      count += 1;
      expect(REFUSALS).toContain(answerTo(flip as string));
    }
    expect(count).toBeGreaterThanOrEqual(ENOUGH);
  });

  it("is refused cut off at any place, or with anything after it", { timeout: PATIENCE }, () => {
    for (let length = 0; length < file.length; length++) {
      expect(REFUSALS).toContain(answerTo(file.slice(0, length)));
    }
    expect(answerTo(`${file}{}`)).toBe("damagedBackup");
    expect(answerTo(file.replace('{"format"', '{"more":1,"format"'))).toBe("damagedBackup");
  });
});
