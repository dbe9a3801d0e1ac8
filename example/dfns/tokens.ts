import { generateKeyPairSync } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import * as v from "valibot";
import { newId } from "./ids.ts";

export const QUARTER_HOUR = 15 * 60;
export const SIX_HOURS = 6 * 60 * 60;
export const TWO_YEARS = 2 * 365 * 24 * 60 * 60;

const ISSUER = "auth.dfns.io";
const AUDIENCE = "dfns:auth:user";
const ID_TOKEN_AUDIENCE = "dfns:social";

export type TokenKind = "Temp" | "Token" | "ServiceAccount" | "UserAction";

export interface Subject {
  readonly id: string;
  readonly username: string;
  readonly orgId: string;
}

/** Where observed: `challengeIdentifier` of a user action (protocol.md 0.5). */
export interface ChallengeInfo {
  readonly payload: string;
  readonly method: string;
  readonly path: string;
  readonly server: string;
  readonly summary: string;
  readonly nonce: string;
}

export interface TokenOrder {
  readonly kind: TokenKind;
  readonly subject: Subject;
  readonly seconds: number;
  readonly challenge?: string;
  readonly challengeInfo?: ChallengeInfo;
}

export interface Issued {
  readonly jti: string;
  readonly token: string;
}

export interface Claims {
  readonly jti: string;
  readonly kind: TokenKind;
  readonly userId: string;
}

export interface Tokens {
  /** A JWT signed EdDSA, with the members that protocol.md 0.5 observed. */
  issue(order: TokenOrder): Promise<Issued>;
  /** The claims of a token of ours that has not expired, else `undefined`. */
  read(token: string): Promise<Claims | undefined>;
  /** What the identity provider of a social login would issue for `username`. */
  issueIdToken(username: string): Promise<string>;
  /** The username in an id token, else `undefined`. */
  readIdToken(token: string): Promise<string | undefined>;
}

const APP_METADATA = "https://custom/app_metadata";
const claimsSchema = v.object({
  jti: v.string(),
  [APP_METADATA]: v.object({
    userId: v.string(),
    tokenKind: v.picklist(["Temp", "Token", "ServiceAccount", "UserAction"]),
  }),
});
const idTokenSchema = v.object({ sub: v.pipe(v.string(), v.minLength(1)) });

/** Signs and opens JWTs under a key that lives as long as the process. */
function createJwts(now: () => number) {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    sign(payload: Record<string, unknown>, audience: string, seconds: number): Promise<string> {
      const issuedAt = Math.floor(now() / 1000);
      return new SignJWT(payload)
        .setProtectedHeader({ typ: "JWT", alg: "EdDSA" })
        .setIssuer(ISSUER)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + seconds)
        .sign(privateKey);
    },
    open(token: string, audience: string): Promise<unknown> {
      const options = { issuer: ISSUER, audience, algorithms: ["EdDSA"], currentDate: new Date(now()) };
      return jwtVerify(token, publicKey, options).then(
        ({ payload }) => payload,
        () => undefined,
      );
    },
  };
}

/** Tokens of this process only: another start knows none of them. */
export function createTokens({ now }: { readonly now: () => number }): Tokens {
  const jwts = createJwts(now);
  return {
    async issue({ kind, subject, seconds, challenge, challengeInfo }) {
      const jti = newId("uj");
      const metadata = {
        userId: subject.id,
        orgId: subject.orgId,
        tokenKind: kind,
        challenge,
        challengeInfo,
      };
      const payload = {
        sub: subject.orgId,
        jti,
        "https://custom/username": subject.username,
        [APP_METADATA]: metadata,
      };
      return { jti, token: await jwts.sign(payload, AUDIENCE, seconds) };
    },
    async read(token) {
      const claims = v.safeParse(claimsSchema, await jwts.open(token, AUDIENCE));
      if (!claims.success) return undefined;
      const { userId, tokenKind } = claims.output[APP_METADATA];
      return { jti: claims.output.jti, kind: tokenKind, userId };
    },
    issueIdToken: (username) => jwts.sign({ sub: username }, ID_TOKEN_AUDIENCE, QUARTER_HOUR),
    async readIdToken(token) {
      const claims = v.safeParse(idTokenSchema, await jwts.open(token, ID_TOKEN_AUDIENCE));
      return claims.success ? claims.output.sub : undefined;
    },
  };
}
