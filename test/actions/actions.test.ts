import { describe, expect, it } from "vitest";
import { ACTIONS, describeAction } from "../../src/core/dfns/actions/index.ts";
import {
  BROADCASTS,
  DEPOSITS,
  KEY_SIGNATURES,
  TRANSFERS,
  WALLET_SIGNATURES,
  WITHDRAWALS,
} from "./samples/kinds.ts";
import { KNOWN, type Sample } from "./samples/values.ts";
import { SAMPLES } from "./samples.ts";
import { actionOf, kindsOf, rendered, signedCalls, signedEndpoints } from "./support.ts";

const kinds = (samples: readonly Sample[]) => samples.map(({ variant }) => variant).sort();

describe("the table of actions", () => {
  it("has exactly one row for every endpoint that the SDK signs", () => {
    const table = Object.entries(ACTIONS).map(([endpoint, { at }]) => ({ endpoint, at }));
    const order = (a: { endpoint: string }, b: { endpoint: string }) => a.endpoint.localeCompare(b.endpoint);
    expect(table.sort(order)).toEqual(signedEndpoints().sort(order));
    expect(table).toHaveLength(signedCalls());
    expect(table).toHaveLength(89);
    expect(new Set(table.map(({ at }) => at.replaceAll(/:\w+/g, ":"))).size).toBe(table.length);
  });

  it("has a sample for every row", () => {
    expect([...new Set(SAMPLES.map(({ endpoint }) => endpoint))].sort()).toEqual(Object.keys(ACTIONS).sort());
  });

  it("knows every kind that the SDK's types know", () => {
    expect(kinds(TRANSFERS)).toEqual(kindsOf("wallets", "TransferAssetBody"));
    expect(kinds(BROADCASTS)).toEqual(kindsOf("wallets", "BroadcastTransactionBody"));
    expect(kinds(WALLET_SIGNATURES)).toEqual(kindsOf("wallets", "GenerateSignatureBody"));
    expect(kinds(KEY_SIGNATURES)).toEqual(kindsOf("keys", "GenerateSignatureBody"));
    expect(kinds(DEPOSITS)).toEqual(kindsOf("exchanges", "CreateDepositBody"));
    expect(kinds(WITHDRAWALS)).toEqual(kindsOf("exchanges", "CreateWithdrawalBody"));
  });

  it("says the same as when it was last read by a person", async () => {
    await expect(`${SAMPLES.map(rendered).join("\n\n")}\n`).toMatchFileSnapshot("./golden.txt");
  });
});

describe.each(SAMPLES.map((sample) => [`${sample.endpoint} ${sample.variant ?? ""}`, sample] as const))(
  "%s",
  (_, sample) => {
    const action = actionOf(sample);
    const told = describeAction(action, KNOWN);

    it("is told as what it is, with a reason where it is not ordinary", () => {
      expect(told).toMatchObject({ endpoint: sample.endpoint, raw: false });
      expect(told.tag !== null).toBe(told.risk === "sensitive");
      expect(told.consequence !== null).toBe(told.risk === "dangerous");
      expect(told.title).toMatch(/^[A-Z].*[^.]$/u);
      for (const { label, value } of told.rows) expect(`${label}${value}`).not.toBe("");
    });

    it("names every amount once in its title, which reads on without it", () => {
      if (!told.amount) return;
      const [before, after, ...rest] = told.title.split(`${told.amount.value} ${told.amount.unit} `);
      expect([before, after, rest.length]).toEqual([expect.any(String), expect.any(String), 0]);
    });

    it("is raw when a member is added, missing, doubled or null, or when there is a query", () => {
      const entries = Object.entries(sample.body ?? {});
      const doubled = `{${entries
        .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},`.repeat(2))
        .join("")
        .slice(0, -1)}}`;
      const changed = [
        { ...action, payload: JSON.stringify({ ...sample.body, extra: 1 }) },
        { ...action, path: `${action.path}?force=true` },
        { ...action, path: `${action.path}?` },
        { ...action, payload: `[${action.payload}]` },
        ...(entries.length === 0 ? [] : [{ ...action, payload: doubled }]),
      ];
      for (const one of changed)
        expect(describeAction(one, KNOWN)).toMatchObject({
          endpoint: sample.endpoint,
          raw: true,
          risk: "dangerous",
          amount: null,
        });
    });
  },
);
