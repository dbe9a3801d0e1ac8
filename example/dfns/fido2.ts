// Fido2 credentials, verified by @simplewebauthn/server; what that leaves to the relying party is checked here.
import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { bareCredId, type Fido2Credential } from "./credential.ts";
import { refuse } from "./errors.ts";
import type { Fido2Assertion } from "./schemas.ts";
import { decodeBase64url, parseClientData } from "./verify.ts";

/** COSE numbers of what the challenges list as `pubKeyCredParams`. */
export const ALGORITHMS = [-7, -257] as const;

const LOCALHOST = /^http:\/\/([a-z0-9-]+\.)*localhost(:\d+)?$/;

/** Whether an origin may use Fido2: localhost over http, and those that the organisation lists. */
export function originsOf(listed: readonly string[]): (origin: string) => boolean {
  return (origin) => listed.includes(origin) || (LOCALHOST.test(origin) && URL.canParse(origin));
}

interface Expected {
  readonly challenge: string;
  readonly isOrigin: (origin: string) => boolean;
}

const fail = (reason: string): never => refuse("signatureInvalid", reason);

/** `localhost` serves the hosts below it; every other host stands for itself. */
function rpIdsOf(origin: string): string[] {
  const { hostname } = new URL(origin);
  return hostname.endsWith(".localhost") ? [hostname, "localhost"] : [hostname];
}

/**
 * The challenge as WebAuthn got it: its UTF-8 bytes, encoded by the browser once more, or the bytes that its base64url
 * stands for (protocol.md 2.4, D2).
 */
const challengeCheck = (challenge: string) => (received: string) =>
  received === Buffer.from(challenge).toString("base64url") || received === bareCredId(challenge);

/** The origin of the client data. @throws Refusal signatureInvalid unless it is expected, and no frame of another site */
function readOrigin(text: string, { isOrigin }: Expected): string {
  const { origin, crossOrigin } = parseClientData(decodeBase64url("clientData", text));
  if (origin === undefined || !isOrigin(origin)) return fail(`origin ${origin} may not use Fido2 here`);
  return crossOrigin === true ? fail("the client data is of a frame of another site") : origin;
}

const isVerified = <T extends { readonly verified: boolean }>(answer: Promise<T>): Promise<T> =>
  answer.then(
    (result) => (result.verified ? result : fail("the signature is wrong")),
    (error: unknown) => fail(error instanceof Error ? error.message.slice(0, 500) : "WebAuthn"),
  );

type Made = Pick<Fido2Credential, "publicKey" | "counter" | "rpId" | "origin">;

/**
 * What to keep of a credential that was made for `challenge` (protocol.md 2.7).
 * @throws Refusal signatureInvalid, with the reason in `details`
 */
export async function verifyFido2Attestation(
  info: { readonly credId: string; readonly clientData: string; readonly attestationData: string },
  expected: Expected,
): Promise<Made> {
  const origin = readOrigin(info.clientData, expected);
  const attestationObject = decodeBase64url("attestationData", info.attestationData).toString("base64url");
  const id = bareCredId(info.credId);
  const response: RegistrationResponseJSON = {
    id,
    rawId: id,
    type: "public-key",
    response: { clientDataJSON: bareCredId(info.clientData), attestationObject },
    clientExtensionResults: {},
  };
  const { registrationInfo } = await isVerified(
    verifyRegistrationResponse({
      response,
      expectedChallenge: challengeCheck(expected.challenge),
      expectedOrigin: origin,
      expectedRPID: rpIdsOf(origin),
      supportedAlgorithmIDs: [...ALGORITHMS],
    }),
  );
  if (registrationInfo?.credential.id !== id) return fail("credId is not the id in attestationData");
  const { publicKey, counter } = registrationInfo.credential;
  return { publicKey, counter, rpId: registrationInfo.rpID ?? fail("no relying party"), origin };
}

/**
 * The new counter of a credential that answered `challenge` (protocol.md 2.7). `userHandle`, when sent, is the user id.
 * @throws Refusal signatureInvalid, with the reason in `details`
 */
export async function verifyFido2Assertion(
  assertion: Fido2Assertion["credentialAssertion"],
  credential: Fido2Credential,
  expected: Expected & { readonly userId: string },
): Promise<number> {
  const origin = readOrigin(assertion.clientData, expected);
  if (!rpIdsOf(origin).includes(credential.rpId)) return fail("origin does not belong to the relying party");
  const { userHandle, clientData, authenticatorData, signature } = assertion;
  if (userHandle !== undefined && userHandle !== Buffer.from(expected.userId).toString("base64url")) {
    return fail("userHandle is of another user");
  }
  const id = bareCredId(credential.credId);
  const response: AuthenticationResponseJSON = {
    id,
    rawId: id,
    type: "public-key",
    response: { clientDataJSON: bareCredId(clientData), authenticatorData, signature },
    clientExtensionResults: {},
  };
  const { authenticationInfo } = await isVerified(
    verifyAuthenticationResponse({
      response,
      expectedChallenge: challengeCheck(expected.challenge),
      expectedOrigin: origin,
      expectedRPID: credential.rpId,
      credential: { id, publicKey: credential.publicKey, counter: credential.counter },
    }),
  );
  return authenticationInfo.newCounter;
}
