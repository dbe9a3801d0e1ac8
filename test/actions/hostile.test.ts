/** Requests that are not what they look like: changed, misplaced, or text without any sense. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeAction } from "../../src/core/dfns/actions/index.ts";
import { TRANSFERS } from "./samples/kinds.ts";
import { KNOWN, TO, WALLET } from "./samples/values.ts";
import { SAMPLES } from "./samples.ts";
import { actionOf, described } from "./support.ts";

const path = `/wallets/${WALLET}/transfers`;
const UNKNOWN = {
  endpoint: "unknown",
  title: "Run an action Countersign does not know",
  risk: "dangerous",
  raw: true,
};
const UNREAD = {
  title: "Send an asset this version does not know",
  risk: "dangerous",
  amount: null,
  raw: true,
};
const text = JSON.stringify;

const canonical = (json: string): string => {
  const sorted = (value: unknown): unknown =>
    typeof value !== "object" || value === null || Array.isArray(value)
      ? value
      : Object.fromEntries(
          Object.entries(value)
            .sort()
            .map(([name, one]) => [name, sorted(one)]),
        );
  return text(sorted(JSON.parse(json)));
};

describe("any text at all", () => {
  it("gets an answer", () => {
    const pieces = fc.constantFrom(
      "/wallets",
      path,
      "POST",
      "PUT",
      "{}",
      '{"kind":"Native"}',
      "__proto__",
      "..",
      "?",
      "/",
    );
    const any = fc.oneof(pieces, fc.string({ unit: "binary" }), fc.json());
    fc.assert(
      fc.property(any, any, any, (method, where, payload) => {
        expect(describeAction({ method, path: where, payload }, KNOWN).title).not.toBe("");
      }),
      { numRuns: 3000 },
    );
  });

  it("gets an answer as the body of every endpoint, raw unless it fits", () => {
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.oneof(fc.json(), fc.string()), (sample, payload) => {
        const told = describeAction({ ...actionOf(sample), payload }, KNOWN);
        expect(told.endpoint).toBe(sample.endpoint);
        expect(told.risk === "dangerous" || !told.raw).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("a changed request", () => {
  it("never reads like the one before, whichever character of a transfer is changed", () => {
    const replacements = [
      "0",
      "1",
      "z",
      "A",
      '"',
      "\\",
      " ",
      "\u202e",
      "\u200b",
      "е",
      "⟨",
      "",
      "-",
      ".",
      "}",
    ];
    for (const sample of TRANSFERS) {
      const action = actionOf(sample);
      const before = text(describeAction(action, KNOWN));
      for (let i = 0; i < action.payload.length; i++) {
        for (const by of replacements) {
          const payload = action.payload.slice(0, i) + by + action.payload.slice(i + 1);
          const after = describeAction({ ...action, payload }, KNOWN);
          if (text(after) === before) expect(canonical(payload)).toBe(canonical(action.payload));
        }
      }
    }
  });

  it("never reads like the one before, whichever byte of whichever action is changed", () => {
    const flips = fc.record({
      sample: fc.constantFrom(...SAMPLES.filter(({ body }) => body)),
      at: fc.double({ min: 0, max: 0.999999, noNaN: true }),
      bit: fc.integer({ min: 0, max: 7 }),
    });
    fc.assert(
      fc.property(flips, ({ sample, at, bit }) => {
        const action = actionOf(sample);
        const bytes = Buffer.from(action.payload);
        const i = Math.floor(at * bytes.length);
        bytes[i] = (bytes[i] ?? 0) ^ (1 << bit);
        const payload = bytes.toString("utf8");
        const after = describeAction({ ...action, payload }, KNOWN);
        if (text(after) === text(describeAction(action, KNOWN)))
          expect(canonical(payload)).toBe(canonical(action.payload));
      }),
      { numRuns: 20_000 },
    );
  });

  it("is never told as the same endpoint after any change of its method or its path", () => {
    for (const sample of SAMPLES) {
      const action = actionOf(sample);
      const before = describeAction(action, KNOWN);
      for (const method of ["POST", "PUT", "DELETE", "GET", "PATCH", "", action.method.toLowerCase()])
        if (method !== action.method)
          expect(describeAction({ ...action, method }, KNOWN).endpoint).not.toBe(before.endpoint);
      for (let i = 0; i < action.path.length; i++) {
        const changed = `${action.path.slice(0, i)}0${action.path.slice(i + 1)}`;
        if (changed !== action.path)
          expect(describeAction({ ...action, path: changed }, KNOWN)).not.toEqual(before);
      }
    }
  });
});

describe("a path that is not literally one of the table", () => {
  it.each([
    `${path}/`,
    `/${path}`,
    `//wallets/${WALLET}/transfers`,
    `/wallets//transfers`,
    `/wallets/../wallets/${WALLET}/transfers`,
    `/wallets/./${WALLET}/transfers`,
    `/wallets/../transfers`,
    `/wallets/${WALLET.toUpperCase()}/transfers`,
    `/Wallets/${WALLET}/transfers`,
    `/wallets/%77a-1/transfers`,
    `/wallets/${WALLET}%2Ftransfers`,
    `/wallets/${"a".repeat(65)}/transfers`,
    `${path}#x`,
    `${path};x`,
    ` ${path}`,
    `${path}\n`,
    `https://api.dfns.io${path}`,
    path.slice(1),
    "",
    "?",
    "/constructor",
  ])("%j is an unknown action", (where) => {
    expect(described({ path: where })).toMatchObject(UNKNOWN);
  });

  it("shows its method and path, cleaned", () => {
    expect(described({ method: "P\u202eST", path: "/\u200b" }).rows).toEqual([
      { label: "Method", value: "P⟨U+202E⟩ST", as: "code" },
      { label: "Path", value: "/⟨U+200B⟩", as: "code" },
    ]);
  });

  it("shows a query, and leaves the action to the full request", () => {
    const told = described({
      path: `${path}?to=\u202e&x?y`,
      payload: text({ kind: "Native", to: TO, amount: "1" }),
    });
    expect(told).toMatchObject({ ...UNREAD, endpoint: "wallets.transferAsset" });
    expect(told.rows).toContainEqual({ label: "Query", value: "to=⟨U+202E⟩&x?y", as: "code" });
  });
});
