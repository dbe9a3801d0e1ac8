import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clean } from "../../src/core/dfns/actions/clean.ts";
import { describeAction } from "../../src/core/dfns/actions/index.ts";
import { readJson } from "../../src/core/dfns/actions/json.ts";
import { KNOWN, SAMPLES, TO, TRANSFERS, WALLET } from "./samples.ts";
import { actionOf, described } from "./support.ts";

const path = `/wallets/${WALLET}/transfers`;
const send = (body: object | string) =>
  described({ path, payload: typeof body === "string" ? body : JSON.stringify(body) });
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

describe("a transfer that cannot be read for certain", () => {
  const good = { kind: "Native", to: TO, amount: "1" };

  const amounts = ["", "0x10", "1e18", "-1", "+1", "01", "1.5", " 1", "1_000", "١", "9".repeat(79)];
  const cases: readonly (readonly [what: string, payload: string])[] = [
    ...amounts.map((amount) => [`the amount ${text(amount)}`, text({ ...good, amount })] as const),
    ["a member twice", `{"kind":"Native","to":"A","to":"B","amount":"1"}`],
    ["a member twice, once escaped", `{"kind":"Native","to":"A","\\u0074o":"B","amount":"1"}`],
    ["a member twice inside", text(good).replace("}", `,"travelRule":{"kind":"Notabene","a":1,"a":2}}`)],
    ["an unknown kind", text({ ...good, kind: "Erc9999" })],
    ["a kind from Object.prototype", text({ ...good, kind: "constructor" })],
    ["a kind that is a list", text({ ...good, kind: ["Native"] })],
    ["an unknown member", text({ ...good, data: "0x" })],
    ["__proto__", text(good).replace("{", `{"__proto__":{"to":"B"},`)],
    ["a member of another kind", text({ ...good, contract: TO })],
    ["no address", text({ kind: "Native", amount: "1" })],
    ["an address that is not text", text({ ...good, to: [TO] })],
    ["an address with a space", text({ ...good, to: `${TO} ` })],
    ["an address with a look-alike", text({ ...good, to: TO.replace("a", "а") })],
    ["an address with a bidi mark", text({ ...good, to: `\u202e${TO}` })],
    ["an address without end", text({ ...good, to: "0".repeat(513) })],
    ["a memo over 1,000 characters", text({ ...good, memo: "x".repeat(1001) })],
    ["null for a member", text({ ...good, memo: null })],
    ["a list", "[]"],
    ["a text", `"x"`],
    ["null", "null"],
    ["no JSON", "kind=Native"],
    ["nothing", ""],
    ["a byte order mark", `\ufeff${text(good)}`],
    ["a trailing comma", text(good).replace("}", ",}")],
    ["nesting 10,000 deep", `{"travelRule":${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
    ["more than 256 KiB", text({ ...good, externalId: "x".repeat(262_144) })],
    ["an amount that is a number", text({ ...good, amount: 1 })],
    ["a number that loses digits", `{"kind":"Native","to":"A","amount":9007199254740993}`],
  ];

  it.each(cases)("%s: nothing of it is shown as if it were known", (_, payload) => {
    const told = send(payload);
    expect(told).toMatchObject({ ...UNREAD, endpoint: "wallets.transferAsset" });
    expect(told.rows.map(({ label }) => label)).toEqual(["Network", "From", "", "Unclear"]);
  });
});

describe("amounts", () => {
  const native = (walletId: string, amount: string) =>
    described({ path: `/wallets/${walletId}/transfers`, payload: text({ kind: "Native", to: TO, amount }) });

  it.each([
    ["0", "0"],
    ["1", "0.000000000000000001"],
    ["1000000000000000000", "1"],
    ["1500000000000000000000", "1500"],
    ["9".repeat(78), `${"9".repeat(60)}.${"9".repeat(18)}`],
  ])("%s wei is %s ETH", (units, value) => {
    expect(native(WALLET, units).amount).toEqual({ value, unit: "ETH" });
  });

  it("are in smallest units for a wallet or a network whose coin is not known for certain", () => {
    for (const id of ["wa-unknown", "wa-3canton"])
      expect(native(id, "15").amount).toEqual({ value: "15", unit: "smallest units" });
    expect(native("wa-2nameless", "150000000").amount).toEqual({ value: "1.5", unit: "BTC" });
  });

  it("are in smallest units when the vault has two answers for one wallet", () => {
    const wallets = ["Bitcoin", "Ethereum"].map((network) => ({ id: "wa-1", network }));
    const action = {
      method: "POST",
      path: "/wallets/wa-1/transfers",
      payload: text({ kind: "Native", to: TO, amount: "5" }),
    };
    expect(describeAction(action, { wallets }).amount?.unit).toBe("smallest units");
  });
});

describe("text from outside", () => {
  it("is shown with its unseen characters by name, and never two texts alike", () => {
    expect(clean("a\u202eb\u200b\n\u00ad\ufe0f\ud800\u{e0041}⟨\u00a0")).toBe(
      "a⟨U+202E⟩b⟨U+200B⟩⟨U+000A⟩⟨U+00AD⟩⟨U+FE0F⟩⟨U+D800⟩⟨U+E0041⟩⟨U+27E8⟩⟨U+00A0⟩",
    );
    const unit = fc.constantFrom("a", "⟨", "⟩", "U+202E", "\u202e", " ", "\u00a0", "…");
    fc.assert(
      fc.property(fc.string({ unit }), fc.string({ unit }), (a, b) => a === b || clean(a) !== clean(b)),
      { numRuns: 5000 },
    );
    expect(clean("abcdef", 3)).toBe("abc…");
    expect(clean("\u{1f600}".repeat(3), 3)).toBe("\u{1f600}".repeat(3));
  });

  it("cannot end the quotation marks around it, nor fill a title", () => {
    const wallets = [{ id: "wa-1", network: "Ethereum", name: `a” to “b\u202e${"x".repeat(300)}` }];
    const action = { method: "POST", path: "/wallets/wa-1/export", payload: "{}" };
    const exported = { ...action, payload: text({ encryptionKey: "AA", supportedSchemes: [] }) };
    expect(describeAction(exported, { wallets }).title).toBe(
      `Export the private key of “a' to 'b⟨U+202E⟩${"x".repeat(31)}…”`,
    );
  });

  it("of 250 KiB is told in full and in no time", () => {
    const hex = `0x${"ab".repeat(127_000)}`;
    const started = performance.now();
    const told = described({
      path: `/wallets/${WALLET}/signatures`,
      payload: text({ kind: "Transaction", transaction: hex }),
    });
    expect(told.rows).toContainEqual({ label: "Transaction", value: hex, as: "code" });
    expect(readJson(text("\\".repeat(120_000)))).toBe("\\".repeat(120_000));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe("a new credential", () => {
  it("is one of this vault only by its whole attestation", () => {
    const own = SAMPLES.find(({ variant }) => variant === "Key of this vault") ?? SAMPLES[0];
    const action = own && actionOf(own);
    if (!action) throw new Error("no sample");
    expect(describeAction(action, KNOWN)).toMatchObject({ risk: "sensitive", tag: "New way in" });
    expect(describeAction(action, { wallets: KNOWN.wallets }).risk).toBe("dangerous");
    const other = { ...action, payload: action.payload.replace("b3Vy", "b3Vz") };
    expect(describeAction(other, KNOWN).risk).toBe("dangerous");
  });
});

describe("a number", () => {
  it.each(["1", "8453"])("%s is read", (chainId) => {
    expect(delegation(chainId).raw).toBe(false);
  });

  it.each(["1.0", "1e1", "-0", "9007199254740993", "1e999", "0.10"])(
    "%s is not: it can be written in another way",
    (chainId) => {
      expect(delegation(chainId).raw).toBe(true);
    },
  );

  const delegation = (chainId: string) =>
    described({
      path: `/wallets/${WALLET}/signatures`,
      payload: `{"kind":"Eip7702","address":"${TO}","nonce":0,"chainId":${chainId}}`,
    });
});

describe("handing an address over to a contract", () => {
  it("is dangerous, though it looks like a signature", () => {
    const told = described({
      path: `/wallets/${WALLET}/signatures`,
      payload: text({ kind: "Eip7702", address: TO, nonce: 0, chainId: 1 }),
    });
    expect(told).toMatchObject({ risk: "dangerous", raw: false, tag: null });
  });
});
