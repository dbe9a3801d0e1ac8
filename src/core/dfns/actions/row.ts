import type { Body } from "./body.ts";
import type { ActionDescription } from "./description.ts";
import type { Reading } from "./seen.ts";

export type Judged = Pick<ActionDescription, "risk" | "tag" | "consequence">;

/** One signed endpoint of the API. */
export interface ActionRow {
  /** Method and path, `:name` for an id. */
  readonly at: `${"POST" | "PUT" | "DELETE"} /${string}`;
  /** The sentence when the body does not fit, and also when it does, unless `say` has a better one. */
  readonly title: string;
  readonly say?: (reading: Reading) => string;
  readonly risk: Judged | ((reading: Reading) => Judged);
  readonly body: Body;
  /** What the wallet is to the action; "Wallet" unless said. */
  readonly wallet?: "From";
}

/** By the SDK's name of the endpoint. */
export type Actions = Readonly<Record<string, ActionRow>>;

const sensitive = (tag: string): Judged => ({ risk: "sensitive", tag, consequence: null });

export const ordinary: Judged = { risk: "ordinary", tag: null, consequence: null };
export const movesFunds = sensitive("Moves funds");
export const signsElsewhere = sensitive("Signs for another system");
export const newWayIn = sensitive("New way in");
export const dangerous = (consequence: string): Judged => ({ risk: "dangerous", tag: null, consequence });
