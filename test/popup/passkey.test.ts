import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPasskey, evaluatePasskey } from "../../popup/passkey.ts";
import { codeOf, sourcesIn } from "../structure/sources.ts";

const KNOWN = [{ credential: "AAAA", input: "AAAA" }];

describe("a passkey of the vault's own", () => {
  let asked: string[];
  const standIn = (how: string) => async () => {
    asked.push(how);
    throw new DOMException("Nobody is there.", "NotAllowedError");
  };
  beforeEach(() => {
    asked = [];
    vi.stubGlobal("navigator", { credentials: { create: standIn("create"), get: standIn("get") } });
  });
  afterEach(() => vi.unstubAllGlobals());
  const askFrom = async (pathname: string) => {
    vi.stubGlobal("location", { pathname });
    await expect(createPasskey()).rejects.toThrow();
    await expect(evaluatePasskey(KNOWN)).rejects.toThrow();
    return asked;
  };

  it.each(["/vault.html", "/approve.html"])("is asked for in %s", async (pathname) => {
    expect(await askFrom(pathname)).toEqual(["create", "get"]);
  });

  it("is never asked for in the toolbar popup, which the browser's prompt would close", async () => {
    expect(await askFrom("/popup.html")).toEqual([]);
  });

  it("is asked for in one place", () => {
    const asking = sourcesIn("popup", "background").filter((path) =>
      /\bnavigator\.credentials\b/.test(codeOf(path)),
    );
    expect(asking).toEqual(["popup/passkey.ts"]);
  });
});
