import type { Wallet } from "../types.ts";

/** Exactly what is asked of Dfns; `path` may carry a query, `payload` is the body text, "" for none. */
export interface Action {
  readonly method: string;
  readonly path: string;
  readonly payload: string;
}

/**
 * What the vault knows for certain. `attestations`: the attestationData of credentials that this vault has made; a
 * credential with any other one was made elsewhere.
 */
export interface Known {
  readonly wallets: readonly Wallet[];
  readonly attestations?: readonly string[];
}

export type Risk = "ordinary" | "sensitive" | "dangerous";

/** A row with an empty label belongs to the one above it. A `network` is Dfns' name of it. */
export interface DescriptionRow {
  readonly label: string;
  readonly value: string;
  readonly as: "text" | "address" | "id" | "network" | "code";
}

/** `value` is a decimal number; its unit is a coin's symbol, or "smallest units" where the decimals are not known. */
export interface Amount {
  readonly value: string;
  readonly unit: string;
}

/** `tag` for sensitive actions, `consequence` for dangerous ones. `raw`: the rows do not tell everything, the full request must. */
export interface ActionDescription {
  /** As the SDK calls it, "wallets.transferAsset"; or "unknown". */
  readonly endpoint: string;
  /** A sentence. With an amount, it contains `value unit ` once and reads as a caption without it. */
  readonly title: string;
  readonly risk: Risk;
  readonly tag: string | null;
  readonly consequence: string | null;
  readonly amount: Amount | null;
  readonly rows: readonly DescriptionRow[];
  readonly raw: boolean;
}
