import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identify, isSiteOrigin, type SenderFacts } from "../../background/caller.ts";

const own = { id: "own-id", origin: "chrome-extension://own-id" };
const site: SenderFacts = {
  id: "own-id",
  origin: "https://app.acme.finance",
  url: "https://app.acme.finance/page?x=1",
  frameId: 0,
  documentId: "d1",
  tab: { id: 7 },
};

describe("who is asking", () => {
  it("is the origin that the browser names, with the document", () => {
    expect(identify(site, own)).toEqual({
      type: "site",
      origin: "https://app.acme.finance",
      tabId: 7,
      documentId: "d1",
    });
  });

  it("is never read from the address, which sandboxed documents share with the site", () => {
    expect(identify({ ...site, origin: "null" }, own)).toBeNull();
    expect(identify({ ...site, url: "https://evil.example/" }, own)).toMatchObject({ origin: site.origin });
  });

  it.each<[string, Partial<SenderFacts>]>([
    ["a frame", { frameId: 3 }],
    ["no frame id", { frameId: undefined }],
    ["a prerendered document", { documentLifecycle: "prerender" }],
    ["a cached document", { documentLifecycle: "cached" }],
    ["no document id", { documentId: undefined }],
    ["no tab", { tab: undefined }],
    ["no origin", { origin: undefined }],
    ["plain http", { origin: "http://app.acme.finance" }],
    ["a file", { origin: "file://" }],
    ["another extension", { id: "other-id" }],
    ["another extension's page", { origin: "chrome-extension://other-id" }],
  ])("is nobody for %s", (_what, change) => {
    expect(identify({ ...site, ...change }, own)).toBeNull();
  });

  it.each([
    ["popup.html", "popup"],
    ["approve.html#id", "approve"],
    ["vault.html#/accounts", "vault"],
  ])("is our own page for %s", (path, page) => {
    const sender = { id: own.id, origin: own.origin, url: `${own.origin}/${path}`, frameId: 0 };
    expect(identify(sender, own)).toEqual({ type: "page", page });
  });

  it("is nobody for an unknown page of ours, or one in a frame", () => {
    const sender = { id: own.id, origin: own.origin, url: `${own.origin}/other.html`, frameId: 0 };
    expect(identify(sender, own)).toBeNull();
    expect(identify({ ...sender, url: `${own.origin}/vault.html`, frameId: 1 }, own)).toBeNull();
  });
});

describe("a site's origin", () => {
  it.each([
    "https://a.example",
    "https://a.example:8443",
    "http://localhost",
    "http://localhost:3000",
    "http://evil.localhost:3000",
    "http://127.0.0.1:3000",
    "https://xn--pple-43d.com",
  ])("may be %s", (origin) => expect(isSiteOrigin(origin)).toBe(true));

  it.each([
    "null",
    "",
    "https://a.example/",
    "https://a.example:443",
    "https://A.example",
    "https://user@a.example",
    "http://a.example",
    "http://localhost.evil.example",
    "http://127.0.0.2",
    "http://[::1]",
    "ws://localhost",
    "data:text/html,x",
    "about:srcdoc",
    "blob:https://a.example/x",
  ])("may not be %s", (origin) => expect(isSiteOrigin(origin)).toBe(false));

  it("is always exact, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), (text) => {
        if (isSiteOrigin(text)) expect(new URL(text).origin).toBe(text);
      }),
    );
  });
});
