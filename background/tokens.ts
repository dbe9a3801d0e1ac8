import { fromBase64url, fromUtf8 } from "../src/core/bytes.ts";

const DEFAULT_LIFE = 15 * 60 * 1000;
const LONGEST_LIFE = 24 * 60 * 60 * 1000;
const METADATA = "https://custom/app_metadata";

interface Claims {
  readonly exp?: unknown;
  readonly [METADATA]?: { readonly userId?: unknown; readonly orgId?: unknown } | null;
}

/**
 * Until when Dfns takes an answer, in milliseconds since the epoch: the token's `exp` when it is a JWT that has one, else
 * 15 minutes from now (Dfns' documented life of a challenge).
 */
export function expiryOf(token: string, now: number): number {
  const exp = claimsOf(token)?.exp;
  const known = typeof exp === "number" && Number.isFinite(exp);
  return Math.min(known ? exp * 1000 : now + DEFAULT_LIFE, now + LONGEST_LIFE);
}

/** Whose session a token says it is, unverified: Dfns decides, it only narrows a choice. `null` where it does not say. */
export function holderOf(token: string): { readonly userId: string; readonly orgId: string } | null {
  const { userId, orgId } = claimsOf(token)?.[METADATA] ?? {};
  return typeof userId === "string" && typeof orgId === "string" ? { userId, orgId } : null;
}

function claimsOf(token: string): Claims | null {
  try {
    return JSON.parse(fromUtf8(fromBase64url(token.split(".")[1] ?? ""))) as Claims | null;
  } catch {
    return null;
  }
}
