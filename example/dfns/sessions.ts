import type { Deps } from "./deps.ts";
import { SIX_HOURS } from "./tokens.ts";
import type { User } from "./user.ts";

/** A session token for the user, good until it expires or is logged out. */
export async function openSession({ tokens, state }: Deps, user: User): Promise<{ readonly token: string }> {
  const { jti, token } = await tokens.issue({ kind: "Token", subject: user, seconds: SIX_HOURS });
  state.sessions.set(jti, user.id);
  return { token };
}

/** Ends every session of the user. */
export function closeSessions({ state }: Deps, userId: string): void {
  const mine = [...state.sessions].filter(([, owner]) => owner === userId);
  for (const [jti] of mine) state.sessions.delete(jti);
}
