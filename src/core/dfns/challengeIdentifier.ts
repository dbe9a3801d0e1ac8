/**
 * What a challenge identifier says of itself: a JWT that Dfns made, in a form that it does not document. **Nothing here is
 * verified**: a page can put any identifier beside any challenge. Before a claim is shown, `challenge` must be compared
 * with the challenge that is signed, and even then it is "stated by the site".
 */
import { fromBase64url, fromJsonBytes } from "../bytes.ts";

const MAX_LENGTH = 1_048_576;
const USERNAME = "https://custom/username";
const METADATA = "https://custom/app_metadata";

/** The action that the challenge is for; `payload` is the exact text to be sent. */
export interface ChallengeInfo {
  readonly method: string;
  readonly path: string;
  readonly payload: string;
}

/** `exp` is in seconds since 1970; `username` is "" where it is not told. At a login there is no `challengeInfo`. */
export interface ChallengeClaims {
  readonly challenge: string;
  readonly userId: string;
  readonly orgId: string;
  readonly username: string;
  readonly exp: number;
  readonly challengeInfo?: ChallengeInfo;
}

/**
 * The claims of an identifier, unverified; `null` for anything of another form or over 1 MiB. Never throws. A
 * `challengeInfo` that cannot be read is left out.
 */
export function readChallengeIdentifier(identifier: string): ChallengeClaims | null {
  const payload = payloadOf(identifier);
  const metadata = member(payload, METADATA);
  const exp = member(payload, "exp");
  const [challenge, userId, orgId] = ["challenge", "userId", "orgId"].map((name) => member(metadata, name));
  if (typeof challenge !== "string" || typeof userId !== "string" || typeof orgId !== "string") return null;
  if (typeof exp !== "number") return null;
  const challengeInfo = infoOf(member(metadata, "challengeInfo"));
  const named = member(payload, USERNAME);
  const username = typeof named === "string" ? named : "";
  return { challenge, userId, orgId, username, exp, ...(challengeInfo && { challengeInfo }) };
}

function payloadOf(identifier: unknown): unknown {
  if (typeof identifier !== "string" || identifier.length > MAX_LENGTH) return undefined;
  const [, payload, ...rest] = identifier.split(".", 4);
  if (payload === undefined || rest.length !== 1) return undefined;
  try {
    return fromJsonBytes(fromBase64url(payload));
  } catch {
    return undefined;
  }
}

function infoOf(value: unknown): ChallengeInfo | undefined {
  const [method, path, payload] = ["method", "path", "payload"].map((name) => member(value, name));
  const fits = typeof method === "string" && typeof path === "string" && typeof payload === "string";
  return fits ? { method, path, payload } : undefined;
}

/** An own member, so that nothing comes from a prototype. */
const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
