import { base64url, jsonBytes, lenientText } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import type { RegistrationCredentials } from "./types.ts";

/** Dfns' challenges are base64url text, signed as they stand; docs samples show padding on some. */
export const CHALLENGE_PATTERN = /^[A-Za-z0-9_-]{16,4096}={0,2}$/;

/**
 * Whether signing this challenge could authorise a recovery, whose challenge is base64url of the JSON of the new
 * credentials (docs.dfns.co, "Recover User"). Errs on the safe side: padding, spare bits and `\u` escapes are read as a
 * forgiving server might read them, and the name may stand anywhere in the text.
 */
export function isRecoveryMessage(challenge: string): boolean {
  return (
    CHALLENGE_PATTERN.test(challenge) && unescaped(lenientText(challenge)).includes("firstFactorCredential")
  );
}

/**
 * The bytes behind an attestation: UTF-8 of `{"challenge":"…","type":"key.create"}`, the challenge verbatim.
 * @throws malformed for a challenge outside the pattern, or one that is a recovery message
 */
export const createClientData = (challenge: string): Uint8Array => clientData(challenge, "key.create");

/**
 * The bytes an assertion signs: UTF-8 of `{"challenge":"…","type":"key.get"}`, the challenge verbatim.
 * @throws malformed for a challenge outside the pattern, or one that is a recovery message
 */
export const getClientData = (challenge: string): Uint8Array => clientData(challenge, "key.get");

/**
 * The bytes with which an old recovery key hands the account to new credentials: the challenge is base64url of the JSON
 * text of `newCredentials`, members in the order they have (docs.dfns.co, "Recover User"). No challenge of anybody's
 * choosing gets here.
 */
export const recoveryClientData = (newCredentials: RegistrationCredentials): Uint8Array =>
  jsonBytes({ challenge: base64url(jsonBytes(newCredentials)), type: "key.get" });

function clientData(challenge: string, type: "key.create" | "key.get"): Uint8Array {
  if (!CHALLENGE_PATTERN.test(challenge) || isRecoveryMessage(challenge)) throw rpcError("malformed");
  return jsonBytes({ challenge, type });
}

const unescaped = (json: string): string =>
  json.replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
