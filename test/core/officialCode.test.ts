import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseOfficialCode } from "../../src/core/recovery/officialCode.ts";
import vectors from "../vectors/core-containers.json";
import { runs } from "./support.ts";

const CODE = vectors.official.recoveryCode;
const ok = { ok: true, code: CODE };
const wrong = (...wrongGroups: readonly number[]) => ({ ok: false, wrongGroups });

describe("a recovery code of Dfns' own kit", () => {
  it.each([
    ["as printed", CODE],
    ["in lower case", CODE.toLowerCase()],
    ["with spaces for dashes", CODE.replaceAll("-", " ")],
    ["with spaces around dashes", `  ${CODE.replaceAll("-", " - ")}\n`],
    ["in one piece", CODE.replaceAll("-", "")],
    ["without its prefix", CODE.slice(3)],
    ["without prefix, in one piece", CODE.slice(3).replaceAll("-", "")],
    ["with typographic dashes", CODE.replaceAll("-", "\u2013")],
    ["in full width", CODE.replaceAll(/[A-Z0-9]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))],
    ["with 1 for L", CODE.replace("L", "1")],
    ["with I for L", CODE.replace("L", "I")],
    ["with I in its prefix", CODE.replace("D1", "DI")],
    ["with l in its prefix", CODE.replace("D1", "dl")],
  ])("is read %s", (_, typed) => expect(parseOfficialCode(typed)).toEqual(ok));

  it.each([
    ["a zero", CODE.replace("GHJKL", "GHJK0"), wrong(2)],
    ["the letter O", CODE.replace("GHJKL", "OHJKL"), wrong(2)],
    ["a group too short", CODE.replace("3TUVW", "3TUV"), wrong(4)],
    ["a group too long", CODE.replace("456789", "4567899"), wrong(6)],
    ["two groups wrong", CODE.replace("ABCDEF", "ABCDE!").replace("XYZ23", "XYZ2"), wrong(1, 5)],
    ["a symbol wrong in one piece", CODE.replaceAll("-", "").replace("Q", "0"), wrong(3)],
    ["a group missing", CODE.replace("-XYZ23", ""), wrong()],
    ["a symbol missing in one piece", CODE.replaceAll("-", "").slice(0, -1), wrong()],
    ["nothing", "", wrong()],
    ["the prefix alone", "D1-", wrong()],
    ["no end", "A".repeat(1_000_000), wrong()],
  ])("with %s is refused, and says where", (_, typed, expected) =>
    expect(parseOfficialCode(typed)).toEqual(expected),
  );

  it("may have any symbol of the alphabet anywhere, the prefix's too", () => {
    const symbols = fc.array(fc.constantFrom(..."ABCDEFGHJKLMNPQRSTUVWXYZ23456789"), {
      minLength: 32,
      maxLength: 32,
    });
    fc.assert(
      fc.property(symbols, (all) => {
        const text = all.join("");
        const code = `D1-${text.replace(/^(.{6})(.{5})(.{5})(.{5})(.{5})(.{6})$/, "$1-$2-$3-$4-$5-$6")}`;
        for (const typed of [code, code.slice(3), text, `D1${text}`])
          expect(parseOfficialCode(typed)).toEqual({ ok: true, code });
      }),
      runs(500),
    );
  });

  it("never is an error, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (typed) => {
        expect(parseOfficialCode(typed).ok).toBe(false);
      }),
      runs(500),
    );
  });
});
