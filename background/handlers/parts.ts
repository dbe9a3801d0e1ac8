import type { Activity } from "../activity.ts";
import type { Additions } from "../additions.ts";
import type { Approvals } from "../approvals.ts";
import type { Audits } from "../audits.ts";
import type { Blocks } from "../blocks.ts";
import type { Connections } from "../connections.ts";
import type { Guard } from "../guard.ts";
import type { Keyring } from "../keyring.ts";
import type { Kits } from "../kits.ts";
import type { Limits } from "../limits.ts";
import type { Openings } from "../openings.ts";
import type { Passkeys } from "../passkeys.ts";
import type { Pendings } from "../pendings.ts";
import type { Policy } from "../policy.ts";
import type { Recoveries } from "../recoveries.ts";
import type { Registrations } from "../registrations.ts";
import type { Rehearsals } from "../rehearsals.ts";
import type { Build } from "../requestViews.ts";
import type { Signings } from "../signings.ts";
import type { Windows } from "../windows.ts";

/** What the handlers work with. */
export interface Parts {
  readonly keyring: Keyring;
  readonly guard: Guard;
  readonly activity: Activity;
  readonly policy: Policy;
  readonly blocks: Blocks;
  readonly limits: Limits;
  readonly approvals: Approvals;
  readonly pendings: Pendings;
  readonly registrations: Registrations;
  readonly recoveries: Recoveries;
  readonly rehearsals: Rehearsals;
  readonly audits: Audits;
  readonly kits: Kits;
  readonly additions: Additions;
  readonly openings: Openings;
  readonly passkeys: Passkeys;
  readonly signings: Signings;
  readonly connections: Connections;
  readonly windows: Windows;
  readonly build: Build;
  readonly now: () => number;
  /** Asks to be locked after so many minutes without use, and at that time in any case. */
  readonly lockAfter: (idleMinutes: number, at: number) => void;
  readonly tellPages: () => void;
  /** Tells our pages to ask again, and brings badge and alarms up to date. */
  readonly changed: () => Promise<void>;
}
