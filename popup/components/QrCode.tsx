import encodeQR from "qr";

/** A QR code as one path of an SVG: no image, no markup from a string, no inline style. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const modules = encodeQR(text, "raw", { ecc: "medium", border: 2 });
  const { length } = modules;
  return (
    <svg class="qr" viewBox={`0 0 ${length} ${length}`} role="img" aria-label={label}>
      <path d={modules.map(rowPath).join("")} />
    </svg>
  );
}

/** The dark modules of one row, neighbours as one rectangle. */
function rowPath(row: readonly boolean[], y: number): string {
  const bits = row.map((dark) => (dark ? "1" : "0")).join("");
  const runs = Array.from(bits.matchAll(/1+/g), (run) => [run.index, run[0].length] as const);
  return runs.map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`).join("");
}
