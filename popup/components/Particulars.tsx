import type { ComponentChildren } from "preact";
import type { DescriptionRow } from "../../src/core/dfns/actions/description.ts";
import { classOf } from "../../src/protocol/networks.ts";
import { networkName } from "../networks.ts";
import { NetworkTag } from "./NetworkTag.tsx";
import { outside } from "./outside.ts";

const LONGEST = 4096;

/** Rows as `Details` takes them; a row without a label goes on under the one before. */
export function particulars(rows: readonly DescriptionRow[]) {
  const shown: [label: string, values: ComponentChildren[]][] = [];
  for (const row of rows) {
    const value = <Value key={shown.length} row={row} />;
    const last = shown.at(-1);
    if (row.label === "" && last) last[1].push(value);
    else shown.push([row.label, [value]]);
  }
  return shown;
}

function Value({ row: { value, as } }: { row: DescriptionRow }) {
  if (as === "address") return <PayAddress address={value} />;
  if (as === "network") {
    return (
      <span class="split">
        <span>{networkName(value)}</span>
        <NetworkTag of={classOf(value)} />
      </span>
    );
  }
  const shown = outside(value, LONGEST);
  return as === "text" ? <span class="block">{shown}</span> : <code class="block">{shown}</code>;
}

/** An address to pay: complete, in groups of four, the ends bold. */
function PayAddress({ address }: { address: string }) {
  const shown = outside(address, LONGEST);
  const prefix = /^0x(?=[0-9a-fA-F]+$)/.exec(shown)?.[0] ?? "";
  const groups = shown.slice(prefix.length).match(/.{1,4}/gsu) ?? [];
  return (
    <code class="block address">
      {prefix}
      {groups.map((group, i) => (
        <span key={i}>
          {i > 0 || prefix ? " " : ""}
          {i < 2 || i >= groups.length - 2 ? <b>{group}</b> : group}
        </span>
      ))}
    </code>
  );
}
