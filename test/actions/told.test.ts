/** What is told of a request that can be read: amounts, text from outside, what is dangerous about it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clean } from "../../src/core/dfns/actions/clean.ts";
import { describeAction } from "../../src/core/dfns/actions/index.ts";
import { readJson } from "../../src/core/dfns/actions/json.ts";
import { KNOWN, TO, WALLET } from "./samples/values.ts";
import { SAMPLES } from "./samples.ts";
import { actionOf, described } from "./support.ts";

const text = JSON.stringify;

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

describe("handing an address over to a contract", () => {
  it("is dangerous, though it looks like a signature", () => {
    const told = described({
      path: `/wallets/${WALLET}/signatures`,
      payload: text({ kind: "Eip7702", address: TO, nonce: 0, chainId: 1 }),
    });
    expect(told).toMatchObject({ risk: "dangerous", raw: false, tag: null });
  });
});
