/** What the activity page is told. */
import type { VerifiedActivity } from "../core/vault/activity.ts";

export interface ActivityView {
  /** How many entries are as they were written. */
  readonly total: number;
  /** The numbers of those that are missing or were changed, ascending. */
  readonly bad: readonly number[];
  /** The latest first. */
  readonly entries: VerifiedActivity["entries"];
}
