/**
 * Passkeys: what the page's authenticator is asked for, and what it answers (docs.dfns.co, "Credentials data", Fido2; the
 * JSON forms of W3C Web Authentication Level 3). The key is elsewhere; nothing is signed here.
 */
import { base64url, fromBase64url, fromJsonBytes, sameId, unpadded, utf8 } from "../bytes.ts";
import { rpcError } from "../errors.ts";
import type { AssertionChallenge, CredentialInfo, Fido2Assertion, RegistrationChallenge } from "./types.ts";

export interface RelyingParty {
  readonly id: string;
  readonly name: string;
}

/** What every challenge to make a credential has; Dfns accepts ES256 and RS256 where it does not say. */
type CreationChallenge = Pick<
  RegistrationChallenge,
  "challenge" | "user" | "attestation" | "pubKeyCredParams" | "excludeCredentials" | "authenticatorSelection"
>;

const DEFAULT_PARAMS = [-7, -257].map((alg) => ({ type: "public-key", alg }));

/** WebAuthn gets the UTF-8 bytes of the challenge text and of the user's id, as from Dfns' own web signer. */
const bytesOf = (text: string): string => base64url(utf8(text));

/** `PublicKeyCredentialCreationOptionsJSON` */
export const creationOptions = (challenge: CreationChallenge, rp: RelyingParty): object => ({
  challenge: bytesOf(challenge.challenge),
  rp,
  user: {
    id: bytesOf(challenge.user.id),
    name: challenge.user.name,
    displayName: challenge.user.displayName || challenge.user.name,
  },
  pubKeyCredParams: challenge.pubKeyCredParams ?? DEFAULT_PARAMS,
  excludeCredentials: challenge.excludeCredentials ?? [],
  authenticatorSelection: challenge.authenticatorSelection ?? { userVerification: "required" },
  attestation: challenge.attestation ?? "none",
});

/** `PublicKeyCredentialRequestOptionsJSON` */
export const requestOptions = (
  { challenge, allowCredentials, userVerification = "required" }: AssertionChallenge,
  rpId: string,
): object => ({
  challenge: bytesOf(challenge),
  rpId,
  allowCredentials: allowCredentials.webauthn.map(({ id }) => ({ type: "public-key", id: unpadded(id) })),
  userVerification,
});

/** What must be so for an answer to be the one that was asked for. */
interface Expected {
  readonly challenge: string;
  /** The exact origin of the site that asked. */
  readonly origin: string;
}

const MAX_LENGTH = 65_536;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

/** A new credential. @throws malformed for anything of another form, challenge, origin or type */
export function readCreated(credential: unknown, expected: Expected): CredentialInfo {
  const response = member(credential, "response");
  const clientData = bytes(response, "clientDataJSON");
  checkClientData(clientData, "webauthn.create", expected);
  return {
    credId: bytes(credential, "id"),
    clientData,
    attestationData: bytes(response, "attestationObject"),
  };
}

/** An assertion of one of the credentials that the challenge allows. @throws malformed as above, and for any other id */
export function readAsserted(
  credential: unknown,
  expected: Expected & { readonly allowed: AssertionChallenge["allowCredentials"]["webauthn"] },
): Fido2Assertion {
  const response = member(credential, "response");
  const credId = bytes(credential, "id");
  if (!expected.allowed.some(({ id }) => sameId(id, credId))) throw rpcError("malformed");
  const clientData = bytes(response, "clientDataJSON");
  checkClientData(clientData, "webauthn.get", expected);
  const userHandle = member(response, "userHandle");
  return {
    kind: "Fido2",
    credentialAssertion: {
      credId,
      clientData,
      authenticatorData: bytes(response, "authenticatorData"),
      signature: bytes(response, "signature"),
      ...(userHandle ? { userHandle: bytes(response, "userHandle") } : {}),
    },
  };
}

function checkClientData(clientData: string, type: string, { challenge, origin }: Expected): void {
  const data = fromJsonBytes(fromBase64url(clientData));
  const fits =
    member(data, "type") === type &&
    member(data, "challenge") === bytesOf(challenge) &&
    member(data, "origin") === origin &&
    member(data, "crossOrigin") !== true;
  if (!fits) throw rpcError("malformed");
}

/** An own member, so that nothing comes from a prototype. */
const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

function bytes(value: unknown, name: string): string {
  const found = member(value, name);
  if (typeof found !== "string" || found.length > MAX_LENGTH || !BASE64URL.test(found))
    throw rpcError("malformed");
  return found;
}
