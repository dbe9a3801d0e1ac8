import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as coding from "../../src/core/bytes.ts";
import { orRefusal, refused, runs } from "./support.ts";

const { base64, base64url, concat, equalBytes, fromBase64, fromBase64url, fromHex, fromUtf8, hex, utf8 } =
  coding;

const CODINGS = [
  { name: "base64url", encode: base64url, decode: fromBase64url },
  { name: "base64", encode: base64, decode: fromBase64 },
  { name: "hex", encode: hex, decode: fromHex },
] as const;

describe.each(CODINGS)("$name", ({ name, encode, decode }) => {
  it("gives back what went in, and agrees with Node", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        expect(decode(encode(data))).toEqual(data);
        expect(encode(data)).toBe(Buffer.from(data).toString(name));
      }),
      runs(500),
    );
  });

  it("has one text for the same bytes, and refuses every other text as malformed", () => {
    const near = fc.stringMatching(/^[A-Za-z0-9_\-+/= \n]{0,12}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        const read = orRefusal(() => decode(text), ["malformed"]);
        if (read !== null) expect(encode(read)).toBe(name === "hex" ? text.toLowerCase() : text);
      }),
      runs(3000),
    );
  });
});

describe("base64url", () => {
  it.each(["AB", "AA==", "A", "A A", "AA\n", "+/", "é"])("refuses %j", (text) =>
    refused("malformed", () => fromBase64url(text)),
  );

  it("refuses text over the length asked for", async () => {
    expect(fromBase64url("AAAA", { maxLength: 4 })).toHaveLength(3);
    await refused("malformed", () => fromBase64url("AAAAAA", { maxLength: 4 }));
  });

  it("is read leniently as Node reads it, where a forgiving server is to be foreseen", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{0,40}={0,2}$/), (text) => {
        expect(coding.lenientText(text)).toBe(new TextDecoder().decode(Buffer.from(text, "base64url")));
      }),
      runs(2000),
    );
  });
});

describe("UTF-8 and JSON", () => {
  it("round trips text and refuses bytes that are not UTF-8", async () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => fromUtf8(utf8(text)) === text));
    fc.assert(
      fc.property(fc.uint8Array(), (data) => orRefusal(() => fromUtf8(data), ["malformed"]) !== undefined),
    );
    await refused("malformed", () => fromUtf8(Uint8Array.of(0xff)));
  });

  it("refuses what is not JSON", async () => {
    expect(coding.fromJsonBytes(coding.jsonBytes({ a: [1, null, "é"] }))).toEqual({ a: [1, null, "é"] });
    await refused("malformed", () => coding.fromJsonBytes(utf8("{")));
  });
});

it("concat and equalBytes agree with Node", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      expect(concat(a, b)).toEqual(new Uint8Array(Buffer.concat([a, b])));
      expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
      expect(equalBytes(a, a.slice())).toBe(true);
    }),
  );
});

it("compares credential ids without their padding", () => {
  expect(coding.sameId("abcd==", "abcd")).toBe(true);
  expect(coding.sameId("abcd", "abce")).toBe(false);
});

describe("a broken random generator", () => {
  afterEach(() => void vi.restoreAllMocks());

  const stub = (fill: (array: Uint8Array) => void) =>
    vi.spyOn(globalThis.crypto, "getRandomValues").mockImplementation((array) => {
      fill(array as unknown as Uint8Array);
      return array;
    });

  it.each([1, 12, 16, 32])("is refused when it fills %i bytes with one value", async (length) => {
    let next = 0;
    stub((array) => array.fill(next++));
    await refused("internal", () => coding.randomBytes(length));
  });

  it.each([1, 12, 16, 32])("is refused when it gives the same %i bytes twice", async (length) => {
    stub((array) => array.set(array.map((_, i) => i)));
    await refused("internal", () => coding.randomBytes(length));
  });

  it("is not suspected without cause", () => {
    for (let i = 0; i < 2000; i++) expect(coding.randomBytes(i % 64)).toHaveLength(i % 64);
  });
});
