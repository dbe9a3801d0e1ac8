import fc from "fast-check";
import encodeQR from "qr";
import decodeQR from "qr/decode.js";
import { describe, expect, it } from "vitest";
import { cellsOf } from "../../popup/components/phraseCells.ts";
import { qrTextOf, readPastedKit, readQrText } from "../../popup/qrText.ts";

const KIT = {
  username: "jane@example.com",
  userId: "us-2ba0h-lvp2q-8v1860pcj1bh5irf",
  orgId: "or-34513-nip9c-8bppvgqgj28dbodrc",
  url: "https://api.dfns.io",
  credId: "M5ZPCRFTRcsk834eq4AUUit1mUpgoYVtBVspIcb7B9Y",
};
const WORDS = "fade relax present gas poverty salmon inject home segment chat glide defense".split(" ");

describe("the text of a kit's QR code", () => {
  it("gives back the five lines, and the words only when they were put in", () => {
    const line = fc
      .string({ minLength: 1, maxLength: 80, unit: "grapheme" })
      .filter((text) => text.trim() !== "");
    const kits = fc.record({ username: line, userId: line, orgId: line, url: line, credId: line });
    fc.assert(
      fc.property(kits, fc.boolean(), (kit, withWords) => {
        const read = readQrText(qrTextOf(kit, withWords ? WORDS : []));
        expect(read).toEqual(withWords ? { ...kit, phrase: WORDS.join(" ") } : kit);
      }),
    );
  });

  it("is read from the printed code", () => {
    const text = qrTextOf(KIT, WORDS);
    const modules = encodeQR(text, "raw", { ecc: "medium", border: 2 });
    expect(decodeQR(pixelsOf(modules, 4))).toBe(text);
  });

  it("fills the lines of a recovery, and carries its words to the step that asks for them", () => {
    const { username, orgId, url, credId } = KIT;
    const lines = { username, orgId, url, credentialId: credId };
    const carried = readPastedKit(qrTextOf(KIT, WORDS));
    expect(carried).toEqual({ lines, words: WORDS.join(" ") });
    expect(cellsOf(carried?.words ?? "", "left")).toEqual(Array(12).fill("known"));
    expect(readPastedKit(qrTextOf(KIT))).toEqual({ lines, words: "" });
    expect(readPastedKit(WORDS.join(" "))).toBeNull();
  });

  it("does not hold the words by itself", () => {
    for (const word of WORDS) expect(qrTextOf(KIT)).not.toContain(word);
  });

  it("is refused when it is anything else", () => {
    const { credId: _credId, ...short } = KIT;
    const wrong = [
      "",
      "fade relax",
      "null",
      "[]",
      JSON.stringify(KIT),
      JSON.stringify({ countersignKit: 2, ...KIT }),
      JSON.stringify({ countersignKit: 1, ...short }),
      JSON.stringify({ countersignKit: 1, ...KIT, url: 7 }),
      qrTextOf({ ...KIT, username: " " }),
      qrTextOf({ ...KIT, username: "x".repeat(5000) }),
    ];
    for (const text of wrong) expect(readQrText(text)).toBeNull();
    fc.assert(fc.property(fc.anything(), (value) => void readQrText(JSON.stringify(value) ?? "")));
  });
});

/** The code as a camera sees it: black on white, each module some pixels wide. */
function pixelsOf(modules: readonly (readonly boolean[])[], scale: number) {
  const size = modules.length * scale;
  const data = new Uint8Array(size * size * 4).fill(255);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (modules[Math.floor(y / scale)]?.[Math.floor(x / scale)])
        data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  }
  return { width: size, height: size, data };
}
