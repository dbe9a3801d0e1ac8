import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { newEntropy, phraseOf } from "../../src/core/recovery/phrase.ts";
import { phraseSecrets, searchFor } from "../e2e/harness/onDisk.ts";

const PASSWORD = "copper walnut pässword";
const KEY = Buffer.from("00ff10203040506070a0b0c0d0e0f0fb", "hex");

describe("the search for secrets", () => {
  const search = searchFor([
    { name: "password", text: PASSWORD },
    { name: "key", bytes: KEY },
  ]);
  const json = JSON.stringify({ a: 1, password: PASSWORD });

  it.each([
    ["UTF-8", Buffer.from(json)],
    ["UTF-16, little end first", Buffer.from(json, "utf16le")],
    ["UTF-16, big end first", Buffer.from(json, "utf16le").swap16()],
    ["hex", Buffer.from(Buffer.from(PASSWORD).toString("hex"))],
    ["upper-case hex", Buffer.from(Buffer.from(PASSWORD).toString("hex").toUpperCase())],
    ["raw bytes", Buffer.concat([Buffer.from("xx"), KEY, Buffer.from("yy")])],
    ["hex of bytes in UTF-16", Buffer.from(KEY.toString("hex"), "utf16le")],
    ["base64url in UTF-16", Buffer.from(`"${KEY.toString("base64url")}"`, "utf16le")],
    ...[0, 1, 2, 3, 4].map((before): [string, Buffer] => [
      `base64 after ${before} bytes`,
      Buffer.from(Buffer.concat([Buffer.alloc(before, 7), KEY, Buffer.alloc(5, 9)]).toString("base64")),
    ]),
    ...[0, 1, 2].map((before): [string, Buffer] => [
      `base64url of JSON after ${before} bytes`,
      Buffer.from(Buffer.from(" ".repeat(before) + json).toString("base64url")),
    ]),
  ])("finds a secret in %s", (_form, bytes) => {
    expect(search.inBytes("here", bytes)).not.toEqual([]);
  });

  it("finds nothing where nothing is", () => {
    expect(search.inText("here", "copper walnut, but another pass word")).toEqual([]);
    expect(search.inBytes("here", KEY.subarray(1))).toEqual([]);
  });

  it("finds three words in a row with anything between them, not the word list", async () => {
    const words = phraseOf(newEntropy());
    const phrase = searchFor(await phraseSecrets("phrase", words));
    const [a, b, c] = words.slice(4, 7);
    for (const gap of [" ", "\n", '","', "</li><li>".replaceAll(/[a-z]/g, ""), " 5. "]) {
      expect(phrase.inText("here", `x ${a}${gap}${b}${gap}${c} y`)).toHaveLength(1);
    }
    expect(phrase.inBytes("here", Buffer.from(`["${a}","${b}","${c}"]`, "utf16le"))).toHaveLength(1);
    expect(phrase.inText("here", `${a} ${b}`)).toEqual([]);
    expect(phrase.inText("here", [...words].sort().reverse().join("x"))).toEqual([]);
  });

  it("looks into every file of a folder", () => {
    const folder = mkdtempSync(join(tmpdir(), "countersign-search-"));
    try {
      writeFileSync(join(folder, "clean"), "nothing");
      writeFileSync(join(folder, "dirty"), Buffer.from(PASSWORD, "utf16le"));
      expect(search.inFolder(folder)).toEqual([expect.stringContaining("dirty")]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
