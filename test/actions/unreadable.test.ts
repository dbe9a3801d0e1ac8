import { describe, expect, it } from "vitest";
import { TO, WALLET } from "./samples/values.ts";
import { described } from "./support.ts";

const path = `/wallets/${WALLET}/transfers`;
const send = (body: object | string) =>
  described({ path, payload: typeof body === "string" ? body : JSON.stringify(body) });
const UNREAD = {
  title: "Send an asset this version does not know",
  risk: "dangerous",
  amount: null,
  raw: true,
};
const text = JSON.stringify;

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
