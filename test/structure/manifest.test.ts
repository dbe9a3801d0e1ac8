import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { POLICY_ROWS } from "../../background/policy.ts";
import { ROOT, read } from "./sources.ts";

const manifest = (browser: string) => JSON.parse(read(`dist/${browser}/manifest.json`));
const { key, background, externally_connectable, minimum_chrome_version, storage, ...shared } =
  manifest("chrome");

const SITES = ["https://*/*", "http://localhost/*", "http://*.localhost/*", "http://127.0.0.1/*"];
const API = ["https://api.dfns.io", "https://api.uae.dfns.io"];
const script = (file: string, world: string) => ({
  matches: SITES,
  js: [file],
  world,
  run_at: "document_start",
  all_frames: false,
});

describe("the manifest", () => {
  it("asks for exactly this", () => {
    expect(shared).toEqual({
      manifest_version: 3,
      name: "Countersign",
      description: "Holds the keys of your Dfns accounts and signs only what you approve.",
      version: JSON.parse(read("package.json")).version,
      icons: { 16: "icons/16.png", 32: "icons/32.png", 48: "icons/48.png", 128: "icons/128.png" },
      action: {
        default_title: "Countersign",
        default_popup: "popup.html",
        default_icon: { 16: "icons/16.png", 32: "icons/32.png" },
      },
      permissions: ["storage", "unlimitedStorage", "alarms", "idle"],
      host_permissions: [...API.map((host) => `${host}/*`), "http://localhost/*", "http://127.0.0.1/*"],
      commands: { lock: { description: "Lock the vault" } },
      content_scripts: [script("provider.js", "MAIN"), script("relay.js", "ISOLATED")],
      content_security_policy: {
        extension_pages:
          "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
          `connect-src ${API.join(" ")} http://localhost:* http://127.0.0.1:*; frame-ancestors 'none'; ` +
          "form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'",
      },
    });
  });

  it("has a fixed id, a service worker and a lowest version in Chromium", () => {
    expect(background).toEqual({ service_worker: "background.js" });
    expect(minimum_chrome_version).toBe("137");
    expect(key).toMatch(/^MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A/);
  });

  it("names in Chromium the rows that an organisation may set, the ones that are read", () => {
    expect(storage).toEqual({ managed_schema: "policy.json" });
    const schema = JSON.parse(read("dist/chrome/policy.json"));
    expect(Object.keys(schema.properties)).toEqual(POLICY_ROWS);
  });

  it("differs in Firefox only where the browsers differ", () => {
    expect(manifest("firefox")).toEqual({
      ...shared,
      background: { scripts: ["background.js"] },
      browser_specific_settings: {
        gecko: {
          id: "countersign@example.test",
          strict_min_version: "142.0",
          data_collection_permissions: { required: ["none"] },
        },
      },
    });
  });
});

describe("other extensions", () => {
  // An empty list means the same, but Chromium warns about it; Firefox does not know the member and warns too.
  it("cannot connect: only Countersign itself may", () => {
    const id = createHash("sha256").update(Buffer.from(key, "base64")).digest("hex").slice(0, 32);
    const letters = id.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
    expect(externally_connectable).toEqual({ ids: [letters] });
  });
});

describe("web-ext lint", () => {
  it("finds nothing but what preact brings along, once in each page", () => {
    const program = join(ROOT, "node_modules/web-ext/bin/web-ext.js");
    const args = [
      "lint",
      "--source-dir",
      join(ROOT, "dist/firefox"),
      "--output",
      "json",
      "--no-config-discovery",
    ];
    const output = execFileSync(process.execPath, [program, ...args], { encoding: "utf8" });
    const { errors, warnings } = JSON.parse(output.slice(output.indexOf("{"))) as {
      errors: readonly { code: string }[];
      warnings: readonly { code: string; file: string }[];
    };
    expect(errors).toEqual([]);
    expect(warnings.filter(({ code }) => code !== "UNSAFE_VAR_ASSIGNMENT")).toEqual([]);
    expect(warnings.map(({ file }) => file).sort()).toEqual(["approve.js", "popup.js", "vault.js"]);
  });
});
