import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageOf, ROOT, read } from "./sources.ts";

interface Metafile {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly bytes: number;
        readonly inputs: Readonly<Record<string, unknown>>;
      }
    >
  >;
}

const { extension, client } = JSON.parse(read("dist/meta.json")) as Record<"extension" | "client", Metafile>;
const { dependencies } = JSON.parse(read("package.json"));

/** The sources in a bundle, which both browsers get. */
const inputsOf = (bundle: string): readonly string[] =>
  Object.keys(extension.outputs[`dist/chrome/${bundle}`]?.inputs ?? {});

const packagesIn = (inputs: readonly string[]): readonly string[] => [
  ...new Set(
    inputs
      .filter((input) => input.includes("node_modules/"))
      .map((input) => packageOf(input.split("node_modules/").at(-1) ?? "")),
  ),
];

/** The digest of every file in a folder, by its path there. */
const filesIn = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [
        path.slice(folder.length),
        createHash("sha256").update(readFileSync(path)).digest("hex"),
      ]),
  );

/** What the runtime packages bring along. */
const BROUGHT_ALONG = ["@zxcvbn-ts/dictionary-compression", "fastest-levenshtein"];

const PAGES = ["popup.js", "approve.js", "vault.js"];
const BACKGROUND = ["background.js", "rest.js"];
const BUNDLES = [...BACKGROUND, "provider.js", "relay.js", "estimate.js", ...PAGES];

describe("what goes into which bundle", () => {
  it.each(BUNDLES)("%s was built", (bundle) => expect(inputsOf(bundle)).not.toEqual([]));

  it.each(["provider.js", "relay.js"])("%s holds no package at all", (bundle) => {
    expect(packagesIn(inputsOf(bundle))).toEqual([]);
  });

  it.each([...PAGES, "estimate.js"])(
    "%s holds nothing of the background, the vault or the signing",
    (bundle) => {
      const forbidden = /^(background\/|src\/core\/(vault|kinds|dfns|algorithms|der))/;
      expect(inputsOf(bundle).filter((input) => forbidden.test(input))).toEqual([]);
      expect(packagesIn(inputsOf(bundle))).not.toContain("@noble/curves");
    },
  );

  it("the common passwords are a script of their own, which no page loads before someone chooses one", () => {
    const holding = BUNDLES.filter((bundle) => inputsOf(bundle).some((input) => /zxcvbn/.test(input)));
    expect(holding).toEqual(["estimate.js"]);
  });

  it("what is read before a page is answered is without vault and cryptography, and small", () => {
    const inputs = inputsOf("background.js");
    expect(inputs.filter((input) => /^src\/core\/(?!errors)|requests\.ts/.test(input))).toEqual([]);
    expect([...packagesIn(inputs)].sort()).toEqual(["valibot"]);
    expect(extension.outputs["dist/chrome/background.js"]?.bytes).toBeLessThan(45_000);
  });

  it("both browsers get the same bytes, but for what their manifests say", () => {
    const [chrome, firefox] = ["chrome", "firefox"].map((browser) => filesIn(join(ROOT, "dist", browser)));
    expect({ ...firefox, "/manifest.json": chrome?.["/manifest.json"] }).toEqual({
      ...chrome,
      "/policy.json": undefined,
    });
  });

  it.each(BACKGROUND)("%s holds nothing of the pages", (bundle) => {
    expect(inputsOf(bundle).filter((input) => input.startsWith("popup/"))).toEqual([]);
  });

  it("every package in a bundle is a runtime package of package.json", () => {
    const bundled = packagesIn(BUNDLES.flatMap((bundle) => inputsOf(bundle)));
    const allowed = [...Object.keys(dependencies), ...BROUGHT_ALONG];
    expect(bundled.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it("carries the licence of every package in a bundle", () => {
    const licences = read("dist/firefox/licenses.txt").split("\n----\n");
    const carried = licences.map((one) => one.trim().split(" ")[0]);
    const bundled = packagesIn(BUNDLES.flatMap((bundle) => inputsOf(bundle)));
    expect(carried).toEqual(["Countersign", ...[...bundled].sort()]);
    expect(
      licences.filter((one) => !/is hereby granted|mozilla public license|apache license/i.test(one)),
    ).toEqual([]);
  });

  it("provider and relay together are under 5 kB", () => {
    const bytes = ["provider.js", "relay.js"].map(
      (file) => readFileSync(join(ROOT, "dist/chrome", file)).length,
    );
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5000);
  });

  it("the client is one file under 5 kB without packages", () => {
    const inputs = Object.values(client.outputs).flatMap((output) => Object.keys(output.inputs));
    expect(inputs.every((input) => input.startsWith("src/client/"))).toBe(true);
    expect(readFileSync(join(ROOT, "dist/client/index.js")).length).toBeLessThan(5000);
  });
});

describe("a second build", () => {
  let copy: string;
  const build = (...flags: readonly string[]) =>
    execFileSync(process.execPath, ["build.mjs", ...flags], { cwd: copy, stdio: "inherit" });

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "countersign-build-"));
    for (const part of [
      "src",
      "background",
      "popup",
      "build.mjs",
      "manifest.json",
      "package.json",
      "tsconfig.json",
      "LICENSE",
    ]) {
      if (existsSync(join(ROOT, part))) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it.each(["chrome", "firefox", "client"])(
    "writes dist/%s byte for byte the same, from another folder",
    (part) => {
      if (!existsSync(join(copy, "dist"))) build();
      expect(filesIn(join(copy, "dist", part))).toEqual(filesIn(join(ROOT, "dist", part)));
    },
  );

  it.each(["chrome", "firefox"])("with --release has no local address in dist/%s", (part) => {
    build("--release");
    const { host_permissions, content_security_policy } = JSON.parse(
      readFileSync(join(copy, "dist", part, "manifest.json"), "utf8"),
    );
    const text = JSON.stringify([host_permissions, content_security_policy]);
    expect(text).not.toMatch(/localhost|127\.0\.0\.1/);
    expect(text).toContain("https://api.dfns.io");
  });

  it.each(["chrome", "firefox"])(
    "packs dist/%s into the same zip each time, with every file in it",
    (part) => {
      const zip = join(copy, `dist/countersign-${JSON.parse(read("package.json")).version}-${part}.zip`);
      build("--release", "--pack");
      const first = readFileSync(zip);
      build("--release", "--pack");
      expect(readFileSync(zip).equals(first)).toBe(true);
      const names = Object.keys(filesIn(join(copy, "dist", part))).map((name) => name.slice(1));
      expect(namesInZip(first)).toEqual(names.sort());
    },
  );
});

/** The names in the central directory of a zip, as its last record places it. */
function namesInZip(zip: Buffer): readonly string[] {
  const end = zip.lastIndexOf("PK\x05\x06");
  const names: string[] = [];
  for (let at = zip.readUInt32LE(end + 16); at < end; ) {
    const length = zip.readUInt16LE(at + 28);
    names.push(zip.toString("utf8", at + 46, at + 46 + length));
    at += 46 + length;
  }
  return names;
}
