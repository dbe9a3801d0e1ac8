import { describe, expect, it } from "vitest";
import { ERRORS } from "../../src/core/errors.ts";
import { MAX_PARAMS as REQUEST_MAX_PARAMS } from "../../src/protocol/params.ts";
import { REQUESTS, SITE_METHODS } from "../../src/protocol/requests.ts";
import { invalidParams, MAX_PARAMS, METHODS } from "../../src/protocol/wire.ts";
import { codeOf, type Import, importsOf, read, sourcesIn } from "./sources.ts";

interface Zone {
  readonly folder: string;
  /** What its files may import: folders, files and packages. */
  readonly may: readonly string[];
  /** What they may import the types of. */
  readonly mayTypes?: readonly string[];
}

const ZONES: readonly Zone[] = [
  {
    folder: "src/core/",
    may: ["src/core/", "@noble/curves", "@noble/hashes", "@scure/base", "@scure/bip39", "hash-wasm"],
  },
  { folder: "src/browser/", may: [], mayTypes: ["webextension-polyfill"] },
  { folder: "src/protocol/", may: ["src/protocol/", "src/core/errors.ts"], mayTypes: ["src/core/"] },
  { folder: "src/page/", may: ["src/page/", "src/protocol/wire.ts", "src/core/errors.ts"] },
  {
    folder: "src/content/",
    may: ["src/content/", "src/browser/", "src/protocol/wire.ts", "src/core/errors.ts"],
  },
  { folder: "src/client/", may: ["src/client/"], mayTypes: ["src/core/", "src/protocol/"] },
  {
    folder: "background/",
    may: ["background/", "src/protocol/", "src/core/", "src/browser/", "idb", "valibot"],
    mayTypes: ["webextension-polyfill"],
  },
  {
    folder: "popup/",
    may: [
      "popup/",
      "src/protocol/",
      "src/core/errors.ts",
      "src/core/recovery/",
      "preact",
      "qr",
      "src/browser/",
    ],
    mayTypes: ["src/core/"],
  },
];

/** Files with a right of their own. */
const EXTRA: Readonly<Record<string, readonly string[]>> = {
  "src/protocol/greeting.ts": ["valibot"],
  "src/protocol/params.ts": ["valibot"],
  "src/protocol/requests.ts": ["valibot"],
  "src/protocol/vaultRequests.ts": ["valibot"],
  "popup/estimate.ts": ["@zxcvbn-ts/core", "@zxcvbn-ts/language-common"],
};

/** The only files that talk to the browser itself; everything else takes what it needs as an argument. */
const BROWSER_FILES = [
  ...["main", "store", "session", "windows", "api"].map((name) => `background/${name}.ts`),
  "popup/client.ts",
  "src/content/relay.ts",
];

/** The only files that may name a private key, which is called `secret` everywhere. */
const SECRET_FILES = [
  "background/entries.ts",
  "background/lending.ts",
  "background/credentials.ts",
  "background/pendings.ts",
  "background/recoveryOpening.ts",
  "background/rehearsals.ts",
  "src/core/algorithms.ts",
  "src/core/der.ts",
  "src/core/dfns/assertion.ts",
  "src/core/dfns/attestation.ts",
  "src/core/kinds/key.ts",
  "src/core/kinds/kind.ts",
  "src/core/kinds/passwordProtectedKey.ts",
  "src/core/kinds/recoveryKey.ts",
  "src/core/vault/container.ts",
  "src/core/vault/index.ts",
  "src/core/vault/passwordContainer.ts",
  "src/core/vault/pending.ts",
  "src/core/vault/records.ts",
  "src/core/vault/recoveryContainer.ts",
];

const PRODUCT = ["src", "background", "popup"];
const covers = (rule: string, target: string) =>
  rule.endsWith("/") ? target.startsWith(rule) : target === rule;

