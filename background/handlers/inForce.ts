/** Settings in force: the person's, within what the organisation allows. */
import type { LockMinutes } from "../../src/core/vault/index.ts";
import { SHORTEST } from "../passwords.ts";
import type { Parts } from "./parts.ts";

export const IDLE_MINUTES: LockMinutes = 15;

/** The person's choice, or less where the organisation says so. */
export async function idleMinutes({ keyring, policy }: Parts): Promise<number> {
  const { lockMinutes = IDLE_MINUTES } = (await keyring.index()).settings;
  return Math.min(lockMinutes, (await policy.rows()).lockIdleMinutes ?? lockMinutes);
}

/** The fewest characters that a vault password may have here. */
export const shortest = async ({ policy }: Pick<Parts, "policy">): Promise<number> =>
  (await policy.rows()).minPasswordLength ?? SHORTEST;
