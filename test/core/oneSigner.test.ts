import { describe, expect, it } from "vitest";
import { all, type Module, moduleOf, modulesIn, nameOf, nodesIn, targetsOf } from "./syntax.ts";

const TABLE = "src/core/algorithms.ts";
const ENCODERS = ["src/core/dfns/assertion.ts", "src/core/dfns/attestation.ts"];
/** Makes key pairs, signs nothing. */
const MAKER = "src/core/kinds/kind.ts";

const product = modulesIn("src", "background", "popup");
const filesWhere = (holds: (module: Module) => boolean, modules = product) =>
  modules
    .filter(holds)
    .map(({ file }) => file)
    .sort();
const find = (file: string) => product.find((module) => module.file === file) ?? expect.unreachable();

const usesCurves = (module: Module) => targetsOf(module).some((target) => target.startsWith("@noble/curves"));
const usesTable = (module: Module) => identifiers(module).includes("ALGORITHMS");
const identifiers = ({ nodes }: Pick<Module, "nodes">) =>
  all({ nodes }, "Identifier").map(({ name }) => name);

/** Whether a member called `sign` is read, called, taken apart or spelled out. */
function namesSign(module: Module): boolean {
  const names = [...all(module, "MemberExpression"), ...all(module, "Property")].map(nameOf);
  return names.includes("sign") || all(module, "Literal").some(({ value }) => value === "sign");
}

/** Whether WebCrypto could sign here: `subtle` is named, and not only to call a method of it that makes no signature. */
function mayUseSubtleSign(module: Module): boolean {
  const harmless = ["encrypt", "decrypt", "importKey", "deriveBits", "digest"];
  const safe = all(module, "MemberExpression").filter(
    (one) =>
      one.object.type === "MemberExpression" &&
      nameOf(one.object) === "subtle" &&
      harmless.includes(nameOf(one) ?? ""),
  );
  const literals = all(module, "Literal").filter(({ value }) => value === "subtle");
  const named = identifiers(module).filter((name) => name === "subtle");
  return literals.length + named.length !== safe.length;
}

/** The names of all functions whose results go into the second argument of the row's `sign`, through `const`s. */
function feeders(module: Module): readonly string[] {
  const inits = new Map(
    all(module, "VariableDeclarator").flatMap(({ id, init }) =>
      id.type === "Identifier" && init ? [[id.name, init] as const] : [],
    ),
  );
  const signs = all(module, "CallExpression").filter(
    ({ callee }) => callee.type === "MemberExpression" && nameOf(callee) === "sign",
  );
  const seen = new Set<unknown>();
  const follow = (node: unknown): readonly string[] => {
    if (seen.has(node)) return [];
    seen.add(node);
    const nodes = nodesIn(node);
    const called = all({ nodes }, "CallExpression").flatMap(({ callee }) =>
      callee.type === "Identifier" ? [callee.name] : ["?"],
    );
    const further = identifiers({ nodes }).flatMap((name) =>
      inits.has(name) ? follow(inits.get(name)) : [],
    );
    return [...called, ...further];
  };
  expect(signs).toHaveLength(1);
  return [...new Set(signs.flatMap((call) => follow(call.arguments[1])))].sort();
}