const forbidden = (zone: Zone, { file, target, typeOnly }: Import): boolean => {
  const may = [...zone.may, ...(EXTRA[file] ?? []), ...(typeOnly ? (zone.mayTypes ?? []) : [])];
  return !may.some((rule) => covers(rule, target));
};

const describeImport = ({ file, target }: Import) => `${file} imports ${target}`;

describe("who may import whom", () => {
  it.each(ZONES)("$folder keeps to its row", (zone) => {
    const files = sourcesIn(zone.folder);
    expect(files.length).toBeGreaterThan(0);
    const broken = files.flatMap(importsOf).filter((row) => forbidden(zone, row));
    expect(broken.map(describeImport)).toEqual([]);
  });

  it("every product file is in a zone", () => {
    const outside = sourcesIn(...PRODUCT).filter(
      (file) => !ZONES.some(({ folder }) => file.startsWith(folder)),
    );
    expect(outside).toEqual([]);
  });

  it("the local Dfns shares nothing with the product", () => {
    const ours = sourcesIn("example/dfns")
      .flatMap(importsOf)
      .filter(({ target }) => /^(src|background|popup)\//.test(target));
    expect(ours.map(describeImport)).toEqual([]);
  });

  it("the example dapp uses the client and nothing else of ours", () => {
    const ours = sourcesIn("example/dapp")
      .flatMap(importsOf)
      .filter(({ target }) => /^(src|background|popup)\//.test(target));
    expect(ours.filter(({ target }) => !target.startsWith("src/client/")).map(describeImport)).toEqual([]);
  });

  it("the independent reader of the vault format shares nothing with the product", () => {
    const files = ["test/independent/primitives.ts", "test/independent/reader.ts"];
    const own = /^(node:|@node-rs\/argon2$|test\/independent\/primitives\.ts$)/;
    expect(files.flatMap(importsOf).filter(({ target }) => !own.test(target))).toEqual([]);
  });

  it("only the named files talk to the browser", () => {
    const users = sourcesIn(...PRODUCT)
      .flatMap(importsOf)
      .filter(({ target, typeOnly }) => target === "src/browser/index.ts" && !typeOnly);
    expect(users.map(({ file }) => file).filter((file) => !BROWSER_FILES.includes(file))).toEqual([]);
  });

  it("the core has no browser API, storage, clock or timer", () => {
    const impure =
      /\b(browser|chrome|document|window|localStorage|indexedDB|setTimeout|setInterval|performance|fetch)\s*[.(]|\bDate\.now\b|\bnew Date\(\)/;
    expect(sourcesIn("src/core").filter((file) => impure.test(codeOf(file)))).toEqual([]);
  });
});

describe("secrets", () => {
  it("only the listed files name a private key", () => {
    const named = sourcesIn(...PRODUCT).filter((file) => /\bsecret\b/.test(codeOf(file)));
    expect(named.filter((file) => !SECRET_FILES.includes(file))).toEqual([]);
  });
});

describe("what page scripts restate", () => {
  it("the announced methods are the site methods of the request table", () => {
    expect(METHODS).toEqual(SITE_METHODS);
    expect(Object.keys(REQUESTS).filter((name) => name.startsWith("dfns_"))).toEqual([...METHODS]);
  });

  it("the limit on params is the one of the request table", () => {
    expect(MAX_PARAMS).toBe(REQUEST_MAX_PARAMS);
  });

  it("invalidParams is the row of the error table", () => {
    const { code, message, retryable } = ERRORS.invalidParams;
    expect(invalidParams("a.b")).toEqual({
      code,
      message,
      data: { reason: "invalidParams", retryable, path: "a.b" },
    });
  });
});

describe("package.json", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json"));

  it("pins every version exactly", () => {
    const versions = Object.entries<string>({ ...dependencies, ...devDependencies });
    expect(versions.filter(([, version]) => !/^(npm:[^ ]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it("has at most twelve runtime packages", () => {
    expect(Object.keys(dependencies).length).toBeLessThanOrEqual(12);
  });
});
