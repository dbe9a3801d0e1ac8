import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

export const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The TypeScript files below these folders, as paths from the root. */
export const sourcesIn = (...folders: readonly string[]): readonly string[] =>
  folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join("/")),
  );

export interface Import {
  readonly file: string;
  /** A path from the root for our own files, else the name of the package. */
  readonly target: string;
  readonly typeOnly: boolean;
}

/** The source without comments and the text of strings, so that only code is left. */
export const codeOf = (path: string): string =>
  read(path).replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, " ");

const FROM = /\b(?:import|export)\b(\s+type\b)?([^;"'()]*?)\bfrom\s*["']([^"']+)["']/g;
const BARE = /\bimport\s*\(?\s*["']([^"']+)["']/g;

const isTypesOnly = (clause: string): boolean => {
  const names = /^\s*\{([^}]*)\}\s*$/
    .exec(clause)?.[1]
    ?.split(",")
    .filter((name) => name.trim() !== "");
  return names?.every((name) => /^\s*type\s/.test(name)) ?? false;
};

/** Every import of a file, also re-exports and dynamic ones. */
export function importsOf(file: string): readonly Import[] {
  const source = read(file).replaceAll(/\/\*[\s\S]*?\*\//g, " ");
  const resolve = (name: string) =>
    name.startsWith(".") ? posix.join(posix.dirname(file), name) : packageOf(name);
  const named = [...source.matchAll(FROM)].map(([, type, clause = "", name = ""]) => ({
    file,
    target: resolve(name),
    typeOnly: type !== undefined || isTypesOnly(clause),
  }));
  const bare = [...source.matchAll(BARE)].map(([, name = ""]) => ({
    file,
    target: resolve(name),
    typeOnly: false,
  }));
  return [...named, ...bare];
}

export const packageOf = (name: string): string =>
  name.startsWith("node:")
    ? name
    : name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/");
