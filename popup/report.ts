import type { VaultState } from "../src/protocol/views.ts";
import { version } from "./client.ts";
import { download } from "./download.ts";

/** A file for whoever helps: which build, which browser, how the vault stands. No name, site, credential or key is in it. */
export function saveReport(vault: VaultState | "no answer"): void {
  const at = new Date().toISOString();
  const report = { extension: "Countersign", version: version(), browser: navigator.userAgent, vault, at };
  download({
    name: `countersign-report-${at.slice(0, 10)}.json`,
    text: `${JSON.stringify(report, null, 2)}\n`,
  });
}