describe("in the syntax trees of the product", () => {
  it("there is something to read", () => expect(product.length).toBeGreaterThan(50));

  it("one module imports curves, so that it alone calls a curve's sign", () => {
    expect(filesWhere(usesCurves)).toEqual([TABLE]);
    expect(namesSign(find(TABLE))).toBe(true);
  });

  it("that module hands out no curve", () => {
    const locals = all(find(TABLE), "ImportDeclaration")
      .filter(({ source }) => String(source.value).startsWith("@noble/curves"))
      .flatMap(({ specifiers }) => specifiers.map(({ local }) => local.name));
    const exported = all(find(TABLE), "ExportNamedDeclaration").flatMap(({ specifiers, declaration }) => [
      ...specifiers.map(({ local }) => (local.type === "Identifier" ? local.name : String(local.value))),
      ...all({ nodes: nodesIn(declaration) }, "VariableDeclarator").map(({ id }) =>
        "name" in id ? id.name : "?",
      ),
      ...all({ nodes: nodesIn(declaration) }, "FunctionDeclaration").map(({ id }) => id?.name ?? "?"),
    ]);
    expect(locals.length).toBeGreaterThan(0);
    expect(exported).toEqual(
      expect.arrayContaining(["ALGORITHMS", "ALGORITHM_NAMES", "algorithmOfSpki", "spkiOfSecret"]),
    );
    expect(exported.filter((name) => locals.includes(name))).toEqual([]);
  });

  it("nobody signs with WebCrypto", () => expect(filesWhere(mayUseSubtleSign)).toEqual([]));

  it("the two encoders and the maker of key pairs use the table, and of these only the encoders name sign", () => {
    const users = filesWhere((module) => usesTable(module) && module.file !== TABLE);
    expect(users).toEqual([...ENCODERS, MAKER].sort());
    expect(filesWhere(namesSign, users.map(find))).toEqual(ENCODERS);
  });

  it("nobody takes the table whole, re-exports it, or imports at run time", () => {
    const whole = product.filter((module) =>
      all(module, "ImportDeclaration").some(
        ({ source, specifiers }) =>
          /algorithms\.ts$/.test(String(source.value)) &&
          specifiers.some(
            (one) =>
              one.type !== "ImportSpecifier" ||
              one.local.name !== ("name" in one.imported && one.imported.name),
          ),
      ),
    );
    expect(whole.map(({ file }) => file)).toEqual([]);
    const onward = product.filter((module) =>
      [...all(module, "ExportNamedDeclaration"), ...all(module, "ExportAllDeclaration")].some(({ source }) =>
        /algorithms\.ts$/.test(String(source?.value)),
      ),
    );
    expect(onward.map(({ file }) => file)).toEqual([]);
    // No page may import the table (test/structure/boundaries.test.ts), and what is loaded late is read like everything else.
    const late = product.flatMap((module) =>
      all(module, "ImportExpression").map(({ source }) => [module.file, "value" in source && source.value]),
    );
    expect(late).toEqual([
      ["background/readRest.ts", "./rest.ts"],
      ["popup/strength.ts", "./estimate.ts"],
    ]);
  });

  it("what is signed comes from the client data encoders alone", () => {
    expect(feeders(find("src/core/dfns/assertion.ts"))).toEqual(["getClientData", "recoveryClientData"]);
    const made = feeders(find("src/core/dfns/attestation.ts"));
    expect(made).toContain("createClientData");
    for (const other of ["getClientData", "recoveryClientData"]) expect(made).not.toContain(other);
    const types = (module: Module) =>
      all(module, "Literal").some(({ value }) => value === "key.get" || value === "key.create");
    expect(filesWhere(types)).toEqual(["src/core/dfns/clientData.ts"]);
  });
});

describe("the reader of syntax trees sees", () => {
  it.each([
    "const f = (row) => row.sign(a, b)",
    'const f = (row) => row["sign"](a, b)',
    "const { sign } = row",
    "const { sign: f } = row",
    'Reflect.get(row, "sign")',
    "const f = row?.sign",
  ])("sign in %s", (source) => expect(namesSign(moduleOf("x.ts", source))).toBe(true));

  it.each([
    "crypto.subtle.sign(a, k, d)",
    "globalThis.crypto.subtle[name](a, k, d)",
    "const { subtle } = crypto",
    "const s = crypto.subtle",
    'crypto["subtle"]["sign"](a)',
    "use(crypto.subtle)",
    "crypto.subtle?.sign(a)",
    'Reflect.get(crypto, "subtle")',
  ])("a possible signature by WebCrypto in %s", (source) =>
    expect(mayUseSubtleSign(moduleOf("x.ts", source))).toBe(true),
  );

  it("no signature in encryption", () =>
    expect(mayUseSubtleSign(moduleOf("x.ts", "await crypto.subtle.encrypt(a, b, c)"))).toBe(false));

  it.each([
    'import { p256 } from "@noble/curves/nist.js"; p256',
    'export * from "@noble/curves/nist.js"',
    'const c = await import("@noble/curves/nist.js")',
  ])("a curve in %s", (source) => expect(usesCurves(moduleOf("x.ts", source))).toBe(true));
});
