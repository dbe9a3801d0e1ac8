import type { Refusal } from "./views.ts";

/** What Dfns lists for an account, beside what the vault holds. Names and kinds come from Dfns, cleaned. */
export interface AuditView {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How many active credentials Dfns lists. */
  readonly count: number;
  /** Those that this vault did not make. */
  readonly strangers: readonly {
    readonly name: string;
    readonly kind: string;
    readonly createdAt: string | null;
  }[];
  /** Names of those that the vault holds and Dfns no longer takes. */
  readonly missing: readonly string[];
}

/** `noSession`: the person has not signed in since the last unlock. */
export type AuditOutcome =
  | ({ readonly outcome: "compared" } & AuditView)
  | { readonly outcome: "noSession" }
  | { readonly outcome: "failed"; readonly refusal: Refusal };
