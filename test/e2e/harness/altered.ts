import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserName, DIST } from "./browsers.ts";

/** A copy of the build whose background fails in some way, in a folder of its own. */
export interface Altered {
  readonly extension: string;
  remove(): void;
}

/** @param alter what is behind the front of the background, from what the build has there */
export function alteredBuild(name: BrowserName, alter: (rest: string) => string): Altered {
  const extension = mkdtempSync(join(tmpdir(), "countersign-altered-"));
  cpSync(DIST[name], extension, { recursive: true });
  const path = join(extension, "rest.js");
  writeFileSync(path, alter(readFileSync(path, "utf8")));
  return { extension, remove: () => rmSync(extension, { recursive: true, force: true }) };
}
