import type { FileView } from "../src/protocol/vaultViews.ts";

/** Hands the file to the browser's downloads. */
export function download({ name, text }: FileView): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
