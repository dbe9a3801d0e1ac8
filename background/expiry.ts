import { fromBase64url, fromUtf8 } from "../src/core/bytes.ts";

const DEFAULT_LIFE = 15 * 60 * 1000;
const LONGEST_LIFE = 24 * 60 * 60 * 1000;

/**
 * Until when Dfns takes an answer, in milliseconds since the epoch: the token's `exp` when it is a JWT that has one, else
 * 15 minutes from now (Dfns' documented life of a challenge).
 */
export function expiryOf(token: string, now: number): number {
  const seconds = expOf(token);
  return Math.min(seconds === null ? now + DEFAULT_LIFE : seconds * 1000, now + LONGEST_LIFE);
}

function expOf(token: string): number | null {
  try {
    const payload = JSON.parse(fromUtf8(fromBase64url(token.split(".")[1] ?? ""))) as { exp?: unknown };
    return typeof payload.exp === "number" && Number.isFinite(payload.exp) ? payload.exp : null;
  } catch {
    return null;
  }
}
