import { describe, expect, it } from "vitest";
import type { Approval } from "../../background/approvalRecord.ts";
import { unicodeLabel } from "../../background/asker/punycode.ts";
import { isMixed } from "../../background/asker/scripts.ts";
import { looksLike, warningsFor } from "../../background/asker/warnings.ts";
import { isSiteOrigin } from "../../background/caller.ts";
import { hostOf } from "../../popup/components/outside.ts";
import { emptyIndex, type Index } from "../../src/core/vault/index.ts";

const KNOWN = "https://app.acme.finance";
const at = "2026-11-22T12:00:00.000Z";
const index: Index = { ...emptyIndex(), sites: [{ origin: KNOWN, connectedAt: at, lastUsed: null }] };
const connecting = (origin: string) => ({ origin, method: "dfns_connect", params: {} }) as Approval;
/** As the browser names the sender. */
const originOf = (host: string) => new URL(`https://${host}`).origin;
const typesOf = (host: string) => warningsFor(connecting(originOf(host)), index).map(({ type }) => type);

/** Each passes for acme.finance at a glance. */
const CONFUSABLES = [
  ...["аcme.finance", "acmе.finance", "аcmе.finance", "aсme.finance", "аcмe.finance", "αcme.finance"],
  ...["acmε.finance", "acme.fіnance", "acme.fιnance", "acme.finаnce", "acme.financе", "acme.finanсe"],
  ...["acme.fınance", "ácme.finance", "acmé.finance", "açme.finance", "acmë.finance", "acrne.finance"],
  ...["ɑcme.finance", "acme.finαnce", "аcme.finаncе", "acmҽ.finance", "acmee.finance", "acm.finance"],
  ...["acme.flnance", "acme.f1nance", "acme.finonce", "amce.finance", "acme.finanse", "acme-.finance"],
  ...["ạcme.finance", "acmẹ.finance", "ącme.finance", "ćcme.finance", "acme.finḁnce", "acme.fiпance"],
  ...["app.acme.finance.evil.com", "acme.finance.pages.dev", "login.acme.finance.co", "acme.fin4nce"],
] as const;

describe("an address that passes for another", () => {
  it("has a table of forty", () => expect(new Set(CONFUSABLES).size).toBe(40));

  it.each(CONFUSABLES)("is said to look like the known one: %s", (host) => {
    expect(typesOf(host)).not.toEqual([]);
    expect(hostOf(originOf(host))).toMatch(/^[a-z0-9.-]+$/);
  });

  it.each(["pay.acme.finance", "app.acme.finance:8443", "example.com", "münchen.example", "localhost"])(
    "is not said of %s",
    (host) => expect(typesOf(host)).toEqual([]),
  );

  it("is not said of the site itself, nor of an IP address beside it", () => {
    expect(warningsFor(connecting(KNOWN), index)).toEqual([]);
    expect(looksLike("http://127.0.0.1:3000", "127.0.0.2")).toBe(false);
  });

  it("is said of the site's own name when a dot ends it: another site, that says so", () => {
    expect(isSiteOrigin("https://app.acme.finance.")).toBe(true);
    expect(new URL("https://app.acme.finance.").origin).not.toBe(KNOWN);
    expect(typesOf("app.acme.finance.")).toEqual(["lookAlike"]);
    expect(hostOf("https://app.acme.finance.")).toBe("app.acme.finance.");
  });

  it("is said of a short name by its letters alone: one letter makes another word of it", () => {
    expect(looksLike(originOf("dfnѕ.io"), "dfns.io")).toBe(true);
    expect(looksLike(originOf("dfas.io"), "dfns.io")).toBe(false);
  });

  it("is said of a name in two alphabets, whatever it passes for", () => {
    expect(typesOf("pаypal.example")).toEqual(["mixed"]);
  });

  it("is said of a name under the same suffix of two labels, and not of its neighbours", () => {
    expect(looksLike("https://acrne.co.uk", "acme.co.uk")).toBe(true);
    expect(looksLike("https://www.acme.co.uk", "acme.co.uk")).toBe(false);
    expect(looksLike("https://other.co.uk", "acme.co.uk")).toBe(false);
    expect(looksLike("https://acme.co.uk:8443", "acme.co.uk")).toBe(false);
  });
});

describe("the alphabets of a label", () => {
  it.each([
    ["Latin and Cyrillic", "pаypal"],
    ["Latin and Greek", "gοogle"],
    ["wholly Cyrillic that reads as Latin", "аррӏе"],
    ["Han and Cyrillic", "新б"],
    ["a script that no rule knows", "ꦲꦏ"],
  ])("are mixed for %s", (_, label) => expect(isMixed(label)).toBe(true));

  it.each([
    "acme",
    "bücher",
    "пример",
    "ελλάδα",
    "日本語テスト",
    "한국어",
    "東京2020",
    "x1-2",
    "שלום",
    "ไทย",
  ])("are not mixed for %s", (label) => expect(isMixed(label)).toBe(false));
});

describe("punycode", () => {
  it.each(["bücher", "пример", "日本語テスト", "аррӏе", "ägypten-über", "他们为什么不说中文", "ü", "한국어"])(
    "is read as the browser wrote it: %s",
    (label) => {
      expect(unicodeLabel(new URL(`https://${label}.example`).hostname.split(".")[0] ?? "")).toBe(label);
    },
  );

  it.each(["acme", "xn--", "xn--zzzzzz99999999", "xn--a-ecp.ru", "xn--\u00e9"])(
    "leaves what it cannot read as it is: %s",
    (label) => expect(() => unicodeLabel(label)).not.toThrow(),
  );
});

describe("a user who is registered elsewhere", () => {
  it("is named with the address of the other site", () => {
    const account = { id: "a", url: "https://api.dfns.io", username: "jane@example.com" };
    const entry = { kind: "Key", accountId: "a", registeredOn: KNOWN, origins: [KNOWN] };
    const known = { ...index, accounts: [account], records: [entry] } as unknown as Index;
    const params = { api: { url: account.url }, challenge: { user: { name: account.username } } };
    const asked = { method: "dfns_register", params } as unknown as Approval;
    const { username } = account;
    expect(warningsFor({ ...asked, origin: "https://pay.acme.finance" }, known)).toEqual([
      { type: "elsewhere", username, origin: KNOWN },
    ]);
    expect(warningsFor({ ...asked, origin: KNOWN }, known)).toEqual([]);
  });
});
