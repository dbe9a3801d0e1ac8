/** Reads the product's TypeScript as a syntax tree: esbuild takes the types off, acorn parses. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type AnyNode, parse } from "acorn";
import { transformSync } from "esbuild";

const ROOT = join(fileURLToPath(import.meta.url), "../../..");

export interface Module {
  readonly file: string;
  readonly nodes: readonly AnyNode[];
}

export type NodeOf<Type extends AnyNode["type"]> = Extract<AnyNode, { type: Type }>;

/** Every node of a tree, parents first. */
export function nodesIn(root: unknown): readonly AnyNode[] {
  if (Array.isArray(root)) return root.flatMap(nodesIn);
  if (typeof root !== "object" || root === null) return [];
  const below = Object.values(root).flatMap(nodesIn);
  return "type" in root ? [root as AnyNode, ...below] : below;
}

export function moduleOf(file: string, source: string): Module {
  const loader = file.endsWith("x") ? "tsx" : "ts";
  const { code } = transformSync(source, { loader, jsx: "automatic", target: "esnext", format: "esm" });
  return { file, nodes: nodesIn(parse(code, { ecmaVersion: "latest", sourceType: "module" })) };
}

/** Every module below these folders. */
export const modulesIn = (...folders: readonly string[]): readonly Module[] =>
  folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => moduleOf(relative(ROOT, path).split(sep).join("/"), readFileSync(path, "utf8")));

export const all = <Type extends AnyNode["type"]>(
  { nodes }: Pick<Module, "nodes">,
  type: Type,
): readonly NodeOf<Type>[] => nodes.filter((node): node is NodeOf<Type> => node.type === type);

/** Where every import, re-export and `import()` leads: a path from the root, or a package; "?" when it is computed. */
export function targetsOf(module: Module): readonly string[] {
  const types = [
    "ImportDeclaration",
    "ExportNamedDeclaration",
    "ExportAllDeclaration",
    "ImportExpression",
  ] as const;
  const sources = types.flatMap((type) => all(module, type).flatMap(({ source }) => source ?? []));
  return sources.map((source) => (source.type === "Literal" ? resolve(module, String(source.value)) : "?"));
}

const resolve = ({ file }: Module, name: string): string =>
  name.startsWith(".") ? posix.join(posix.dirname(file), name) : name;

/** The name of a member, be it `a.name`, `a["name"]` or `{ name }`; `null` when it is computed. */
export function nameOf({ computed, ...node }: NodeOf<"MemberExpression" | "Property">): string | null {
  const key = node.type === "Property" ? node.key : node.property;
  if (key.type === "Literal") return String(key.value);
  return key.type === "Identifier" && !computed ? key.name : null;
}
